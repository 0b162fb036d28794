/** A string, a comment, or a comma with nothing but space and comments before the bracket that closes its list. */
const PART =
  /"(?:[^"\\\r\n]|\\.)*"|\/\/[^\r\n]*|\/\*[\s\S]*?\*\/|(?<![[{,]\s*),(?=(?:\s|\/\/[^\r\n]*|\/\*[\s\S]*?\*\/)*[}\]])/g;

/**
 * What a JSON text says that may have comments and commas at the end of lists, as turbo.json and tsconfig.json may.
 *
 * @throws SyntaxError as `JSON.parse` does; its positions are those of the text
 */
export function parseJsonc(text: string): unknown {
  // Blanks in their place keep every position.
  const plain = text.replaceAll(PART, (part) => (part.startsWith('"') ? part : part.replaceAll(/[^\r\n]/g, ' ')));
  return JSON.parse(plain) as unknown;
}
