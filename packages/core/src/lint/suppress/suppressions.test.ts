import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Suppression } from './suppression.js';
import { suppressionsInCode } from './suppressions-in-code.js';
import { suppressionsInSchema } from './suppressions-in-schema.js';

/** Line of the comment → the lines that it is about. */
function shape(suppressions: readonly Suppression[]): readonly string[] {
  return suppressions.map(
    ({ where, lines }) => `${where.line} → ${lines === null ? 'nothing' : `${lines.first}-${lines.last}`}`,
  );
}

const MARK = 'orchestrate-ignore A.B: why';

describe('suppressionsInSchema', () => {
  const read = (...lines: readonly string[]) =>
    shape(suppressionsInSchema({ path: 'prisma/schema.prisma', text: lines.join('\n') }));

  it.each<[string, readonly string[], readonly string[]]>([
    ['a field', ['model A {', `  // ${MARK}`, '  id Int @id', '  b Int', '}'], ['2 → 3-3']],
    ['the line that it ends', ['model A {', `  id Int @id // ${MARK}`, '}'], ['2 → 2-2']],
    ['a block', [`// ${MARK}`, 'model A {', '  id Int @id', '}', 'model B {}'], ['1 → 2-4']],
    ['a block behind its documentation', [`// ${MARK}`, '/// A.', 'model A {', '  id Int @id', '}'], ['1 → 3-5']],
    ['an attribute', ['model A {', '  id Int @id', `  // ${MARK}`, '  @@map("a")', '}'], ['3 → 4-4']],
    [
      'a field over several lines',
      ['model A {', `  // ${MARK}`, '  b B @relation(', '    fields: [c])', '}'],
      ['2 → 3-4'],
    ],
    ['two in a row', ['model A {', `  // ${MARK}`, `  // ${MARK}`, '  id Int', '}'], ['2 → 4-4', '3 → 4-4']],
    ['the file', ['// A.', `// ${MARK.replace('ignore', 'ignore-file')}`, 'model A {}'], ['2 → 1-Infinity']],
    [
      'nothing, for the file below its top',
      ['model A {}', `// ${MARK.replace('ignore', 'ignore-file')}`],
      ['2 → nothing'],
    ],
    ['nothing at the end', ['model A {}', `// ${MARK}`], ['2 → nothing']],
    ['nobody: documentation', [`/// ${MARK}`, 'model A {}'], []],
    ['nobody: a string', ['model A {', `  a String @default("// ${MARK}")`, '}'], []],
    ['nobody: a block comment', [`/* ${MARK}`, `// ${MARK} */`, 'model A {}'], []],
  ])('is about %s', (_, lines, wanted) => {
    expect(read(...lines)).toEqual(wanted);
  });

  it('counts lines of every kind', () => {
    expect(
      shape(suppressionsInSchema({ path: 'a.prisma', text: `model A {\r\n  // ${MARK}\r\n  id Int @id\r\n}` })),
    ).toEqual(['2 → 3-3']);
  });

  it('reads anything', () => {
    const piece = fc.constantFrom('model A {', '}', '"', `// ${MARK}`, '/*', '*/', '\n', ' id Int', '@@id(', '///');
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string()), { maxLength: 30 }), (pieces) => {
        for (const { where, lines } of suppressionsInSchema({ path: 'a', text: pieces.join('') })) {
          expect(where.line).toBeGreaterThan(0);
          if (lines !== null) expect(lines.last).toBeGreaterThanOrEqual(lines.first);
        }
      }),
    );
  });
});

describe('suppressionsInCode', () => {
  const read = (file: string, ...lines: readonly string[]) =>
    shape(suppressionsInCode({ file, text: lines.join('\n') }));

  it.each<[string, readonly string[], readonly string[]]>([
    ['a statement', [`// ${MARK}`, 'await db.$executeRaw`', '  CREATE TABLE a', '`;', 'b();'], ['1 → 2-4']],
    ['the line that it ends', ['a();', `b(); // ${MARK}`, 'c();'], ['2 → 2-2']],
    ['an argument', ['run(', `  // ${MARK}`, '  `CREATE', '   TABLE a`,', ');'], ['2 → 3-4']],
    ['what is behind a block comment', [`/* ${MARK} */`, 'a();'], ['1 → 2-2']],
    ['the file', [`// ${MARK.replace('ignore', 'ignore-file')}`, 'import a from "a";'], ['1 → 1-Infinity']],
    ['nobody: a string', [`const a = "// ${MARK}";`], []],
    ['nobody: a template', [`const a = \`// ${MARK}\``], []],
  ])('is about %s', (_, lines, wanted) => {
    expect(read('a.ts', ...lines)).toEqual(wanted);
  });

  it('reads long lists of data', () => {
    expect(read('a.ts', `// ${MARK}`, `const data = [${'1,'.repeat(150_000)}];`)).toEqual(['1 → 2-2']);
  });

  it('reads TSX and JavaScript with types as casts', () => {
    expect(read('a.tsx', 'const a = (', `  <b>{/* ${MARK} */}`, '  </b>', ');')).toHaveLength(1);
    expect(read('a.ts', `// ${MARK}`, 'const a = <string>b;')).toEqual(['1 → 2-2']);
  });

  it('reads anything', () => {
    const piece = fc.constantFrom(
      '`',
      '${',
      '}',
      '"',
      `// ${MARK}\n`,
      '/*',
      '*/',
      '\n',
      'await a',
      '(',
      '<b>',
      'class {',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string()), { maxLength: 30 }), (pieces) => {
        expect(() => suppressionsInCode({ file: 'a.tsx', text: pieces.join('') })).not.toThrow();
      }),
    );
  });
});
