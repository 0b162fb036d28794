import { describe, expect, it } from 'vitest';
import type { Database } from '../database.js';
import { shadowOptions } from '../open-options.test-support.js';
import { parseScript } from './parse-script.js';
import { sqliteDriver } from './sqlite-driver.js';

const REBUILD = `CREATE TABLE "new_a ""b" (x, y);
INSERT INTO "new_a ""b" (x) SELECT x FROM "a ""b";
DROP TABLE "a ""b";
ALTER TABLE "new_a ""b" RENAME TO "a ""b";
`;
const TRIGGER = 'CREATE TRIGGER "t" AFTER INSERT ON "a ""b" BEGIN\n  SELECT \'a  b\'; -- as it was\nEND';

async function database(...statements: readonly string[]): Promise<Database> {
  const shadow = await sqliteDriver.openShadow(shadowOptions());
  await shadow.execute('CREATE TABLE "a ""b" (x);');
  for (const statement of statements) await shadow.execute(statement);
  return shadow;
}

async function run(shadow: Database, script: string): Promise<void> {
  await shadow.begin();
  for (const { sql } of parseScript(script)) await shadow.execute(sql);
  await shadow.commit({ verify: true });
}

async function complete(shadow: Database, up: string): Promise<string> {
  return (await shadow.completeDraft({ up, down: '' }, { sharedEnums: [] })).up;
}

describe('a table that is rebuilt', () => {
  it('keeps the views that read it, and renames as strictly as ever afterwards', async () => {
    await using shadow = await database('CREATE VIEW v AS SELECT x FROM "a ""b"', 'CREATE TABLE c (x)');
    await run(shadow, REBUILD);
    expect(await shadow.query('SELECT * FROM v')).toEqual([]);
    await shadow.execute('CREATE VIEW w AS SELECT x FROM c');
    await shadow.execute('ALTER TABLE c RENAME TO d');
    expect(await shadow.query(`SELECT sql FROM sqlite_schema WHERE name = 'w'`)).toEqual([
      { sql: 'CREATE VIEW w AS SELECT x FROM "d"' },
    ]);
  });

  it('keeps its triggers in a script that was asked to', async () => {
    await using shadow = await database(TRIGGER);
    const script = await complete(shadow, REBUILD);
    expect(script).toBe(`${REBUILD}-- These go with their table\n${TRIGGER};`);
    await run(shadow, script);
    expect(await shadow.query(`SELECT sql FROM sqlite_schema WHERE type = 'trigger'`)).toEqual([{ sql: TRIGGER }]);
  });

  it('keeps the indexes that the engine makes something else of, or leaves out', async () => {
    const partial = `CREATE UNIQUE INDEX "part ""of""" ON "a ""b" (x) WHERE x > 1`;
    const expression = 'CREATE INDEX expression ON "a ""b" (lower(x))';
    await using shadow = await database(partial, expression, 'CREATE INDEX plain ON "a ""b" (x)');
    const script = await complete(shadow, `${REBUILD}CREATE UNIQUE INDEX "part ""of""" ON "a ""b" (x ASC);\n`);
    expect(script).toBe(`${REBUILD}-- These go with their table\n${expression};\n${partial};`);
    await run(shadow, script);
    const indexes = await shadow.query(`SELECT sql FROM sqlite_schema WHERE type = 'index' ORDER BY name`);
    expect(indexes).toEqual([{ sql: expression }, { sql: partial }]);
  });

  it('takes nothing where there is nothing to keep', async () => {
    await using shadow = await database();
    expect(await complete(shadow, REBUILD)).toBe(REBUILD);
  });

  it('gets a script for people that does not fail at its views', () => {
    const [rename] = parseScript(REBUILD).slice(-1);
    if (rename === undefined) throw new Error('no statement');
    expect(sqliteDriver.scriptOf(rename)).toBe(
      'PRAGMA legacy_alter_table = ON;\nALTER TABLE "new_a ""b" RENAME TO "a ""b";\nPRAGMA legacy_alter_table = OFF;',
    );
  });
});

describe('findBroken', () => {
  it.each([
    ['nothing', [], null],
    ['a view', ['CREATE VIEW v AS SELECT y FROM "a ""b"'], /error in view v: no such column: y/],
    [
      'a view of a view',
      ['CREATE VIEW v AS SELECT 1 AS z FROM w', 'CREATE VIEW w AS SELECT 1 FROM u'],
      /error in view/,
    ],
    ['what a trigger reads', ['CREATE TRIGGER t DELETE ON "a ""b" BEGIN SELECT OLD.y; END'], /error in trigger t/],
    [
      'what a trigger writes',
      ['CREATE TABLE c (x)', 'CREATE TRIGGER t UPDATE ON "a ""b" BEGIN UPDATE c SET z = 1; END'],
      /error in a trigger on a "b: no such column: z/,
    ],
    ['a reference', ['CREATE TABLE c (x REFERENCES "a ""b"(x))'], /foreign key mismatch/],
  ])('finds %s', async (_, statements, expected) => {
    await using shadow = await database(...statements);
    const before = await shadow.query('SELECT * FROM sqlite_schema');
    const broken = await shadow.findBroken();
    if (expected === null) expect(broken).toBeNull();
    else expect(broken).toMatch(expected);
    expect(await shadow.query('SELECT * FROM sqlite_schema')).toEqual(before);
    expect(shadow.inTransaction()).toBe(false);
  });
});
