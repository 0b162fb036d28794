import { copyFileSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LockHolder } from '../../events.js';
import type { Database } from '../database.js';
import { openOptions, shadowOptions, tableNames } from '../open-options.test-support.js';
import { sqliteDriver } from './sqlite-driver.js';

let root: string;
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'orchestrate-'));
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

const open = (name = 'dev.db', mode: 'read' | 'write' = 'write'): Promise<Database> =>
  sqliteDriver.open(openOptions({ url: `file:./${name}`, display: name, root, mode }));

const shadow = (): Promise<Database> => sqliteDriver.openShadow(shadowOptions({ root }));

async function run(database: Database, script: string): Promise<void> {
  for (const { sql } of await sqliteDriver.parseScript(script)) await database.execute(sql);
}

describe('opening', () => {
  it('finds a missing database empty without creating it', async () => {
    await using database = await open('dev.db', 'read');
    expect(await tableNames(database)).toEqual([]);
    expect(() => readFileSync(path.join(root, 'dev.db'))).toThrow('ENOENT');
  });

  it.each([
    ['not a database', 'DATABASE.NOT_A_DATABASE', () => writeFileSync(path.join(root, 'x.db'), 'hello, this is text')],
    ['a directory', 'DATABASE.CANNOT_OPEN', () => rmSync(path.join(root, 'x.db'), { force: true })],
  ])('says what is wrong with %s', async (what, code, prepare) => {
    prepare();
    const url = what === 'a directory' ? 'file:.' : 'file:./x.db';
    await expect(sqliteDriver.open(openOptions({ url, root, mode: 'write' }))).rejects.toMatchObject({ code });
  });

  it('leaves a file that is not a database as it is', async () => {
    writeFileSync(path.join(root, 'x.db'), 'hello, this is text');
    await expect(open('x.db')).rejects.toThrow('is not a SQLite database');
    expect(readFileSync(path.join(root, 'x.db'), 'utf8')).toBe('hello, this is text');
  });

  it('reads a file in which a killed process left a transaction half-written', async () => {
    const file = path.join(root, 'dev.db');
    await using writer = await open();
    await run(writer, 'CREATE TABLE a (x); PRAGMA cache_size = 1; PRAGMA cache_spill = 1;');
    await writer.begin();
    await run(
      writer,
      'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000) INSERT INTO a SELECT i FROM n',
    );
    // What lies there now is what a crash in this moment would leave behind.
    for (const end of ['', '-journal']) copyFileSync(file + end, path.join(root, `copy.db${end}`));
    await writer.rollback();

    await using database = await open('copy.db', 'read');
    expect(await database.query('SELECT * FROM a')).toEqual([]);
    await expect(database.execute('DELETE FROM a')).rejects.toMatchObject({ code: 'DATABASE.READ_ONLY' });
  });

  it('says that a database is damaged where only a later read finds out', async () => {
    await run(await open(), 'CREATE TABLE _prisma_migrations (id TEXT); CREATE TABLE a (x)');
    const file = path.join(root, 'dev.db');
    writeFileSync(file, readFileSync(file).fill(0xab, 200));
    await using database = await open('dev.db', 'read');
    const tables = [{ extension: 'core', table: '_prisma_migrations', schema: null }];
    await expect(database.readHistory(tables)).rejects.toMatchObject({ code: 'DATABASE.NOT_A_DATABASE' });
    await expect(tableNames(database)).rejects.toMatchObject({ code: 'DATABASE.NOT_A_DATABASE' });
  });

  it.each([
    ['a table of other columns', 'CREATE TABLE _prisma_migrations_blog (id TEXT)'],
    ['a view', 'CREATE VIEW _prisma_migrations_blog AS SELECT 1'],
  ])('says which history table is none but %s', async (_, script) => {
    await using database = await open();
    const core = { extension: 'core', table: '_prisma_migrations', schema: null };
    await run(database, `${sqliteDriver.createHistoryTable(core).join(';')};\n${script};`);
    const tables = [
      { extension: 'core', table: '_prisma_migrations', schema: null },
      { extension: 'blog', table: '_prisma_migrations_blog', schema: null },
    ];
    const reading = database.readHistory(tables);
    await expect(reading).rejects.toMatchObject({
      code: 'HISTORY.NOT_A_HISTORY_TABLE',
      message: expect.stringContaining('_prisma_migrations_blog in the database'),
    });
  });

  it('says that a directory is missing', async () => {
    await expect(open('no/such/dev.db')).rejects.toMatchObject({ code: 'DATABASE.NO_DIRECTORY' });
  });

  it('says that a database cannot be written', async () => {
    await (await open()).execute('CREATE TABLE a (x)');
    const file = path.join(root, 'dev.db');
    const bytes = readFileSync(file);
    // A write version above 2 makes a file read-only to SQLite, for root too: https://www.sqlite.org/fileformat.html
    bytes[18] = 3;
    writeFileSync(file, bytes);
    await using database = await open();
    await database.begin();
    await expect(database.execute('CREATE TABLE b (x)')).rejects.toMatchObject({ code: 'DATABASE.READ_ONLY' });
  });

  it.each(['postgresql://localhost/x', 'file:', 'file::memory:', 'file:./x.db?mode=memory'])(
    'refuses the URL %s',
    async (url) => {
      await expect(sqliteDriver.open(openOptions({ url, root, mode: 'write' }))).rejects.toMatchObject({
        code: 'DATABASE.BAD_URL',
      });
    },
  );

  it('reads file:/absolute, file:///absolute and relative URLs as the same file', async () => {
    await run(await open('a b.db'), 'CREATE TABLE t (x)');
    for (const url of [`file:${root}/a b.db`, `file://${root}/a%20b.db`, 'file:a b.db']) {
      await using database = await sqliteDriver.open(openOptions({ url, root, mode: 'read' }));
      expect(await tableNames(database)).toEqual(['t']);
    }
  });

  it('refuses to write through a URL that asks for reading only', async () => {
    const options = openOptions({ url: 'file:./dev.db?mode=ro', root, mode: 'write' });
    await expect(sqliteDriver.open(options)).rejects.toMatchObject({ code: 'DATABASE.READ_ONLY' });
  });
});

