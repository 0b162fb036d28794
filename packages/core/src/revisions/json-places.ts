/** Where the values of a JSON text are. Offsets count UTF-16 code units from its start. */
export type JsonPlaces =
  | {
      readonly kind: 'ok';
      /** The offset of each key, or of each list element, by its path: `requires`, `requires[1]`. */
      readonly places: ReadonlyMap<string, number>;
      /** Keys that an object has twice; of these JSON silently keeps the last. */
      readonly duplicates: readonly { readonly path: string; readonly offset: number }[];
    }
  | { readonly kind: 'syntax'; readonly message: string; readonly offset: number };

const MAX_DEPTH = 32;
const LITERAL = /(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w.+-])/y;
const STRING = /"(?:[^"\\\r\n]|\\[^\r\n])*"/y;
const SPACE = /[ \t\r\n]*/y;

/**
 * Finds the places of a JSON text, or its first syntax error. `JSON.parse` names no place for many errors and none
 * for any value, so this walks the text again, only for files that have a problem.
 */
export function locateJson(text: string): JsonPlaces {
  const places = new Map<string, number>();
  const duplicates: { path: string; offset: number }[] = [];
  let offset = 0;

  function fail(message: string, at = offset): never {
    throw new JsonSyntaxError(message, at);
  }

  function take(pattern: RegExp): string | null {
    pattern.lastIndex = offset;
    const match = pattern.exec(text);
    if (match === null) return null;
    offset = pattern.lastIndex;
    return match[0];
  }

  function peek(): string | undefined {
    take(SPACE);
    return text[offset];
  }

  function describeNext(): string {
    const next = text[offset];
    if (next === undefined) return 'the end of the file';
    if (next === "'") return "a single quote (JSON strings take '\"')";
    if (text.startsWith('//', offset) || text.startsWith('/*', offset)) return 'a comment (JSON has none)';
    return JSON.stringify(String.fromCodePoint(text.codePointAt(offset) ?? 0));
  }

  function string(expected: string): string {
    if (peek() !== '"') fail(`expected ${expected}, found ${describeNext()}`);
    const start = offset;
    const token = take(STRING);
    if (token === null) fail('this string is not closed on its line');
    try {
      return JSON.parse(token) as string;
    } catch {
      return fail('this string has an invalid escape or a control character', start);
    }
  }

  function value(path: string, depth: number): void {
    const next = peek();
    if (depth > MAX_DEPTH) fail(`nested more than ${MAX_DEPTH} levels deep`);
    if (next === '{') members(path, depth);
    else if (next === '[') elements(path, depth);
    else if (next === '"') string('a string');
    else if (take(LITERAL) === null) fail(`expected a value, found ${describeNext()}`);
  }

  function members(path: string, depth: number): void {
    offset += 1;
    if (peek() === '}') {
      offset += 1;
      return;
    }
    for (;;) {
      const start = peek() === undefined ? text.length : offset;
      const key = string('a key in double quotes');
      const keyPath = path === '' ? key : `${path}.${key}`;
      if (places.has(keyPath)) duplicates.push({ path: keyPath, offset: start });
      places.set(keyPath, start);
      if (peek() !== ':') fail(`expected ":" after ${JSON.stringify(key)}, found ${describeNext()}`);
      offset += 1;
      value(keyPath, depth + 1);
      if (endOf('}')) return;
    }
  }

  function elements(path: string, depth: number): void {
    offset += 1;
    if (peek() === ']') {
      offset += 1;
      return;
    }
    for (let index = 0; ; index += 1) {
      peek();
      const elementPath = `${path}[${index}]`;
      places.set(elementPath, offset);
      value(elementPath, depth + 1);
      if (endOf(']')) return;
    }
  }

  /** Takes `,` or the closing bracket; true for the latter. */
  function endOf(closing: '}' | ']'): boolean {
    const next = peek();
    if (next === closing) {
      offset += 1;
      return true;
    }
    if (next !== ',') fail(`expected "," or "${closing}", found ${describeNext()}`);
    const comma = offset;
    offset += 1;
    if (peek() === closing) fail(`a comma before "${closing}" is not allowed in JSON`, comma);
    return false;
  }

  try {
    value('', 0);
    if (peek() !== undefined) fail(`expected the end of the file, found ${describeNext()}`);
    return { kind: 'ok', places, duplicates };
  } catch (error) {
    if (error instanceof JsonSyntaxError) return { kind: 'syntax', message: error.message, offset: error.offset };
    throw error;
  }
}

/** Ends the walk; never leaves this module. */
class JsonSyntaxError extends Error {
  constructor(
    message: string,
    readonly offset: number,
  ) {
    super(message);
  }
}
