import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ParsedManifest, parseRevisionManifest, renderRevisionManifest } from './revision-manifest.js';

const valid = { message: 'Add posts', parent: '20260201093000_init', requires: ['core/20260101080000_init'] };

function problems(text: string): readonly string[] {
  const parsed: ParsedManifest = parseRevisionManifest(text);
  if (parsed.kind === 'ok') return [];
  return parsed.problems.map(({ message, line, column }) => `${line}:${column} ${message}`);
}

describe('parseRevisionManifest', () => {
  it.each([
    ['a plain one', valid],
    ['the first revision', { ...valid, parent: null }],
    ['a merge', { ...valid, parent: ['a', 'b'] }],
    ['every key', { $schema: 'x', ...valid, transactional: false, adopts: ['Post'], replaces: ['blog/1'] }],
    ['a value that is a key as well', { ...valid, adopts: ['message', 'message'] }],
  ])('reads %s', (_, manifest) => {
    expect(parseRevisionManifest(JSON.stringify(manifest))).toEqual({ kind: 'ok', manifest });
  });

  it('tolerates a byte order mark and CRLF', () => {
    const text = `\uFEFF${JSON.stringify(valid, null, 2).replaceAll('\n', '\r\n')}\r\n`;
    expect(parseRevisionManifest(text)).toEqual({ kind: 'ok', manifest: valid });
  });

  it.each([
    ['', '1:1 The file is empty; expected an object with "message", "parent" and "requires"'],
    [' \n', '1:1 The file is empty; expected an object with "message", "parent" and "requires"'],
    ['{', '1:2 Not valid JSON: expected a key in double quotes, found the end of the file'],
    ['{\n  "message": "x",\n}', '2:17 Not valid JSON: a comma before "}" is not allowed in JSON'],
    ['{ "message": "x" "parent": null }', '1:18 Not valid JSON: expected "," or "}", found "\\""'],
    [
      "{ 'message': 1 }",
      `1:3 Not valid JSON: expected a key in double quotes, found a single quote (JSON strings take '"')`,
    ],
    ['{\r\n  // why\r\n}', '2:3 Not valid JSON: expected a key in double quotes, found a comment (JSON has none)'],
    ['{ "message": "a\nb" }', '1:14 Not valid JSON: this string is not closed on its line'],
    ['{ "message": "\\x" }', '1:14 Not valid JSON: this string has an invalid escape or a control character'],
    ['{ "message": 01 }', '1:14 Not valid JSON: expected a value, found "0"'],
    ['{} {}', '1:4 Not valid JSON: expected the end of the file, found "{"'],
    ['<<<<<<< HEAD', '1:1 Not valid JSON: expected a value, found "<"'],
    ['[]', '1:1 Expected an object with "message", "parent" and "requires", found []'],
    ['null', '1:1 Expected an object with "message", "parent" and "requires", found null'],
    ['"text"', '1:1 Expected an object with "message", "parent" and "requires", found "text"'],
  ])('answers %j', (text, problem) => {
    expect(problems(text)).toEqual([problem]);
  });

  it('names every wrong key, what was expected and where it is, in the order of the file', () => {
    const text = [
      '{',
      '  "mesage": "x",',
      '  "parent": 3,',
      '  "requires": ["core/a",',
      '    "core"],',
      '  "transactional": "yes",',
      '  "colour": 1',
      '}',
    ].join('\n');
    expect(problems(text)).toEqual([
      '1:1 "message" is missing; expected a string',
      '2:3 Unknown key "mesage"; did you mean "message"?',
      '3:3 "parent" must be the directory name of a revision of this extension, a list of at least one such name, or null for the first revision, found 3',
      '5:5 "requires" must be a list of "extension/revision", empty if nothing is required, found ["core/a","core"]',
      '6:3 "transactional" must be true or false, found "yes"',
      '7:3 Unknown key "colour"; known keys are $schema, message, parent, requires, transactional, adopts, replaces, foldedBefore',
    ]);
  });

  it.each([
    ['an id where a name is expected', { ...valid, parent: 'blog/1' }],
    ['an empty list of parents', { ...valid, parent: [] }],
    ['an empty name', { ...valid, parent: '' }],
    ['a requirement without its extension', { ...valid, requires: ['1'] }],
    ['a table without a name', { ...valid, adopts: [''] }],
  ])('refuses %s', (_, manifest) => {
    expect(problems(JSON.stringify(manifest))).toHaveLength(1);
  });

  it('finds a key that is there twice, as a bad merge leaves it', () => {
    const text = '{ "message": "x", "parent": null, "requires": ["core/a"],\n  "requires": [] }';
    expect(problems(text)).toEqual(['2:3 "requires" is there twice; keep one of them']);
  });

  it('refuses a huge file and deep nesting without reading them through', () => {
    expect(problems(`{ "message": "${'x'.repeat(2_000_000)}" }`)).toEqual([
      '1:1 The file is larger than 1048576 characters',
    ]);
    expect(problems(`${'['.repeat(300_000)}${']'.repeat(300_000)}`)).toEqual([
      '1:34 Not valid JSON: nested more than 32 levels deep',
    ]);
  });

  it('answers any text at all, with places that exist in it', () => {
    const anyText = fc.oneof(fc.string(), fc.json(), fc.string({ unit: 'binary' }));
    fc.assert(
      fc.property(anyText, (text) => {
        const parsed = parseRevisionManifest(text);
        if (parsed.kind === 'ok') return;
        const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/);
        expect(parsed.problems).not.toEqual([]);
        for (const { line, column } of parsed.problems) {
          expect(column).toBeGreaterThan(0);
          expect(column).toBeLessThanOrEqual((lines[line - 1] ?? '').length + 1);
        }
      }),
    );
  });
});

describe('renderRevisionManifest', () => {
  it('writes the keys in one order, whatever order they were given in', () => {
    const text = renderRevisionManifest({ requires: [], parent: null, transactional: true, message: 'Init' });
    expect(text).toBe('{\n  "message": "Init",\n  "parent": null,\n  "requires": [],\n  "transactional": true\n}\n');
  });

  it('leaves out what says nothing', () => {
    expect(renderRevisionManifest({ ...valid, adopts: [], replaces: [] })).not.toMatch(/adopts|replaces/);
  });

  it('writes what it reads', () => {
    const manifest = { $schema: 'x', ...valid, transactional: false, adopts: ['Post'], replaces: ['blog/1'] };
    expect(parseRevisionManifest(renderRevisionManifest(manifest))).toEqual({ kind: 'ok', manifest });
  });
});
