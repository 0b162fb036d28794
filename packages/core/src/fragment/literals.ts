import { isWord, skipString } from './characters.js';
import { parseArguments } from './parse-attribute.js';
import type { Argument, Attribute } from './parsed-file.js';

/** The argument of that name, or the first unnamed one where `position` is `first`. */
export function argumentOf(attribute: Attribute, name: string, position?: 'first'): Argument | null {
  return (
    attribute.arguments.find((argument) => argument.name === name) ??
    (position === 'first' ? attribute.arguments.find((argument) => argument.name === null) : undefined) ??
    null
  );
}

/** The attribute of that name. */
export function attributeOf(attributes: readonly Attribute[], name: string): Attribute | null {
  return attributes.find((attribute) => attribute.name === name) ?? null;
}

/** What a string literal means; null for anything else. */
export function stringValue(literal: string): string | null {
  if (literal.length < 2 || literal[0] !== '"' || skipString(literal, 0, literal.length) !== literal.length)
    return null;
  if (!literal.endsWith('"')) return null;
  const inner = literal.slice(1, -1);
  if (!inner.includes('\\')) return inner;
  try {
    return JSON.parse(literal) as string;
  } catch {
    // An escape that JSON has not; Prisma will refuse it, the characters serve meanwhile.
    return inner;
  }
}

/** A string as PSL writes it. */
export function stringLiteral(value: string): string {
  return JSON.stringify(value);
}

/** The field names of `[a, b(sort: Desc)]`, or of a single name; empty for anything else. */
export function fieldNames(value: string): readonly string[] {
  const list = value.startsWith('[') ? parseArguments(value, 0, value.length)?.arguments : undefined;
  const items = list?.map((item) => item.value) ?? (value.startsWith('[') ? [] : [value]);
  return items.map((item) => /^[^\s(]+/.exec(item)?.[0] ?? '').filter((item) => isWord(item.charCodeAt(0)));
}
