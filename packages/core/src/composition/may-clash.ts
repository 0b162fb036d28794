import type { ExtensionSource } from '../fragment/extension-source.js';
import type { ClaimedNames } from './claimed-names.js';
import { lowerCamelCase, oppositeName } from './opposite-name.js';

/**
 * Whether a fragment has anything to do with names that others claim, told from its words, which takes a tenth of the time of
 * reading it. Says yes too often, and never no where composing would find a clash.
 */
export function mayClash(files: ExtensionSource['files'], claimed: ClaimedNames): boolean {
  return files.some(({ text }) => mayMeet(text, claimed));
}

/** What a word of this text may not be: an escape in a literal, a white space that is no ASCII. */
const UNREADABLE = /[\\\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/;
const WORD = /[\w\-\u0080-\uffff]+/g;
const WORD_ONLY = /^[\w\-\u0080-\uffff]+$/;
const MODEL = /(?<![\w-])(?:model|view)[^\w-]+([\w\-\u0080-\uffff]+)/g;

function mayMeet(text: string, { names, pairs, fields, longName }: ClaimedNames): boolean {
  if (UNREADABLE.test(text)) return true;
  const lower = text.toLowerCase();
  const words = new Set(lower.match(WORD));
  for (const word of words) if (names.has(word) || (longName !== null && word.length >= longName)) return true;
  // Names in the database may hold anything.
  const has = (name: string): boolean => (WORD_ONLY.test(name) ? words.has(name) : lower.includes(name));
  for (const name of names) if (!WORD_ONLY.test(name) && lower.includes(name)) return true;
  if (pairs.some(([left, right]) => has(left) && has(right))) return true;
  for (const [model, added] of fields) {
    if (!words.has(model.toLowerCase())) continue;
    for (const field of added) if (words.has(field.toLowerCase())) return true;
    for (const [, name = ''] of text.matchAll(MODEL)) if (addsOneOf(name, added)) return true;
  }
  return false;
}

/** Whether a fragment may name opposite fields of relations that these extensions have, told from its words. */
export function mayName(files: ExtensionSource['files'], extensions: readonly ExtensionSource[]): boolean {
  const texts = files.map(({ text }) => text).filter((text) => text.includes('@extend'));
  if (texts.length === 0) return false;
  const others = extensions.flatMap((extension) => extension.files.map(({ text }) => text));
  if ([...texts, ...others].some((text) => UNREADABLE.test(text))) return true;
  const models = new Set(others.flatMap((text) => [...text.matchAll(MODEL)].map(([, name = '']) => name)));
  return texts.some((text) => [...text.matchAll(OPPOSITE_TYPE)].some(([, name = '']) => models.has(name)));
}

/** The type of an opposite field, which is a list or may be missing. */
const OPPOSITE_TYPE = /([\w\-\u0080-\uffff]+)\s*[[?]/g;

/** The plurals that begin with another letter than their singular. */
const OTHER_WORDS = new Set(['we', 'us', 'they', 'ourselves', 'themselves', 'are', 'these', 'those']);
/** No other plural changes more than this of the end of a name. */
const CHANGED_END = 6;

/** Whether a model of that name may add one of these fields to a model that it refers to. */
function addsOneOf(model: string, fields: ReadonlySet<string>): boolean {
  const start = lowerCamelCase(model).slice(0, -CHANGED_END);
  for (const field of fields) {
    if (!field.startsWith(start) && !OTHER_WORDS.has(field)) continue;
    if (field === oppositeName(model, 'list') || field === oppositeName(model, 'optional')) return true;
  }
  return false;
}
