/** A value of a JSON text with its place, in UTF-16 code units; `end` is the first one after it. */
export type JsonNode = {
  readonly start: number;
  readonly end: number;
} & (
  | { readonly kind: 'object'; readonly members: readonly JsonMember[] }
  | { readonly kind: 'array'; readonly elements: readonly JsonNode[] }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'other' }
);

/** A member of an object. */
export interface JsonMember {
  readonly key: string;
  /** Where the key's opening quote stands. */
  readonly start: number;
  readonly node: JsonNode;
}

const TOKEN = /[{}[\],:]|"(?:[^"\\]|\\.)*"|[^\s{}[\],:"/]+/y;
/** Comments too, as some tools allow them in their files. */
const SPACE = /(?:\s|\/\/[^\r\n]*|\/\*[\s\S]*?\*\/)*/y;

/**
 * The values of a JSON text with their places, for edits that leave everything else as it is. Comments and commas at the
 * end of a list are passed over.
 *
 * @param text what `JSON.parse` or `parseJsonc` takes; anything else is a mistake of the caller's
 */
export function parseJsonTree(text: string): JsonNode {
  let offset = 0;

  function next(): { readonly token: string; readonly start: number } {
    SPACE.lastIndex = offset;
    SPACE.exec(text);
    const start = SPACE.lastIndex;
    TOKEN.lastIndex = start;
    const [token] = TOKEN.exec(text) ?? [];
    if (token === undefined) throw new Error(`No JSON at offset ${start}.`);
    offset = start + token.length;
    return { token, start };
  }

  function isNext(token: string): boolean {
    const before = offset;
    if (next().token === token) return true;
    offset = before;
    return false;
  }

  function value(): JsonNode {
    const { token, start } = next();
    if (token === '{') {
      const members: JsonMember[] = [];
      while (!isNext('}')) {
        const key = next();
        next();
        members.push({ key: JSON.parse(key.token) as string, start: key.start, node: value() });
        isNext(',');
      }
      return { kind: 'object', members, start, end: offset };
    }
    if (token === '[') {
      const elements: JsonNode[] = [];
      while (!isNext(']')) {
        elements.push(value());
        isNext(',');
      }
      return { kind: 'array', elements, start, end: offset };
    }
    if (token.startsWith('"')) return { kind: 'string', value: JSON.parse(token) as string, start, end: offset };
    return { kind: 'other', start, end: offset };
  }

  return value();
}

/** What is at the end of a path of keys; null where the path leads nowhere. Of a key that is there twice the last counts. */
export function jsonAt(node: JsonNode, path: readonly string[]): JsonNode | null {
  let found: JsonNode | null = node;
  for (const key of path) {
    found = found?.kind === 'object' ? (found.members.findLast((member) => member.key === key)?.node ?? null) : null;
  }
  return found;
}
