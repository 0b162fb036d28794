/** A string or a comment. */
const COMMENT = /"(?:[^"\\\r\n]|\\.)*"|\/\/[^\r\n]*|\/\*[\s\S]*?\*\//g;
/** A string, or a comma with nothing but space before the bracket that closes its list. */
const LAST_COMMA = /"(?:[^"\\\r\n]|\\.)*"|(?<![[{,]\s*),(?=\s*[}\]])/g;

/**
 * What a JSON text says that may have comments and commas at the end of lists, as turbo.json and tsconfig.json may.
 *
 * @throws SyntaxError as `JSON.parse` does; its positions are those of the text
 */
export function parseJsonc(text: string): unknown {
  // In two goes: one pattern for a comma and the comments behind it would try every way to split a line of slashes.
  return JSON.parse(blanked(blanked(text, COMMENT), LAST_COMMA)) as unknown;
}

/** Blanks in their place keep every position. */
function blanked(text: string, pattern: RegExp): string {
  return text.replaceAll(pattern, (part) => (part.startsWith('"') ? part : part.replaceAll(/[^\r\n]/g, ' ')));
}
