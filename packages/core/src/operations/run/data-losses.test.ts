import { beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../database/database.js';
import { shadowOptions } from '../../database/open-options.test-support.js';
import { sqliteDriver } from '../../database/sqlite/sqlite-driver.js';
import { revision } from '../../revisions/revisions.test-support.js';
import { countRows, findLosses } from './data-losses.js';
import { migrationStep } from './migration-step.js';

const driver = sqliteDriver;

let database: Database;
beforeEach(async () => {
  database = await driver.openShadow(shadowOptions());
  const tables = [
    'CREATE TABLE "Post" ("id" INTEGER, "title" TEXT, "nick" TEXT)',
    `INSERT INTO "Post" VALUES (1, 'a', NULL), (2, 'b', 'n')`,
    'CREATE TABLE "Tag" ("id" INTEGER, "name" TEXT)',
    'INSERT INTO "Tag" VALUES (1, \'x\')',
    'CREATE TABLE "Empty" ("id" INTEGER)',
  ];
  await database.executeAll(tables, () => {});
  return () => database.close();
});

/** What reverting revisions of these scripts would lose: `table`, `table.column`, and how many. */
async function losses(...scripts: readonly string[]): Promise<readonly string[]> {
  const steps = await Promise.all(
    scripts.map((script, index) =>
      migrationStep({ direction: 'down', revision: revision(`blog/${index}`), script, root: '/', driver }),
    ),
  );
  const found = await findLosses(steps, { database, driver });
  return found.map(({ kind, table, column, rows, isPartial, revision: { length } }) => {
    expect(length).toBeGreaterThan(0);
    return `${kind} ${table}${column === null ? '' : `.${column}`} ${isPartial ? 'some of ' : ''}${rows}`;
  });
}

describe('findLosses', () => {
  it.each<[string, readonly string[], readonly string[]]>([
    ['a dropped table', ['DROP TABLE "Post";'], ['table Post 2']],
    ['by any spelling', ['drop table POST;'], ['table Post 2']],
    ['an empty one, and one that is not there', ['DROP TABLE "Empty"; DROP TABLE IF EXISTS "Nothing";'], []],
    ['a dropped column', ['ALTER TABLE "Post" DROP COLUMN "NICK";'], ['column Post.nick 1']],
    ['a column that is not there', ['ALTER TABLE "Post" DROP COLUMN "none";'], []],
    ['rows', ['DELETE FROM "Post" WHERE "id" = 1; DELETE FROM "Tag";'], ['rows Post some of 2', 'rows Tag 1']],
    [
      'in the order of the run',
      ['DROP TABLE "Tag";', 'ALTER TABLE "Post" DROP COLUMN "nick";'],
      ['table Tag 1', 'column Post.nick 1'],
    ],
    [
      'a table first in part and then as a whole',
      ['ALTER TABLE "Post" DROP COLUMN "nick"; DELETE FROM "Post" WHERE "id" = 1;', 'DROP TABLE "Post";'],
      ['table Post 2'],
    ],
    ['a table that is emptied first', ['DELETE FROM "Post"; DROP TABLE "Post";'], ['table Post 2']],
    ['what the plan itself has made', ['CREATE TABLE "New" ("a" TEXT);', 'DROP TABLE "New";'], []],
    [
      'under a new name',
      [
        'ALTER TABLE "Post" RENAME TO "Article"; ALTER TABLE "Article" RENAME COLUMN "nick" TO "by";',
        'ALTER TABLE "Article" DROP COLUMN "by";',
      ],
      ['column Post.nick 1'],
    ],
    [
      'a new table by the name of one that was renamed',
      ['ALTER TABLE "Post" RENAME TO "Old"; CREATE TABLE "Post" ("a" TEXT); DROP TABLE "Post";'],
      [],
    ],
    [
      'a rebuild, only what it leaves out',
      [
        `CREATE TABLE "new_Post" ("id" INTEGER, "nick" TEXT);
         INSERT INTO "new_Post" ("id") SELECT "id" FROM "Post";
         DROP TABLE "Post";
         ALTER TABLE "new_Post" RENAME TO "Post";`,
      ],
      ['column Post.title 2', 'column Post.nick 1'],
    ],
    [
      'a rebuilt table, dropped later',
      [
        `CREATE TABLE "new_Post" ("id" INTEGER, "title" TEXT, "nick" TEXT);
         INSERT INTO "new_Post" SELECT * FROM "Post";
         DROP TABLE "Post";
         ALTER TABLE "new_Post" RENAME TO "Post";`,
        'DROP TABLE "Post";',
      ],
      ['table Post 2'],
    ],
    [
      'a rebuild that forgets the rows',
      ['CREATE TABLE "new_Post" ("id" INTEGER); DROP TABLE "Post"; ALTER TABLE "new_Post" RENAME TO "Post";'],
      ['table Post 2'],
    ],
    ['a copy that goes, the table staying', ['CREATE TABLE "Copy" AS SELECT * FROM "Post"; DROP TABLE "Copy";'], []],
  ])('finds %s', async (_, scripts, expected) => {
    expect(await losses(...scripts)).toEqual(expected);
  });
});

describe('countRows', () => {
  it('counts rows and values, and says of what it cannot read that there may be some', async () => {
    const counted = [{ table: 'Post' }, { table: 'Nothing' }, { table: 'Post', column: 'nick' }, { table: 'Empty' }];
    expect(await countRows(counted, { database, driver })).toEqual([
      { rows: 2, isAtLeast: false },
      { rows: 0, isAtLeast: true },
      { rows: 1, isAtLeast: false },
      { rows: 0, isAtLeast: false },
    ]);
  });

  it('stops at a million', async () => {
    await database.execute(
      'INSERT INTO "Empty" WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 1000001) SELECT i FROM n',
    );
    expect(await countRows([{ table: 'Empty' }], { database, driver })).toEqual([{ rows: 1_000_000, isAtLeast: true }]);
  });

  it('counts more tables than one statement takes', async () => {
    const names = Array.from({ length: 250 }, (_, index) => `t${index}`);
    await database.executeAll(
      names.map((name) => `CREATE TABLE "${name}" AS SELECT 1`),
      () => {},
    );
    const counts = await countRows(
      names.map((table) => ({ table })),
      { database, driver },
    );
    expect(counts.map(({ rows }) => rows)).toEqual(names.map(() => 1));
  });
});
