import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LineIndex } from './line-index.js';
import { argumentOf, attributeOf, fieldNames, stringValue } from './literals.js';
import { parseSchemaFile } from './parse-schema-file.js';
import type { Block } from './parsed-file.js';

const parse = (text: string) => parseSchemaFile({ path: 'x.prisma', text });
const outline = (block: Block) =>
  `${block.kind} ${block.name}: ${[
    ...block.fields.map(
      ({ name, type }) => `${name} ${type.name}${{ required: '', optional: '?', list: '[]' }[type.arity]}`,
    ),
    ...block.attributes.map(({ name }) => `@@${name}`),
    ...block.properties.map(({ key, value }) => `${key}=${value}`),
  ].join(', ')}${block.closed ? '' : ' (open)'}`;
const outlines = (text: string) => parse(text).blocks.map(outline);

describe('blocks and members', () => {
  const rows: readonly [name: string, text: string, expected: readonly string[]][] = [
    ['nothing', '', []],
    ['comments only', '// model A {\n/// model B {\n', []],
    [
      'a model',
      'model A {\n  id Int @id\n  b B?\n  cs C[]\n  @@map("a")\n}\n',
      ['model A: id Int, b B?, cs C[], @@map'],
    ],
    ['no last newline', 'model A {\n  id Int @id\n}', ['model A: id Int']],
    ['CRLF', 'model A {\r\n  id Int @id\r\n  n Int\r\n}\r\n', ['model A: id Int, n Int']],
    ['lone carriage returns', 'model A {\r id Int // }\r n Int\r}\r', ['model A: id Int, n Int']],
    ['comment behind the brace', 'model A { // } {\n id Int\n}', ['model A: id Int']],
    [
      'comment with braces and quotes',
      'model A {\n id Int // } " {\n n Int /// }\n} // " {\nenum E {\n X\n}',
      ['model A: id Int, n Int', 'enum E: '],
    ],
    ['comment between bracket and brace', 'model A {\n cs C[] // ]\n\n // }\n /// }\n}', ['model A: cs C[]']],
    ['block comments', '/* model X {\n} */ model A {\n id Int /* x\n } */\n /* n Int */\n}', ['model A: id Int']],
    ['unclosed block comment', '/* no\nmodel A {\n id Int /* }\n}', ['model A: id Int']],
    [
      'strings with braces and escapes',
      'model A {\n s String @default("} \\" { // x")\n n Int\n}',
      ['model A: s String, n Int'],
    ],
    ['unclosed string', 'model A {\n s String @default("oops)\n n Int\n}', ['model A: s String, n Int']],
    [
      'attribute that spans lines',
      'model A {\n u U @relation(fields: [\n  a, // }\n  b\n ])\n n Int\n}',
      ['model A: u U, n Int'],
    ],
    ['braces in an argument', 'model A {\n @@index([a], where: { a: true })\n n Int\n}', ['model A: n Int, @@index']],
    ['Unsupported', 'model A {\n g Unsupported("geo }")? @unique\n h Int\n}', ['model A: g Unsupported?, h Int']],
    [
      'keywords as names',
      'model type {\n model Int\n enum Int\n view view?\n}\nmodel model {\n id Int\n}',
      ['model type: model Int, enum Int, view view?', 'model model: id Int'],
    ],
    // As Prisma does, which then refuses what is left.
    [
      'what stands behind the brace',
      'model A { id Int }\n b Int\n}\nmodel B {/*\n c Int\n} /* } */\nmodel C { " {{\n}',
      ['model A: b Int', 'model B: c Int', 'model C: '],
    ],
    ['two blocks on a line', 'model A {\n id Int\n} model B {\n id Int\n}', ['model A: id Int', 'model B: id Int']],
    [
      'spacing',
      '\tmodel\tA{\n\tid\u00a0Int@id@map ("x")\n x Int [ ]\n y Int []\n}',
      ['model A: id Int, x Int[], y Int[]'],
    ],
    [
      'config blocks',
      'datasource db {\n provider = "sqlite" // x\n url=env("X")\n}\ngenerator g {\n f = ["a", "b"]\n}',
      ['datasource db: provider="sqlite", url=env("X")', 'generator g: f=["a", "b"]'],
    ],
    [
      'unknown block',
      'foo bar {\n a = 1\n}\nmodel {\n}\nmodel A {\n}',
      ['unknown bar: a=1', 'unknown : ', 'model A: '],
    ],
    [
      'keywords without a blank behind them',
      'modelUser {\n id Int\n}\nmodels{\n}\nenumRole  {\n X\n}\nmodelUser x {\n}\n',
      ['model User: id Int', 'model s: ', 'enum Role: ', 'unknown x: '],
    ],
    ['junk between', 'junk\ntype X = Int\nfoo model P {\nmodel A {\n id Int\n}\n}', ['model A: id Int']],
    ['an unclosed block', 'model A {\n id Int', ['model A: id Int (open)']],
    ['names beyond ASCII', 'model Pé {\n é Int\n}', ['model Pé: é Int']],
  ];
  it.each(rows)('%s', (_name, text, expected) => {
    expect(outlines(text)).toEqual(expected);
  });

  it('reads attributes with their arguments and spans', () => {
    const text =
      'model A {\n  /// why\n  u U? @relation("x, y", fields: [a, b(sort: Desc)], map: "k") @db.VarChar(2) // c\n}';
    const field = parse(text).blocks[0]?.fields[0];
    const relation = attributeOf(field?.attributes ?? [], 'relation');
    expect(relation?.arguments.map(({ name, value }) => [name, value])).toEqual([
      [null, '"x, y"'],
      ['fields', '[a, b(sort: Desc)]'],
      ['map', '"k"'],
    ]);
    expect(relation && argumentOf(relation, 'name', 'first')?.value).toBe('"x, y"');
    expect(fieldNames('[a, b(sort: Desc)]')).toEqual(['a', 'b']);
    expect(field?.attributes[1]?.name).toBe('db.VarChar');
    expect(text.slice(field?.span.start, field?.span.end)).toBe(text.slice(text.indexOf('u U'), text.indexOf(' // c')));
    expect(text.slice(field?.lines.start, field?.lines.end)).toBe(text.slice(text.indexOf('  /// why'), -2));
  });

  it('gives a doc comment to the block right below it only', () => {
    const { blocks } = parse('/// far\n\n/// a\n// b\n///c\nmodel A {\n}\n/// d\nmodel B {\n} /// e\nmodel C {\n}');
    expect(blocks.map(({ docs }) => docs)).toEqual([['a', 'c'], ['d'], []]);
    expect(blocks[0]?.span.start).toBe('/// far\n\n'.length);
  });

  it('knows what it did not understand', () => {
    const text = 'model A {\n  id Int @id\n  @ what\n  old : Int\n  ??? // x\n}';
    expect(parse(text).blocks[0]?.unknown.map(({ start, end }) => text.slice(start, end))).toEqual([
      '@ what',
      'old : Int',
      '??? // x',
    ]);
  });
});

