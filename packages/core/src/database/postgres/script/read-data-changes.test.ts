import { describe, expect, it } from 'vitest';
import type { DataChange } from '../../database.js';
import { readDataChanges } from './read-data-changes.js';

const tables = ['Post', 'billing.Invoice', 'billing."odd.name"'];
const copied = (columns: readonly string[] | null): DataChange => ({
  kind: 'rows-copied',
  table: 'Post',
  to: 'new',
  columns,
});

describe('readDataChanges', () => {
  it.each<[string, readonly DataChange[]]>([
    [
      'DROP TABLE IF EXISTS "Post", billing."Invoice" CASCADE',
      [
        { kind: 'table-dropped', table: 'Post' },
        { kind: 'table-dropped', table: 'billing.Invoice' },
      ],
    ],
    ['drop table Post', [{ kind: 'table-dropped', table: 'post' }]],
    ['DROP TABLE public."Post"', [{ kind: 'table-dropped', table: 'Post' }]],
    ['DROP VIEW "Post"', []],
    ['DROP SCHEMA billing', []],
    [
      'DROP SCHEMA billing CASCADE',
      [
        { kind: 'table-dropped', table: 'billing.Invoice' },
        { kind: 'table-dropped', table: 'billing."odd.name"' },
      ],
    ],
    [
      'ALTER TABLE "Post" DROP COLUMN "a", ADD COLUMN "a" INTEGER, DROP COLUMN IF EXISTS b',
      [
        { kind: 'column-dropped', table: 'Post', column: 'a' },
        { kind: 'column-dropped', table: 'Post', column: 'b' },
      ],
    ],
    ['ALTER TABLE "Post" ALTER COLUMN "a" TYPE BIGINT', []],
    [
      'ALTER TABLE billing."Invoice" RENAME TO b',
      [{ kind: 'table-renamed', table: 'billing.Invoice', to: 'billing.b' }],
    ],
    ['ALTER TABLE "Post" SET SCHEMA billing', [{ kind: 'table-renamed', table: 'Post', to: 'billing.Post' }]],
    ['ALTER TABLE "Post" RENAME a TO "B"', [{ kind: 'column-renamed', table: 'Post', column: 'a', to: 'B' }]],
    ['ALTER VIEW "Post" RENAME TO b', []],
    [
      'TRUNCATE "Post", billing."Invoice"',
      [
        { kind: 'rows-deleted', table: 'Post', isPartial: false },
        { kind: 'rows-deleted', table: 'billing.Invoice', isPartial: false },
      ],
    ],
    ['DELETE FROM ONLY "Post" p', [{ kind: 'rows-deleted', table: 'Post', isPartial: false }]],
    [`DELETE FROM "Post" WHERE a = 'x'`, [{ kind: 'rows-deleted', table: 'Post', isPartial: true }]],
    ['CREATE TABLE "new" ("a" TEXT)', [{ kind: 'table-made', table: 'new' }]],
    ['CREATE TABLE new AS SELECT * FROM "Post"', [{ kind: 'table-made', table: 'new' }, copied(null)]],
    ['SELECT a, lower(p.b) INTO new FROM "Post" p', [{ kind: 'table-made', table: 'new' }, copied(['a', 'b'])]],
    ['INSERT INTO new (x) SELECT count(*) OVER () + a FROM "Post"', [copied(['a'])]],
    ['INSERT INTO new SELECT a FROM "Post" WHERE a > 1', []],
    ['INSERT INTO new SELECT a FROM "Post" UNION SELECT 1', []],
    ['INSERT INTO new VALUES (1)', []],
    ['DROP TABEL "Post"', []],
  ])('%s', async (sql, expected) => {
    expect(await readDataChanges([{ sql }], { tables, defaultSchema: 'public' })).toEqual(expected);
  });
});
