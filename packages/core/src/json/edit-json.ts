import { applyChanges, type TextChange } from '../fragment/text-change.js';
import { type Insertion, insertItem } from './insert-item.js';
import { indentOf, layOutJson } from './json-layout.js';
import { type JsonNode, jsonAt, parseJsonTree } from './json-tree.js';

/** How a new value is written: on one line, or an object with a line per member. */
export type JsonLayout = 'line' | 'lines';

/**
 * Puts a value at the end of a path of keys, in the place of what is there; objects that are missing on the way are made.
 * Everything else stays as it is, comments too, and what is new is written as its neighbours are.
 */
export function setJson(text: string, path: readonly string[], value: unknown, layout: JsonLayout = 'line'): string {
  const tree = parseJsonTree(text);
  const there = jsonAt(tree, path);
  if (there !== null) return applyChanges(text, [{ start: there.start, end: there.end, text: layOutJson(value) }]);
  let depth = path.length - 1;
  while (depth > 0 && jsonAt(tree, path.slice(0, depth)) === null) depth -= 1;
  const parent = jsonAt(tree, path.slice(0, depth));
  if (parent?.kind !== 'object') throw new Error(`${path.slice(0, depth).join('.')} is no object.`);
  const nested = path.slice(depth + 1).reduceRight<unknown>((inner, key) => ({ [key]: inner }), value);
  const items = parent.members.map(({ start, node }) => ({ start, end: node.end }));
  return insert(text, { tree, parent, items, key: path[depth] ?? null, value: nested, layout });
}

/** Appends to the list at the end of a path, as {@link setJson} puts values; makes it where it is missing. */
export function appendJson(text: string, path: readonly string[], value: unknown): string {
  const tree = parseJsonTree(text);
  const parent = jsonAt(tree, path);
  if (parent?.kind !== 'array') return setJson(text, path, [value]);
  return insert(text, { tree, parent, items: parent.elements, key: null, value, layout: 'line' });
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
    return put === null ? [] : [{ start: element.start, end: element.end, text: layOutJson(put) }];
  });
  return applyChanges(text, changes);
}

interface NewValue {
  readonly tree: JsonNode;
  readonly parent: JsonNode & { readonly kind: 'object' | 'array' };
  /** What the parent holds already. */
  readonly items: Insertion['items'];
  /** Null for an element of a list. */
  readonly key: string | null;
  readonly value: unknown;
  readonly layout: JsonLayout;
}

function insert(text: string, { tree, parent, items, key, value, layout }: NewValue): string {
  const hasLines = layout === 'lines';
  const put: Insertion['put'] = (lines) => {
    const item = layOutJson(value, hasLines && lines !== null ? lines : undefined);
    return key === null ? item : `${JSON.stringify(key)}: ${item}`;
  };
  return applyChanges(text, insertItem(text, { parent, items, unit: indentOf(text, tree), hasLines, put }));
}
