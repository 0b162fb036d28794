import { describe, expect, it } from 'vitest';
import { historyTableName } from '../extension.js';
import { assertHistoryTables } from './assert-history-tables.js';

function extension(name: string) {
  return { name, historyTable: historyTableName(name) };
}

describe('assertHistoryTables', () => {
  it('accepts long names that differ within what is kept of them', () => {
    assertHistoryTables(
      [`${'n'.repeat(43)}-a`, `${'n'.repeat(42)}-one`, 'n'.repeat(48), 'core', 'a-pkey'].map(extension),
    );
  });

  it('names those whose history tables would be one', () => {
    const names = [`${'n'.repeat(44)}-one`, 'blog', `${'n'.repeat(44)}-two`];
    expect(() => assertHistoryTables(names.map(extension))).toThrowError(
      expect.objectContaining({
        code: 'WORKSPACE.HISTORY_TABLE_CLASH',
        message: expect.stringContaining(`- ${names[0]} and ${names[2]}: _prisma_migrations_${'n'.repeat(44)}`),
      }),
    );
  });

  it.each([
    ['core', 'pkey'],
    ['a-b', 'a-b-pkey'],
  ])('knows the primary key of the history table of %s', (one, other) => {
    expect(() => assertHistoryTables([one, other].map(extension))).toThrowError(
      expect.objectContaining({ message: expect.stringContaining(`- ${other} and ${one}: _prisma_migrations_`) }),
    );
  });
});
