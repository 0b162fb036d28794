import BetterSqlite3 from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { driverFor } from '../driver-for.js';
import type { EngineConnection } from '../engine-connection.js';
import { resetSqlite } from './reset-sqlite.js';

const driver = await driverFor('sqlite');

/** Does work on a database in memory. */
async function inMemory<Result>(work: (connection: EngineConnection) => Promise<Result>): Promise<Result> {
  await using database = await driver.openShadow({
    extension: 'core',
    shadow: 'auto',
    prismaUrl: null,
    live: null,
    initScript: null,
    root: '/',
  });
  return await work(database.engineConnection());
}

describe('sqliteEngineConnection', () => {
  it('stores points in time as milliseconds, and reads them however they are stored', () =>
    inMemory(async ({ executeScript, executeRaw, queryTable }) => {
      await executeScript('CREATE TABLE t (at DATETIME, flag, n)');
      const values = [
        { value: '2026-02-01T10:00:00.123+00:00', type: 'datetime' },
        { value: true, type: 'boolean' },
        { value: '2026-02-01T10:00:00Z', type: 'string' },
      ];
      expect(await executeRaw('INSERT INTO t VALUES (?, ?, ?)', values)).toBe(1);
      await executeScript(
        "INSERT INTO t VALUES ('2026-02-01 10:00:00', NULL, NULL), ('never', NULL, NULL), (NULL, NULL, 1)",
      );
      const { columns, rows } = await queryTable('SELECT at, typeof(at) AS stored, flag, n FROM t', []);
      expect(columns.map(({ type }) => type)).toEqual(['datetime', 'text', 'integer', 'text']);
      expect(rows).toEqual([
        ['2026-02-01T10:00:00.123Z', 'integer', 1, '2026-02-01T10:00:00Z'],
        ['2026-02-01T10:00:00.000Z', 'text', null, null],
        ['never', 'text', null, null],
        [null, 'null', null, 1],
      ]);
    }));

  it('ends a transaction that a script began and did not survive, and no other', () =>
    inMemory(async ({ executeScript, queryTable }) => {
      await expect(executeScript('CREATE TABLE a (id); BEGIN; CREATE TABLE b (id); SELECT nope')).rejects.toThrow(
        'nope',
      );
      await executeScript('BEGIN; CREATE TABLE c (id)');
      await expect(executeScript('CREATE TABLE d (id); SELECT nope')).rejects.toThrow('nope');
      await executeScript('COMMIT');
      const { rows } = await queryTable('SELECT name FROM sqlite_schema ORDER BY name', []);
      expect(rows.flat()).toEqual(['a', 'c', 'd']);
    }));
});

describe('resetSqlite', () => {
  it('drops whatever there is, but what is external', () => {
    const connection = new BetterSqlite3(':memory:');
    connection.exec(`
      CREATE TABLE "it's ""odd""" (id INTEGER PRIMARY KEY AUTOINCREMENT);
      INSERT INTO "it's ""odd""" DEFAULT VALUES;
      CREATE TABLE child (parent REFERENCES "it's ""odd""" (id));
      INSERT INTO child VALUES (1);
      CREATE VIRTUAL TABLE words USING fts5(text);
      CREATE VIEW v AS SELECT * FROM child;
      CREATE TRIGGER tr INSTEAD OF INSERT ON v BEGIN SELECT 1; END;
      CREATE TABLE Theirs (id);
      CREATE INDEX i ON Theirs (id);
    `);
    resetSqlite(connection, ['theirs']);
    const names = connection
      .prepare("SELECT name FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY name")
      .pluck()
      .all();
    expect(names).toEqual(['Theirs', 'i']);
    expect(connection.pragma('foreign_keys', { simple: true })).toBe(1);
  });
});
