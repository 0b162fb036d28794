// JSON with comments, as people and tools leave it behind.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fuzz, mutated } from '../fuzz.test-support.js';
import { appendJson, setJson } from './edit-json.js';
import { parseJsonc } from './parse-jsonc.js';

const gap = fc.constantFrom(
  '',
  ' ',
  '\n',
  '\r\n',
  '\t',
  '// ]\n',
  '/* } */',
  '//////////////\n',
  '/* " */',
  '// a\r\n',
  '/***/',
);
const value = fc.jsonValue({ maxDepth: 3 }).map((each) => JSON.parse(JSON.stringify(each)) as unknown);

/** A value as JSON with comments, and with a comma at the end of lists where there is a choice. */
function commented(each: unknown, gaps: readonly string[]): string {
  let at = 0;
  const next = (): string => {
    at += 1;
    return gaps[at % gaps.length] ?? '';
  };
  const last = (isEmpty: boolean): string => (isEmpty || at % 3 > 0 ? next() : `${next()},${next()}`);
  const list = (parts: readonly string[], open: string, close: string): string =>
    `${open}${parts.map((part) => `${next()}${part}${next()}`).join(',')}${last(parts.length === 0)}${close}`;
  const text = (item: unknown): string => {
    if (Array.isArray(item)) return list(item.map(text), '[', ']');
    if (typeof item !== 'object' || item === null) return JSON.stringify(item);
    const members = Object.entries(item).map(([key, of]) => `${JSON.stringify(key)}${next()}:${next()}${text(of)}`);
    return list(members, '{', '}');
  };
  return next() + text(each) + next();
}

const gaps = fc.array(gap, { minLength: 1, maxLength: 7 });

it('comments and last commas change no value', () => {
  fc.assert(
    fc.property(value, gaps, (each, of) => {
      expect(parseJsonc(commented(each, of))).toEqual(each);
    }),
    fuzz(50),
  );
});

it('any text is read, or refused as JSON.parse refuses one', () => {
  fc.assert(
    fc.property(
      mutated(
        fc.tuple(value, gaps).map(([each, of]) => commented(each, of)),
        6,
      ),
      (text) => {
        try {
          parseJsonc(text);
        } catch (error) {
          expect(error).toBeInstanceOf(SyntaxError);
        }
      },
    ),
    fuzz(50),
  );
});

it('an edit puts in what it says and keeps the rest, whatever comments there are', () => {
  const object = fc.dictionary(fc.constantFrom('a', 'b', 'list', '"', 'é', '//'), value, { maxKeys: 4 });
  fc.assert(
    fc.property(object, fc.array(value, { maxLength: 3 }), gaps, (rest, items, of) => {
      const before = { ...rest, list: items };
      const text = commented(before, of);
      expect(parseJsonc(appendJson(text, ['list'], 'x'))).toEqual({ ...before, list: [...items, 'x'] });
      expect(parseJsonc(setJson(text, ['b'], [1]))).toEqual({ ...before, b: [1] });
    }),
    fuzz(50),
  );
});
