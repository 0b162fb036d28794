import type { ArgumentDefinition } from '../command-definition.js';

/** An argument as usage lines have it: `<target>`, `[name]`, `[revision...]`. */
export function argumentWord({ name, isList, isOptional }: ArgumentDefinition): string {
  if (isList === true) return `[${name}...]`;
  return isOptional === true ? `[${name}]` : `<${name}>`;
}
