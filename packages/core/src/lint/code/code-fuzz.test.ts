// Code and command lines that nobody writes: an answer for each, and the same one in whatever hand they are written.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { evil, fuzz, mutated } from '../../fuzz.test-support.js';
import { suppressionsInCode } from '../suppress/suppressions-in-code.js';
import { prismaCommands } from './prisma-command.js';
import { scanCode } from './scan-code.js';

const pick = (...values: string[]) => fc.constantFrom(...values);

// Tokens, one by one.
const CALLS = [
  'await prisma . $executeRaw `CREATE TABLE a (b int)` ;',
  "prisma . $executeRawUnsafe ( 'DROP TABLE a' ) ;",
  "prisma ?. [ '$queryRawUnsafe' ] ( 'ALTER ' + 'TABLE a ADD b int' ) ;",
  "const sql = 'CREATE INDEX i ON a (b)' ; db . $executeRawUnsafe ( sql ) ;",
  "const { $executeRawUnsafe : run } = prisma ; run ( 'DROP VIEW v' ) ;",
  "import { execSync } from 'node:child_process' ; execSync ( 'npx prisma db push' ) ;",
  "for ( const s of [ 'SELECT 1' , 'TRUNCATE a' ] ) { p . $executeRawUnsafe ( s ) ; }",
  'p . $queryRaw `SELECT 1` ;',
  'class A { #c = 1 ; up ( ) { return this . p . $executeRaw `DROP TABLE b` ; } }',
];
const TOKEN = /'[^']*'|`[^`]*`|\S+/g;
const gap = pick(' ', '  ', '\t', ' /* x */ ', '/**/ ', ' /* ` */ ', " /* ' */ ");
const written = fc
  .tuple(fc.constantFrom(...CALLS), fc.array(gap, { minLength: 1, maxLength: 7 }))
  .map(([call, gaps]) => ({
    plain: call,
    other: (call.match(TOKEN) ?? []).map((token, at) => token + (gaps[at % gaps.length] ?? ' ')).join(''),
  }));

function found(text: string): readonly string[] | string {
  const scan = scanCode('a.ts', text);
  if (scan.kind === 'unreadable') return scan.reason;
  return scan.remarks.map((remark) =>
    remark.kind === 'command' ? remark.command : `${remark.statement.verb} ${remark.statement.name}`,
  );
}

it('code says the same in whatever hand it is written', () => {
  fc.assert(
    fc.property(fc.array(written, { maxLength: 3 }), (parts) => {
      const inBlocks = (texts: readonly string[]): string => texts.map((text) => `{\n${text}\n}`).join('\n');
      const imports = parts.filter(({ plain }) => !plain.startsWith('import'));
      expect(found(inBlocks(imports.map(({ other }) => other)))).toEqual(
        found(inBlocks(imports.map(({ plain }) => plain))),
      );
      for (const { plain, other } of parts) expect(found(other)).toEqual(found(plain));
    }),
    fuzz(40),
  );
});

it('any text is code or is not', () => {
  const text = fc.oneof(
    mutated(
      fc.array(written, { maxLength: 3 }).map((parts) => parts.map(({ other }) => other).join('\n')),
      5,
    ),
    fc
      .array(fc.oneof(evil, pick(...CALLS, 'class {', '<A>', '@d ', 'async ', '=>', '#x', '${', '`')), { maxLength: 8 })
      .map((parts) => parts.join('')),
  );
  fc.assert(
    fc.property(text, pick('a.ts', 'a.tsx', 'a.js', 'a.mjs'), (of, file) => {
      const scan = scanCode(file, of);
      const lines = of.split(/\r\n|[\r\n\u2028\u2029]/).length;
      if (scan.kind === 'unreadable') {
        expect(scan.line).toBeLessThanOrEqual(lines);
        return;
      }
      for (const { line } of scan.remarks) {
        expect(line).toBeGreaterThan(0);
        expect(line).toBeLessThanOrEqual(lines);
      }
      suppressionsInCode({ file, text: `${of}\n// orchestrate-ignore A.B: why` });
    }),
    fuzz(60),
  );
});

it('a piece over and over comes to an end', () => {
  fc.assert(
    fc.property(
      fc.oneof(evil, pick(...CALLS, 'a(', 'a+', '{', '`${', '<A>', '[[', '"a" + ', 'a = a + a;\n')),
      (piece) => {
        const text = piece.repeat(Math.ceil(5_000 / Math.max(1, piece.length)));
        expect(['read', 'unreadable']).toContain(scanCode('a.ts', text).kind);
        expect(Array.isArray(prismaCommands(text))).toBe(true);
      },
    ),
    fuzz(8),
  );
});

const COMMANDS = [
  'npx prisma db push',
  'prisma migrate deploy',
  'tsc',
  'echo prisma db push',
  'sh -c x',
  'A=b prisma migrate dev',
];

it('a command line says the same however its words are quoted and spaced', () => {
  const quoted = (word: string, how: number): string =>
    [word, `'${word}'`, `"${word}"`, `${word.slice(0, 1)}"${word.slice(1)}"`, word][how] ?? word;
  const line = fc.tuple(
    fc.array(
      fc.tuple(
        fc.constantFrom(...COMMANDS),
        fc.array(fc.nat(4), { minLength: 1, maxLength: 4 }),
        pick(' ', '  ', '\t', ' \\\n '),
        pick('&&', ' && ', ';', ' || ', '\n', ' | ', ' & '),
      ),
      { maxLength: 4 },
    ),
  );
  fc.assert(
    fc.property(line, ([parts]) => {
      const plain = parts.map(([command, , , end]) => command + end).join('');
      const other = parts
        .map(([command, hows, space, end]) => {
          // Quotes around what gives a variable its value would make another word of it.
          const words = command
            .split(' ')
            .map((word, at) => (word.includes('=') ? word : quoted(word, hows[at % hows.length] ?? 0)));
          return words.join(space) + end;
        })
        .join('');
      expect(prismaCommands(other).map(({ command }) => command)).toEqual(
        prismaCommands(plain).map(({ command }) => command),
      );
    }),
    fuzz(100),
  );
});

it('any command line has commands at places in it, or none', () => {
  const text = fc.oneof(
    mutated(pick(...COMMANDS, "sh -c 'prisma db push && x'", 'concurrently "prisma migrate dev" "y"'), 5),
    fc
      .array(fc.oneof(evil, pick(...COMMANDS, 'sh -c ', "'", '"', '`', '$(', ')')), { maxLength: 8 })
      .map((all) => all.join('')),
  );
  fc.assert(
    fc.property(text, (line) => {
      for (const { offset, command } of prismaCommands(line)) {
        expect(command).not.toBe('');
        expect(offset).toBeGreaterThanOrEqual(0);
        expect(offset).toBeLessThan(line.length);
      }
    }),
    fuzz(100),
  );
});
