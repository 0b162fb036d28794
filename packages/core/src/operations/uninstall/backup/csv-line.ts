/**
 * A line of a CSV file as in RFC 4180. A NULL is nothing at all, an empty text a pair of quotes, as PostgreSQL's own
 * `COPY … CSV` reads and writes it.
 */
export function csvLine(values: readonly (string | null)[]): string {
  return `${values.map(field).join(',')}\r\n`;
}

function field(value: string | null): string {
  if (value === null) return '';
  return value === '' || /[",\r\n]|^\s|\s$/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
