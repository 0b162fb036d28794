import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { appendJson, replaceInJsonList, setJson } from './edit-json.js';

describe('setJson', () => {
  it.each([
    ['an empty object', '{}', ['a', 'b'], [1], '{ "a": { "b": [1] } }'],
    ['a value that is there', '{ "a": { "b": [1, 2] }, "c": 0 }', ['a', 'b'], 'x', '{ "a": { "b": "x" }, "c": 0 }'],
    ['a one-line object', '{"a":1}', ['b'], 'x', '{"a":1, "b": "x"}'],
    ['lines', '{\r\n\t"a": 1\r\n}\r\n', ['b'], true, '{\r\n\t"a": 1,\r\n\t"b": true\r\n}\r\n'],
    [
      'more lines',
      '{\n  "a": 1,\n  "o": {\n    "x": 1\n  }\n}',
      ['o', 'y'],
      [],
      '{\n  "a": 1,\n  "o": {\n    "x": 1,\n    "y": []\n  }\n}',
    ],
    ['keys that need escapes', '{ "a\\"}": 1 }', ['b'], '"', '{ "a\\"}": 1, "b": "\\"" }'],
  ])('%s', (_name, text, path, value, expected) => {
    expect(setJson(text, path, value)).toBe(expected);
  });

  it('means what it says, and keeps all that was there, of any object', () => {
    const key = fc.string({ minLength: 1 }).filter((name) => name !== '__proto__');
    const space = fc.constantFrom<string | number>(0, 2, '\t');
    fc.assert(
      fc.property(fc.dictionary(key, fc.jsonValue()), key, fc.jsonValue(), space, (object, name, value, indent) => {
        const text = JSON.stringify(object, null, indent);
        const expected = JSON.parse(JSON.stringify({ ...object, [name]: value }));
        expect(JSON.parse(setJson(text, [name], value))).toEqual(expected);
      }),
    );
  });
});

describe('appendJson', () => {
  it.each([
    ['no list', '{ "a": 1 }', '{ "a": 1, "l": ["x"] }'],
    ['an empty list', '{ "l": [ ] }', '{ "l": ["x"] }'],
    ['one element', '{ "l": ["a"] }', '{ "l": ["a", "x"] }'],
    ['lines', '{\n  "l": [\n    "a",\n    "b"\n  ]\n}', '{\n  "l": [\n    "a",\n    "b",\n    "x"\n  ]\n}'],
    ['one line of its own', '{\n  "l": [\n    "a"\n  ]\n}', '{\n  "l": [\n    "a",\n    "x"\n  ]\n}'],
  ])('%s', (_name, text, expected) => {
    expect(appendJson(text, ['l'], 'x')).toBe(expected);
  });
});

it('replaces strings of one list and touches nothing else', () => {
  const text = '{ "message": "a/1", "requires" :[ "a/1" ,"b/1", 3, ["a/1"]], "parent": null }';
  const renamed = replaceInJsonList(text, ['requires'], (id) => (id.startsWith('a/') ? `z${id.slice(1)}` : null));
  expect(renamed).toBe('{ "message": "a/1", "requires" :[ "z/1" ,"b/1", 3, ["a/1"]], "parent": null }');
  expect(replaceInJsonList(text, ['nowhere'], () => 'x')).toBe(text);
});
