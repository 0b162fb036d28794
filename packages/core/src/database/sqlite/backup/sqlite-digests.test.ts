import BetterSqlite3 from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { readSqliteDigests } from './sqlite-digests.js';

async function digests(sql: string): Promise<ReadonlyMap<string, string | null>> {
  const connection = new BetterSqlite3(':memory:');
  try {
    connection.exec(sql);
    const all = await readSqliteDigests(connection, { checksums: true });
    return new Map(all.map(({ table, checksum }) => [table, checksum]));
  } finally {
    connection.close();
  }
}

async function digestOf(values: string): Promise<string | null | undefined> {
  return (await digests(`CREATE TABLE a (x, y)${values === '' ? '' : `; INSERT INTO a VALUES ${values}`}`)).get('a');
}

describe('readSqliteDigests', () => {
  it('does not depend on the order of rows', async () => {
    expect(await digestOf("(1, 'a'), (2, 'b'), (1, 'a')")).toBe(await digestOf("(1, 'a'), (1, 'a'), (2, 'b')"));
  });

  it('tells apart what is not the same', async () => {
    const different = [
      '',
      '(1, 2)',
      '(2, 1)',
      "('1', 2)",
      '(1.0, 2)',
      "(X'31', 2)",
      '(NULL, 2)',
      '(1, 2), (1, 2)',
      '(1, 2), (1, 2), (1, 2)',
      "('ab', 'c')",
      "('a', 'bc')",
      "('a' || char(0), 'bc')",
      '(9007199254740992, 0)',
      '(9007199254740993, 0)',
      '(0.1, 0)',
      '(0.1000000000000001, 0)',
      "('é', 0)",
      `('${'x'.repeat(10_000)}', 0)`,
      `(zeroblob(10000), 0)`,
    ];
    const found = await Promise.all(different.map(digestOf));
    expect(new Set(found).size).toBe(different.length);
  });

  it('reads every table that holds something, whatever it is called, and computes nothing', async () => {
    const all = await digests(`CREATE TABLE "a ""b"" é" ("x ""y""" INTEGER PRIMARY KEY AUTOINCREMENT, z AS (abs(-1)));
      CREATE TABLE w (x PRIMARY KEY) WITHOUT ROWID; CREATE VIEW v AS SELECT 1; CREATE VIRTUAL TABLE f USING fts5(t);
      INSERT INTO f VALUES ('text'); CREATE TABLE _prisma_migrations (x); INSERT INTO w VALUES (1); ANALYZE`);
    expect([...all.keys()]).toEqual([
      '_prisma_migrations',
      'a "b" é',
      'f_config',
      'f_content',
      'f_data',
      'f_docsize',
      'f_idx',
      'sqlite_sequence',
      'w',
    ]);
  });

  it('can be ended', async () => {
    const connection = new BetterSqlite3(':memory:');
    connection.exec('CREATE TABLE a (x)');
    const signal = AbortSignal.abort();
    await expect(readSqliteDigests(connection, { checksums: true, signal })).rejects.toThrow();
    connection.close();
  });
});
