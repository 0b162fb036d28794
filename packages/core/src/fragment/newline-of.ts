/** How the lines of a text end, where they all end alike; those of another one where it has a single line. */
export function newlineOf(text: string, other = ''): '\n' | '\r\n' {
  const decisive = /[\r\n]/.test(text) ? text : other;
  return decisive.includes('\r\n') ? '\r\n' : '\n';
}

/** The same text with other line endings. */
export function withNewline(text: string, newline: '\n' | '\r\n'): string {
  return text.replaceAll(/\r\n|\r|\n/g, newline);
}
