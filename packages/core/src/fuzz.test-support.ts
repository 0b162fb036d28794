import fc from 'fast-check';

/**
 * How a fuzz test runs: as many inputs as the suite has time for, the same ones each time. `FUZZ_RUNS` multiplies
 * them, `FUZZ_SEED` makes others.
 */
export function fuzz(numRuns: number): fc.Parameters<unknown> {
  const { FUZZ_RUNS = '1', FUZZ_SEED = '7' } = process.env;
  return { numRuns: Math.ceil(numRuns * Number(FUZZ_RUNS)), seed: Number(FUZZ_SEED) };
}

/** Characters that readers of text are not ready for. */
const EVIL = [
  ...['\uFEFF', '\u00A0', '\u0085', '\u2028', '\u2029', '\u200B', '\u202E', '\u3000', '\v', '\f', '\r', '\r\n', '\t'],
  ...['\0', '\u0001', '\u001B[31m', '\u007F', '\uD800', '\uDC00', '\uFFFD', '\uFFFF', '😀', 'é', 'e\u0301', 'ß', 'İ'],
  ...['"', "'", '`', '\\', '\\u0000', '$', '$$', '{', '}', '(', ')', '[', ']', '<', '>', ';', ',', '.', ':', '=', '#'],
  ...['//', '///', '/*', '*/', '--', '/*/', '-- x', '\\"', '${', '@', '@@', '!', '&', '*', '|', '%', '?', '~', '^'],
  ...['__proto__', 'constructor', 'toString', 'null', 'NaN', '-0', '1e999', '0x', '9'.repeat(30), 'A'.repeat(300)],
  ...['('.repeat(200), '['.repeat(200), '{'.repeat(200), '/*'.repeat(100), '\n'.repeat(50)],
];

/** A piece of text that hardly anybody writes. */
export const evil: fc.Arbitrary<string> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...EVIL) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 5 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 5 }) },
);

/** What a slip of the hand, a bad merge or malice does to a text. */
interface Mutation {
  readonly kind: 'cut' | 'double' | 'insert' | 'move' | 'end';
  /** In thousandths of the text. */
  readonly at: number;
  readonly to: number;
  readonly length: number;
  readonly text: string;
}

const mutation: fc.Arbitrary<Mutation> = fc.record({
  kind: fc.constantFrom('cut', 'double', 'insert', 'insert', 'move', 'end'),
  at: fc.nat(1000),
  to: fc.nat(1000),
  length: fc.nat(12),
  text: evil,
});

/** Texts with a few mutations, or with none. */
export function mutated(text: fc.Arbitrary<string>, maxLength = 4): fc.Arbitrary<string> {
  return fc
    .tuple(text, fc.array(mutation, { maxLength }))
    .map(([start, mutations]) => mutations.reduce((before, each) => mutate(before, each), start));
}

function mutate(text: string, { kind, at, to, length, text: piece }: Mutation): string {
  const start = Math.floor((text.length * at) / 1000);
  const taken = text.slice(start, start + length);
  const rest = text.slice(0, start) + text.slice(start + length);
  switch (kind) {
    case 'cut':
      return rest;
    case 'double':
      return text.slice(0, start) + taken + text.slice(start);
    case 'insert':
      return text.slice(0, start) + piece + text.slice(start);
    case 'move': {
      const target = Math.floor((rest.length * to) / 1000);
      return rest.slice(0, target) + taken + rest.slice(target);
    }
    default:
      return text.slice(0, start);
  }
}