describe('foreign keys', () => {
  const FAMILY = `
    CREATE TABLE parent (id INTEGER PRIMARY KEY);
    CREATE TABLE child (id INTEGER PRIMARY KEY, parent_id INTEGER NOT NULL REFERENCES parent (id) ON DELETE CASCADE);
    INSERT INTO parent VALUES (1), (2); INSERT INTO child VALUES (10, 1), (20, 2);`;

  it('keeps the children while a parent table is rebuilt', async () => {
    await using database = await shadow();
    await run(database, FAMILY);
    await database.begin();
    await run(
      database,
      `CREATE TABLE new_parent (id INTEGER PRIMARY KEY, name TEXT);
       INSERT INTO new_parent SELECT id, NULL FROM parent; DROP TABLE parent; ALTER TABLE new_parent RENAME TO parent;`,
    );
    await database.commit({ verify: true });
    expect(await database.query('SELECT id FROM child')).toHaveLength(2);
  });

  it('refuses to commit what leaves rows without their parent', async () => {
    await using database = await shadow();
    await run(database, FAMILY);
    await database.begin();
    await run(database, 'DELETE FROM parent WHERE id = 1');
    await expect(database.commit({ verify: true })).rejects.toThrow('1 of child without their parent');
    await database.rollback();
    expect(await database.query('SELECT id FROM parent')).toHaveLength(2);
  });

  it('refuses a new foreign key whose default is no row of the parent', async () => {
    await using database = await shadow();
    await run(database, FAMILY);
    await database.begin();
    await run(database, 'ALTER TABLE child ADD COLUMN other INTEGER NOT NULL DEFAULT 99 REFERENCES parent (id)');
    await expect(database.commit({ verify: true })).rejects.toThrow('of child without their parent');
  });

  it('does not count what was broken before', async () => {
    await using database = await shadow();
    await run(database, `${FAMILY} INSERT INTO child VALUES (30, 99);`);
    await database.begin();
    await run(database, 'DELETE FROM child WHERE id = 10');
    await database.commit({ verify: true });
    await database.begin();
    await run(database, 'DELETE FROM parent WHERE id = 2');
    await expect(database.commit({ verify: true })).rejects.toThrow('2 of child without their parent');
  });

  it('does not stop a database whose foreign keys cannot be checked', async () => {
    await using database = await shadow();
    await run(
      database,
      'CREATE TABLE parent (name TEXT); CREATE TABLE child (n TEXT REFERENCES parent (name)); INSERT INTO child VALUES (1)',
    );
    await database.begin();
    await run(database, 'DELETE FROM child');
    await expect(database.commit({ verify: true })).resolves.toBeUndefined();
  });
});

