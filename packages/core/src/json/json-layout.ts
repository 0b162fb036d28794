import type { JsonNode } from './json-tree.js';

/** How far a list may go on one line. */
const WIDTH = 80;

/** How the lines of a value are to look. */
export interface JsonLines {
  readonly newline: string;
  /** The indentation of the line that the value begins on. */
  readonly outer: string;
  /** What every level adds. */
  readonly unit: string;
}

/** A value as people write it: on one line, or, with `lines`, each member of an object on its own. */
export function layOutJson(value: unknown, lines?: JsonLines): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const inner = lines === undefined ? undefined : { ...lines, outer: lines.outer + lines.unit };
  if (Array.isArray(value)) {
    const inline = `[${value.map((element) => layOutJson(element)).join(', ')}]`;
    if (lines === undefined || lines.outer.length + inline.length <= WIDTH) return inline;
    return bracketed(
      '[]',
      value.map((element) => layOutJson(element, inner)),
      lines,
    );
  }
  const members = Object.entries(value).map(([key, member]) => `${JSON.stringify(key)}: ${layOutJson(member, inner)}`);
  if (members.length === 0) return '{}';
  return lines === undefined ? `{ ${members.join(', ')} }` : bracketed('{}', members, lines);
}

function bracketed([open, close]: string, parts: readonly string[], { newline, outer, unit }: JsonLines): string {
  return `${open}${parts.map((part) => `${newline}${outer}${unit}${part}`).join(',')}${newline}${outer}${close}`;
}

/** What a level of a JSON text is indented by; two blanks where nothing shows it. */
export function indentOf(text: string, tree: JsonNode): string {
  const [first] = tree.kind === 'object' ? tree.members : tree.kind === 'array' ? tree.elements : [];
  const unit = first === undefined ? undefined : /[\r\n]([ \t]+)$/.exec(text.slice(0, first.start))?.[1];
  return unit ?? '  ';
}
