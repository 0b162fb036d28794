import type { ArgumentDefinition } from '../command-definition.js';

/** An argument as usage lines have it: `<target>`, `[revision...]`. */
export function argumentWord({ name, isList }: ArgumentDefinition): string {
  return isList === true ? `[${name}...]` : `<${name}>`;
}
