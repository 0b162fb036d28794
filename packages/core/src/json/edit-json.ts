import { newlineOf } from '../fragment/newline-of.js';
import { applyChanges, type TextChange } from '../fragment/text-change.js';
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

interface Insertion {
  readonly tree: JsonNode;
  readonly parent: JsonNode;
  /** What the parent holds already. */
  readonly items: readonly { readonly start: number; readonly end: number }[];
  /** Null for an element of a list. */
  readonly key: string | null;
  readonly value: unknown;
  readonly layout: JsonLayout;
}

function insert(text: string, insertion: Insertion): string {
  const last = insertion.items.at(-1);
  return applyChanges(text, last === undefined ? insertFirst(text, insertion) : insertAfter(text, last, insertion));
}

/** Into an empty object or list; only space goes for it. */
function insertFirst(text: string, insertion: Insertion): readonly TextChange[] {
  const { tree, parent, layout } = insertion;
  const inside = text.slice(parent.start + 1, parent.end - 1);
  const kept = inside.trimEnd();
  if (kept === '' && layout === 'line') {
    const put = memberOf(insertion, null);
    return [{ start: parent.start + 1, end: parent.end - 1, text: parent.kind === 'object' ? ` ${put} ` : put }];
  }
  const outer = /^[ \t]*/.exec(text.slice(lineStart(text, parent.start)))?.[0] ?? '';
  const unit = indentOf(text, tree);
  const newline = newlineOf(text);
  const put = memberOf(insertion, { newline, outer: outer + unit, unit });
  const start = parent.start + 1 + kept.length;
  return [{ start, end: parent.end - 1, text: `${newline}${outer}${unit}${put}${newline}${outer}` }];
}

function insertAfter(text: string, last: { start: number; end: number }, insertion: Insertion): readonly TextChange[] {
  const space = /\s*$/.exec(text.slice(0, last.start))?.[0] ?? '';
  const isOnLine = !/[\r\n]/.test(space);
  const outer = /[^\r\n]*$/.exec(space)?.[0] ?? '';
  const unit = indentOf(text, insertion.tree);
  const put = memberOf(insertion, isOnLine ? null : { newline: newlineOf(text), outer, unit });
  const comma = /^(?:\s|\/\/[^\r\n]*|\/\*[\s\S]*?\*\/)*,/.exec(text.slice(last.end, insertion.parent.end))?.[0];
  const end = last.end + (comma?.length ?? 0);
  const separator = isOnLine ? ' ' : space;
  // A comment on its line belongs to the last one.
  const after = isOnLine ? end : end + remarkLength(text.slice(end));
  return comma === undefined
    ? [
        { start: last.end, end: last.end, text: ',' },
        { start: after, end: after, text: separator + put },
      ]
    : [{ start: after, end: after, text: `${separator}${put},` }];
}

/** The comments that follow on the same line, as far as they end on it. */
function remarkLength(text: string): number {
  return /^(?:[ \t]*(?:\/\*(?:(?!\*\/)[^\r\n])*\*\/|\/\/[^\r\n]*))*/.exec(text)?.[0].length ?? 0;
}

function memberOf({ key, value, layout }: Insertion, lines: Parameters<typeof layOutJson>[1] | null): string {
  const text = layOutJson(value, layout === 'lines' && lines !== null ? lines : undefined);
  return key === null ? text : `${JSON.stringify(key)}: ${text}`;
}

function lineStart(text: string, offset: number): number {
  return Math.max(text.lastIndexOf('\n', offset - 1), text.lastIndexOf('\r', offset - 1)) + 1;
}
