import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { suppressionsInSql } from '../lint/suppress/suppressions-in-sql.js';
import type { Driver } from './database.js';
import { driverFor } from './driver-for.js';

const MARK = 'orchestrate-ignore A.B: why';

async function read(driver: Driver, text: string): Promise<readonly string[]> {
  const [tokens, statements] = [await driver.readTokens(text), await driver.parseScript(text)];
  return suppressionsInSql({ file: 'a.sql', text, tokens, statements }).map(
    ({ where, lines }) => `${where.line} → ${lines === null ? 'nothing' : `${lines.first}-${lines.last}`}`,
  );
}

describe.each(['sqlite', 'postgresql'])('suppressions in a script on %s', async (provider) => {
  const driver = await driverFor(provider);

  it.each<[string, readonly string[], readonly string[]]>([
    ['a statement', [`-- ${MARK}`, 'CREATE TABLE a (', '  id INT', ');', 'DROP TABLE b;'], ['1 → 2-4']],
    ['a statement below a blank line', [`-- ${MARK}`, '', '-- Away with it.', 'DROP TABLE b;'], ['1 → 4-4']],
    ['the line that it ends', ['DROP TABLE a;', `DROP TABLE b; -- ${MARK}`, 'DROP TABLE c;'], ['2 → 2-2']],
    ['the next line, inside of a statement', ['CREATE TABLE a (', `  -- ${MARK}`, '  id INT', ');'], ['2 → 3-3']],
    ['the file', ['-- A.', `-- ${MARK.replace('ignore', 'ignore-file')}`, 'DROP TABLE a;'], ['2 → 1-Infinity']],
    [
      'nothing, for the file below its top',
      ['DROP TABLE a;', `-- ${MARK.replace('ignore', 'ignore-file')}`],
      ['2 → nothing'],
    ],
    ['nothing at the end', ['DROP TABLE a;', `-- ${MARK}`], ['2 → nothing']],
    ['nobody: a string', [`INSERT INTO a VALUES ('`, `-- ${MARK}`, `');`], []],
    ['nobody: a name', [`CREATE TABLE "`, `-- ${MARK}`, `" (id INT);`], []],
    ['nobody: a block comment', ['/*', `-- ${MARK}`, '*/ DROP TABLE a;'], []],
  ])('is about %s', async (_, lines, wanted) => {
    expect(await read(driver, lines.join('\n'))).toEqual(wanted);
    expect(await read(driver, lines.join('\r\n'))).toEqual(wanted);
  });

  it('tiles any text with tokens', async () => {
    const piece = fc.constantFrom("'", '"', '$$', '$a$', '/*', '*/', '--', '\n', '[', '`', 'E', 'DROP TABLE', ';');
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(piece, fc.string()), { maxLength: 20 }), async (pieces) => {
        const text = pieces.join('');
        const tokens = await driver.readTokens(text);
        expect(tokens.map(({ start, end }) => text.slice(start, end)).join('')).toBe(text);
      }),
    );
  });
});

describe('suppressions in a script on postgresql', () => {
  it.each([
    ['a body', `DO $$\n-- ${MARK}\nBEGIN END $$;`],
    ['a tagged body', `DO $body$\n-- ${MARK}\n$$ $body$;`],
    ['a nested comment', `/* /* */\n-- ${MARK}\n*/ SELECT 1;`],
    ['an escaped string', `SELECT E'\\'\n-- ${MARK}\n';`],
  ])('does not take %s for one', async (_, sql) => {
    expect(await read(await driverFor('postgresql'), sql)).toEqual([]);
  });
});
