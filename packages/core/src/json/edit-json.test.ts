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

describe('setJson with lines', () => {
  it.each([
    [
      'a line per member, lists on one as far as they fit',
      '{\n\t"tasks": {\n\t\t"build": {}\n\t}\n}\n',
      '{\n\t"tasks": {\n\t\t"build": {},\n\t\t"x": {\n\t\t\t"l": ["a", "b"],\n\t\t\t"o": {}\n\t\t}\n\t}\n}\n',
    ],
    [
      'objects that are missing',
      '{\r\n    "a": 1\r\n}',
      '{\r\n    "a": 1,\r\n    "tasks": {\r\n        "x": {\r\n            "l": ["a", "b"],\r\n            "o": {}\r\n        }\r\n    }\r\n}',
    ],
    ['an empty object', '{ "tasks": {} }', '{ "tasks": {\n  "x": {\n    "l": ["a", "b"],\n    "o": {}\n  }\n} }'],
    [
      'one line where the neighbours have one',
      '{ "a": 1 }',
      '{ "a": 1, "tasks": { "x": { "l": ["a", "b"], "o": {} } } }',
    ],
  ])('%s', (_name, text, expected) => {
    expect(setJson(text, ['tasks', 'x'], { l: ['a', 'b'], o: {} }, 'lines')).toBe(expected);
  });

  it('gives a long list a line per element', () => {
    const long = ['a', 'b'].map((letter) => letter.repeat(60));
    const text = setJson('{\n  "a": 1\n}', ['l'], long, 'lines');
    expect(text).toBe(`{\n  "a": 1,\n  "l": [\n    "${long[0]}",\n    "${long[1]}"\n  ]\n}`);
  });
});

describe('comments and commas at the end', () => {
  it.each([
    ['a remark', '{\n  "a": 1 // one\n  // end\n}', '{\n  "a": 1, // one\n  "b": 2\n  // end\n}'],
    ['a comma', '{\n  "a": 1, // one\n  // end\n}', '{\n  "a": 1, // one\n  "b": 2,\n  // end\n}'],
    ['a comma behind a comment', '{ "a": 1 /* , */ , }', '{ "a": 1 /* , */ , "b": 2, }'],
    ['a remark on one line', '{ "a": 1 // one\n}', '{ "a": 1, "b": 2 // one\n}'],
    ['nothing but comments', '{\n  // none yet\n}', '{\n  // none yet\n  "b": 2\n}'],
    [
      'blank lines',
      '{\n  "x": {},\n\n  "a": 1 /* a\n  b */\n}',
      '{\n  "x": {},\n\n  "a": 1,\n\n  "b": 2 /* a\n  b */\n}',
    ],
  ])('stay: %s', (_name, text, expected) => {
    expect(setJson(text, ['b'], 2)).toBe(expected);
  });
});

describe('appendJson', () => {
  it.each([
    ['no list', '{ "a": 1 }', '{ "a": 1, "l": ["x"] }'],
    ['an empty list', '{ "l": [ ] }', '{ "l": ["x"] }'],
    ['one element', '{ "l": ["a"] }', '{ "l": ["a", "x"] }'],
    ['lines', '{\n  "l": [\n    "a",\n    "b"\n  ]\n}', '{\n  "l": [\n    "a",\n    "b",\n    "x"\n  ]\n}'],
    [
      'a line of slashes',
      `{\n  "l": [\n    "a"\n    ${'/'.repeat(5000)}\n  ]\n}`,
      `{\n  "l": [\n    "a",\n    "x"\n    ${'/'.repeat(5000)}\n  ]\n}`,
    ],
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
