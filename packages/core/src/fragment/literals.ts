import { isWord, skipString, skipWord } from './characters.js';
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

/** The strings of a list literal, `["a", "b"]`; what is no string is left out. */
export function stringValues(literal: string): readonly string[] {
  const values: string[] = [];
  for (let at = 0; at < literal.length; ) {
    if (literal.charCodeAt(at) !== 0x22) at++;
    else {
      const end = skipString(literal, at, literal.length);
      const value = stringValue(literal.slice(at, end));
      if (value !== null) values.push(value);
      at = end;
    }
  }
  return values;
}

/** A string as PSL writes it. */
export function stringLiteral(value: string): string {
  return JSON.stringify(value);
}

/** The field names of `[a, b(sort: Desc)]`, or of a single name; empty for anything else. */
export function fieldNames(value: string): readonly string[] {
  const names: string[] = [];
  const isList = value.charCodeAt(0) === 0x5b;
  let depth = 0;
  let isItemStart = true;
  for (let at = isList ? 1 : 0; at < value.length; ) {
    const code = value.charCodeAt(at);
    if (code === 0x22) {
      at = skipString(value, at, value.length);
      isItemStart = false;
      continue;
    }
    const end = isItemStart && isWord(code) ? nameEnd(value, at) : at;
    if (end > at) {
      names.push(value.slice(at, end));
      if (!isList) break;
      isItemStart = false;
      at = end;
      continue;
    }
    if (code === 0x28) depth++;
    else if (code === 0x29) depth--;
    else if (code === 0x2c && depth === 0) isItemStart = true;
    at++;
  }
  return names;
}

/** A path into a composite type, `address.street`, is one name. */
function nameEnd(value: string, at: number): number {
  let end = skipWord(value, at, value.length);
  while (value.charCodeAt(end) === 0x2e) end = skipWord(value, end + 1, value.length);
  return end;
}
