import type { TextChange } from '../fragment/text-change.js';
import { applyChanges } from '../fragment/text-change.js';
import { type JsonNode, jsonAt, parseJsonTree } from './json-tree.js';

/**
 * Puts a value at the end of a path of keys, in the place of what is there; objects that are missing on the way are made.
 * Everything else stays as it is, and what is new is written as its neighbours are.
 */
export function setJson(text: string, path: readonly string[], value: unknown): string {
  const tree = parseJsonTree(text);
  const there = jsonAt(tree, path);
  if (there !== null) return applyChanges(text, [{ start: there.start, end: there.end, text: inline(value) }]);
  let depth = path.length - 1;
  while (depth > 0 && jsonAt(tree, path.slice(0, depth)) === null) depth -= 1;
  const parent = jsonAt(tree, path.slice(0, depth));
  if (parent?.kind !== 'object') throw new Error(`${path.slice(0, depth).join('.')} is no object.`);
  const nested = path.slice(depth + 1).reduceRight<unknown>((inner, key) => ({ [key]: inner }), value);
  const member = `${JSON.stringify(path[depth])}: ${inline(nested)}`;
  const items = parent.members.map(({ start, node }) => ({ start, end: node.end }));
  return applyChanges(text, [insertion(text, { parent, items, put: member })]);
}

/** Appends to the list at the end of a path, as {@link setJson} puts values; makes it where it is missing. */
export function appendJson(text: string, path: readonly string[], value: unknown): string {
  const parent = jsonAt(parseJsonTree(text), path);
  if (parent?.kind !== 'array') return setJson(text, path, [value]);
  return applyChanges(text, [insertion(text, { parent, items: parent.elements, put: inline(value) })]);
}

/** Replaces strings in the list at the end of a path; a string for which `replace` gives null stays. */
export function replaceInJsonList(
  text: string,
  path: readonly string[],
  replace: (value: string) => string | null,
): string {
  const list = jsonAt(parseJsonTree(text), path);
  const elements = list?.kind === 'array' ? list.elements : [];
  const changes = elements.flatMap((element): readonly TextChange[] => {
    const put = element.kind === 'string' ? replace(element.value) : null;
    return put === null ? [] : [{ start: element.start, end: element.end, text: inline(put) }];
  });
  return applyChanges(text, changes);
}

interface Insertion {
  readonly parent: JsonNode;
  /** What the parent holds already. */
  readonly items: readonly { readonly start: number; readonly end: number }[];
  readonly put: string;
}

function insertion(text: string, { parent, items, put }: Insertion): TextChange {
  const last = items.at(-1);
  if (last === undefined) {
    const body = parent.kind === 'object' ? ` ${put} ` : put;
    return { start: parent.start + 1, end: parent.end - 1, text: body };
  }
  const from = items.at(-2)?.end ?? parent.start + 1;
  const space = text.slice(from, last.start).replace(',', '');
  return { start: last.end, end: last.end, text: `,${/[\r\n]/.test(space) ? space : ' '}${put}` };
}

/** On one line, with the spaces that people write. */
function inline(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inline).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(([key, member]) => `${JSON.stringify(key)}: ${inline(member)}`);
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`;
}
