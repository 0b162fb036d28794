/**
 * What a schema says, without how it is laid out: words, signs, strings and comments. Two texts that have the same ones
 * differ in white space only.
 */
export function schemaTokens(text: string): readonly string[] {
  const tokens = text.match(/"(?:\\.|[^"\\\r\n])*"|\/\/[^\r\n]*|\/\*[\s\S]*?\*\/|[\p{L}\p{N}_]+|\S/gu) ?? [];
  return tokens.map((token) => token.trimEnd());
}