describe('the catalog', () => {
  const catalogOf = async (script: string): Promise<unknown> => {
    await using database = await shadow();
    await run(database, script);
    return database.readCatalog();
  };
  const base = 'CREATE TABLE a (x INTEGER PRIMARY KEY, y TEXT DEFAULT 1, z REAL NOT NULL)';

  it.each([
    ['the order of columns', base, 'CREATE TABLE "a" ("z" REAL NOT NULL, "x" INTEGER PRIMARY KEY, "y" TEXT DEFAULT 1)'],
    [
      'a column added later',
      base,
      'CREATE TABLE a (x INTEGER PRIMARY KEY, z REAL NOT NULL); ALTER TABLE a ADD COLUMN y TEXT DEFAULT 1',
    ],
    [
      'the name of a foreign key',
      'CREATE TABLE a (x INTEGER REFERENCES b (y) ON DELETE CASCADE)',
      'CREATE TABLE a (x INTEGER, CONSTRAINT "a_x_fkey" FOREIGN KEY (x) REFERENCES b (y) ON DELETE CASCADE)',
    ],
    ['ASC, which is the default', `${base}; CREATE INDEX i ON a (y)`, `${base}; CREATE INDEX "i" ON "a" ("y" ASC)`],
    [
      'history tables',
      base,
      `${base}; CREATE TABLE _prisma_migrations (id); CREATE TABLE "_prisma_migrations_blog" (id)`,
    ],
  ])('does not mind %s', async (_name, left, right) => {
    expect(await catalogOf(left)).toEqual(await catalogOf(right));
  });

  it.each([
    ['a type', base, base.replace('TEXT', 'BLOB')],
    ['a default', base, base.replace('DEFAULT 1', 'DEFAULT 2')],
    ['a NOT NULL', base, base.replace(' NOT NULL', '')],
    ['AUTOINCREMENT', base, base.replace('PRIMARY KEY', 'PRIMARY KEY AUTOINCREMENT')],
    ['a CHECK', base, base.replace('TEXT DEFAULT 1', 'TEXT DEFAULT 1 CHECK (y <> 2)')],
    ['a CHECK expression', 'CREATE TABLE a (x CHECK (x > (1)))', 'CREATE TABLE a (x CHECK (x > (2)))'],
    ['a generated column', 'CREATE TABLE a (x, y AS (x + 1))', 'CREATE TABLE a (x, y AS (x + 2))'],
    ['a collation', 'CREATE TABLE a (x TEXT)', 'CREATE TABLE a (x TEXT COLLATE NOCASE)'],
    ['STRICT', 'CREATE TABLE a (x TEXT)', 'CREATE TABLE a (x TEXT) STRICT'],
    ['WITHOUT ROWID', 'CREATE TABLE a (x TEXT PRIMARY KEY)', 'CREATE TABLE a (x TEXT PRIMARY KEY) WITHOUT ROWID'],
    ['an action', 'CREATE TABLE a (x REFERENCES b (y))', 'CREATE TABLE a (x REFERENCES b (y) ON DELETE CASCADE)'],
    ['a unique index', `${base}; CREATE INDEX i ON a (y)`, `${base}; CREATE UNIQUE INDEX i ON a (y)`],
    ['an index order', `${base}; CREATE INDEX i ON a (y)`, `${base}; CREATE INDEX i ON a (y DESC)`],
    ['a partial index', `${base}; CREATE INDEX i ON a (y)`, `${base}; CREATE INDEX i ON a (y) WHERE y > 1`],
    ['an index expression', `${base}; CREATE INDEX i ON a (lower(y))`, `${base}; CREATE INDEX i ON a (upper(y))`],
    ['a view', `${base}; CREATE VIEW v AS SELECT x FROM a`, `${base}; CREATE VIEW v AS SELECT y FROM a`],
    [
      'a trigger',
      `${base}; CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT 1; END`,
      `${base}; CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT 2; END`,
    ],
  ])('minds %s', async (_name, left, right) => {
    expect(await catalogOf(left)).not.toEqual(await catalogOf(right));
  });

  it('tells what tables need of each other, by the names that those have', async () => {
    await using database = await shadow();
    await run(
      database,
      'CREATE TABLE "User" (id PRIMARY KEY); CREATE TABLE a (x REFERENCES "user" (id), y REFERENCES "User", z REFERENCES gone (id)); CREATE TABLE _prisma_migrations (x REFERENCES a)',
    );
    expect(await database.readReferences()).toEqual([
      { table: 'a', target: 'User' },
      { table: 'a', target: 'gone' },
    ]);
  });

  it('tells what a column needs', async () => {
    await using database = await shadow();
    await run(
      database,
      'CREATE TABLE a (id integer PRIMARY KEY NOT NULL, b TEXT NOT NULL, c TEXT NOT NULL DEFAULT 1, d TEXT)',
    );
    expect(await database.readColumns()).toEqual([
      { table: 'a', name: 'id', type: 'INTEGER', required: true, hasDefault: true, values: null },
      { table: 'a', name: 'b', type: 'TEXT', required: true, hasDefault: false, values: null },
      { table: 'a', name: 'c', type: 'TEXT', required: true, hasDefault: true, values: null },
      { table: 'a', name: 'd', type: 'TEXT', required: false, hasDefault: false, values: null },
    ]);
  });
});

