import { describe, expect, it } from 'vitest';
import { checkResultShape } from './check-result-shape.js';
import { documentResult } from './result-document.js';

const DOCUMENT = documentResult({
  fields: [
    { path: 'name', type: 'string', means: '' },
    { path: 'at', type: 'date | null', means: '' },
    { path: 'kind', type: "'a' | 'b'", means: '', optional: true },
    { path: 'items', type: 'object[]', means: '' },
    { path: 'items[].size', type: 'integer', means: '' },
    { path: 'free', type: 'any object', means: '' },
  ],
  example: {},
});
const GOOD = { name: 'n', at: '2026-02-01T10:00:00.000Z', kind: 'b', items: [{ size: 1 }], free: { x: 1 } };

describe('checkResultShape', () => {
  it.each<[string, unknown, readonly string[]]>([
    ['what is documented', GOOD, []],
    ['a null that may be', { ...GOOD, at: null }, []],
    ['a missing key that may be', { name: 'n', at: null, items: [], free: {} }, []],
    ['a missing key', { ...GOOD, name: undefined }, ['name: missing']],
    ['a wrong type', { ...GOOD, name: 1 }, ['name: 1 is not string']],
    ['another literal', { ...GOOD, kind: 'c' }, [`kind: "c" is not 'a' | 'b'`]],
    ['a fraction', { ...GOOD, items: [{ size: 1.5 }] }, ['items[].size: 1.5 is not integer']],
    ['an undocumented key', { ...GOOD, items: [{ size: 1, more: 1 }] }, ['items[].more: not documented']],
    ['no object', null, ['result: not an object']],
  ])('%s', (_, value, expected) => {
    expect(checkResultShape(value, DOCUMENT)).toEqual(expected);
  });
});
