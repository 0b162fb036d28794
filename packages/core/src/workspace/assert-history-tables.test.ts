import { describe, expect, it } from 'vitest';
import { historyTableName } from '../extension.js';
import { assertHistoryTables } from './assert-history-tables.js';

function extension(name: string, formerNames: readonly string[] = []) {
  return { name, historyTable: historyTableName(name), formerNames };
}

describe('assertHistoryTables', () => {
  it('accepts long names that differ within what is kept of them', () => {
    assertHistoryTables(
      [`${'n'.repeat(43)}-a`, `${'n'.repeat(42)}-one`, 'n'.repeat(48), 'core', 'a-pkey'].map((name) => extension(name)),
    );
  });

  it('names those whose history tables would be one', () => {
    const names = [`${'n'.repeat(44)}-one`, 'blog', `${'n'.repeat(44)}-two`];
    expect(() => assertHistoryTables(names.map((name) => extension(name)))).toThrowError(
      expect.objectContaining({
        code: 'WORKSPACE.HISTORY_TABLE_CLASH',
        message: expect.stringContaining(`- ${names[0]} and ${names[2]}: _prisma_migrations_${'n'.repeat(44)}`),
      }),
    );
  });

  it('leaves the former name of one to no other while databases may have its history under that', () => {
    assertHistoryTables([extension('posts', ['blog', 'weblog']), extension('shop', ['store'])]);
    expect(() => assertHistoryTables([extension('blog'), extension('posts', ['blog'])])).toThrowError(
      expect.objectContaining({ message: expect.stringContaining('- blog and posts (formerly blog): _prisma') }),
    );
  });

  it.each([
    ['core', 'pkey'],
    ['a-b', 'a-b-pkey'],
  ])('knows the primary key of the history table of %s', (one, other) => {
    expect(() => assertHistoryTables([one, other].map((name) => extension(name)))).toThrowError(
      expect.objectContaining({ message: expect.stringContaining(`- ${other} and ${one}: _prisma_migrations_`) }),
    );
  });
});