describe('the lock', () => {
  const command = 'orchestrate upgrade';

  it('lets one wait until the other is done', async () => {
    await using first = await open();
    await using second = await open();
    const order: string[] = [];
    const held = await first.lock({ timeoutMs: 0, command });
    const waiting = second.lock({ timeoutMs: 60_000, command, onWaiting: () => order.push('waits') }).then((lock) => {
      order.push('has it');
      return lock;
    });
    await expect.poll(() => order).toEqual(['waits']);
    order.push('released');
    await held[Symbol.asyncDispose]();
    await (await waiting)[Symbol.asyncDispose]();
    expect(order).toEqual(['waits', 'released', 'has it']);
  });

  it('names the holder when it gives up, and leaves the lock with it', async () => {
    await using first = await open();
    await using second = await open();
    await using _held = await first.lock({ timeoutMs: 0, command });
    const holders: LockHolder[] = [];
    const attempt = second.lock({ timeoutMs: 0, command, onWaiting: (holder) => holders.push(holder) });
    await expect(attempt).rejects.toMatchObject({
      code: 'LOCK.TIMEOUT',
      message: expect.stringContaining(`pid ${process.pid}`),
    });
    expect(holders).toMatchObject([{ pid: process.pid, command }]);
    await expect(second.lock({ timeoutMs: 0, command })).rejects.toThrow('holds the lock');
  });

  it('is one, by whatever link the file is reached', async () => {
    symlinkSync('dev.db', path.join(root, 'link.db'));
    await using first = await open();
    await using second = await open('link.db');
    await using _held = await first.lock({ timeoutMs: 0, command });
    await expect(second.lock({ timeoutMs: 0, command })).rejects.toMatchObject({ code: 'LOCK.TIMEOUT' });
  });

  it('stops waiting when it is told to', async () => {
    await using first = await open();
    await using second = await open();
    await using _held = await first.lock({ timeoutMs: 0, command });
    const stop = new AbortController();
    const attempt = second.lock({ timeoutMs: 60_000, command, signal: stop.signal, onWaiting: () => stop.abort() });
    await expect(attempt).rejects.toMatchObject({ kind: 'interrupted' });
  });

  it('is held by exactly one of many', async () => {
    let holding = 0;
    let most = 0;
    const runs = Array.from({ length: 12 }, async () => {
      await using database = await open();
      await using _lock = await database.lock({ timeoutMs: 60_000, command });
      holding += 1;
      most = Math.max(most, holding);
      await new Promise(setImmediate);
      holding -= 1;
    });
    await Promise.all(runs);
    expect(most).toBe(1);
  });
});