describe('what always holds', () => {
  const fragments = [
    'model A {',
    '}',
    '\n',
    '\r\n',
    '\r',
    ' id Int @id',
    '@@map("x',
    '")',
    '///',
    '//',
    '/*',
    '*/',
    '{',
    '(',
    '[',
    ']',
    ')',
    '"',
    '\\',
    ',',
    'enum',
    'é',
    '😀',
    ' ',
    '@relation(',
    ':',
    '=',
    'generator g {',
    '@extend',
  ];
  const garbage = fc
    .array(fc.oneof(fc.constantFrom(...fragments), fc.string({ unit: 'grapheme' })))
    .map((parts) => parts.join(''));

  it('pieces tile the text and members lie in their blocks', () => {
    fc.assert(
      fc.property(garbage, (text) => {
        const { pieces, blocks } = parse(text);
        expect(pieces.map(({ span }) => text.slice(span.start, span.end)).join('')).toBe(text);
        for (const { span, body, fields, attributes, properties, unknown } of blocks) {
          expect(body.start >= span.start && body.end <= span.end).toBe(true);
          for (const member of [...fields, ...attributes, ...properties].map((item) => item.span).concat(unknown)) {
            expect(member.start >= body.start && member.end <= body.end && member.start < member.end).toBe(true);
          }
        }
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['open blocks', 'model A {\n'],
    ['open comments', '/* x\n'],
    ['open brackets', 'a B @c(\n'],
    ['open strings', 'model A {\n a B @c("'],
    ['one long line', '@'],
    ['ordinary models', '/// doc\nmodel A {\n  id Int @id\n  b String @default("x") // }\n}\n'],
  ])('reads a megabyte of %s in linear time', (_name, unit) => {
    const text = `model Z {\n${unit.repeat(Math.ceil(1_000_000 / unit.length))}`;
    const { pieces } = parse(text);
    expect(pieces.at(-1)?.span.end).toBe(text.length);
  });
});

describe('literals and lines', () => {
  it.each([
    ['"a"', 'a'],
    ['"a\\"b\\\\"', 'a"b\\'],
    ['"C:\\x"', 'C:\\x'],
    ['"a', null],
    ['"a" + "b"', null],
    ['env("a")', null],
    ['"', null],
  ])('%s means %s', (literal, value) => {
    expect(stringValue(literal)).toBe(value);
  });

  it.each([
    ['[a, b(sort: Desc, ops: raw("x, y")), c.d]', ['a', 'b', 'c.d']],
    ['[ a ,\n b ]', ['a', 'b']],
    ['a', ['a']],
    ['[]', []],
    ['"a, b"', []],
    ['', []],
  ])('%s names fields', (value, expected) => {
    expect(fieldNames(value)).toEqual(expected);
  });

  it('counts lines as editors do', () => {
    const index = new LineIndex('a\r\n😀b\n\rc');
    expect([0, 1, 3, 5, 6, 7, 8, 99].map((offset) => index.at(offset))).toEqual([
      { line: 1, column: 1 },
      { line: 1, column: 2 },
      { line: 2, column: 1 },
      { line: 2, column: 3 },
      { line: 2, column: 4 },
      { line: 3, column: 1 },
      { line: 4, column: 1 },
      { line: 4, column: 2 },
    ]);
  });
});
