import fc from 'fast-check';
import { expect, it } from 'vitest';
import { csvLine } from './csv-line.js';

it('tells NULL, empty text and text that looks like either apart', () => {
  expect(csvLine([null, '', 'NULL', '""', 'a,b', 'a\nb', ' a', 'ä'])).toBe(
    ',"","NULL","""""","a,b","a\nb"," a",ä\r\n'.replace('"NULL"', 'NULL'),
  );
});

it('can be read back, whatever the values are', () => {
  fc.assert(
    fc.property(fc.array(fc.option(fc.string({ unit: 'binary' }), { nil: null }), { minLength: 1 }), (values) => {
      expect(readLine(csvLine(values))).toEqual(values);
    }),
  );
});

/** RFC 4180, with nothing for NULL. */
function readLine(line: string): readonly (string | null)[] {
  const fields: (string | null)[] = [];
  const text = line.slice(0, -'\r\n'.length);
  let at = 0;
  for (;;) {
    const quoted = /^"((?:[^"]|"")*)"/.exec(text.slice(at));
    const plain = quoted === null ? (/^[^,]*/.exec(text.slice(at))?.[0] ?? '') : '';
    fields.push(quoted === null ? (plain === '' ? null : plain) : (quoted[1] ?? '').replaceAll('""', '"'));
    at += quoted === null ? plain.length : quoted[0].length;
    if (text[at] !== ',') return fields;
    at += 1;
  }
}
