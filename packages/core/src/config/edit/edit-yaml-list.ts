import { isCollection, isMap, isScalar, isSeq, parse, parseDocument, stringify, type YAMLSeq } from 'yaml';
import { newlineOf } from '../../fragment/newline-of.js';
import { applyChanges } from '../../fragment/text-change.js';
import type { ListEdit } from './edit-extension-list.js';

const KEY = 'extensions';

/** Edits the list of extensions in a YAML configuration; null where it is not written in a way that can be edited. */
export function editYamlList(text: string, edit: ListEdit): string | null {
  const document = parseDocument(text);
  if (document.errors.length > 0 || !isMap(document.contents)) return null;
  const list = document.get(KEY, true);
  if (edit.kind === 'replace') return isSeq(list) ? replaced(text, list, edit.replace) : null;

  const { entry } = edit;
  const before = parse(text) as { readonly [KEY]?: unknown };
  const listed: readonly unknown[] = Array.isArray(before[KEY]) ? before[KEY] : [];
  const wanted = JSON.stringify({ ...before, [KEY]: [...listed, entry] });
  const isFlow = document.contents.flow === true;
  const edited = isSeq(list) && list.flow !== true && list.items.length > 0 ? appended(text, list, entry) : null;
  const added = list === undefined && !isFlow ? withList(text, entry) : null;
  const simple = [edited, added].find((each) => each !== null && isSame(each, wanted));
  if (simple !== undefined) return simple;

  // What is written in another way is written anew by the library, which keeps comments.
  if (isSeq(list)) list.add(document.createNode(entry));
  else if (list === undefined || (isScalar(list) && list.value === null))
    document.set(KEY, document.createNode([entry]));
  else return null;
  const whole = document.toString({ lineWidth: 0 });
  return isSame(whole, wanted) ? whole : null;
}

function replaced(text: string, list: YAMLSeq, replace: (entry: string) => string | null): string {
  const changes = list.items.flatMap((item) => {
    const put = isScalar(item) && typeof item.value === 'string' ? replace(item.value) : null;
    if (put === null || !isScalar(item) || !item.range) return [];
    const [start, end] = item.range;
    const { type } = item;
    const isQuoted = type === 'QUOTE_SINGLE' || type === 'QUOTE_DOUBLE';
    return [{ start, end, text: scalar(put, isQuoted ? type : 'PLAIN') }];
  });
  return applyChanges(text, changes);
}

/** A line behind the last item, as far in. */
function appended(text: string, list: YAMLSeq, entry: string): string | null {
  const last = list.items.at(-1);
  const [start, end] = (isScalar(last) || isCollection(last) ? last.range : null) ?? [];
  if (start === undefined || end === undefined) return null;
  const line = text.slice(text.lastIndexOf('\n', start) + 1, start);
  if (!/^ *- +$/.test(line)) return null;
  const stop = text.indexOf('\n', end);
  const at = stop < 0 ? text.length : text[stop - 1] === '\r' ? stop - 1 : stop;
  return `${text.slice(0, at)}${newlineOf(text)}${line}${scalar(entry)}${text.slice(at)}`;
}

function withList(text: string, entry: string): string {
  const newline = newlineOf(text);
  const gap = text === '' || text.endsWith('\n') ? '' : newline;
  return `${text}${gap}${KEY}:${newline}  - ${scalar(entry)}${newline}`;
}

function scalar(entry: string, defaultStringType: 'PLAIN' | 'QUOTE_SINGLE' | 'QUOTE_DOUBLE' = 'PLAIN'): string {
  return stringify(entry, { lineWidth: 0, defaultStringType }).trim();
}

function isSame(text: string, wanted: string): boolean {
  try {
    const sorted = (value: object): string => JSON.stringify(Object.entries(value).sort());
    return sorted(parse(text) as object) === sorted(JSON.parse(wanted) as object);
  } catch {
    return false;
  }
}
