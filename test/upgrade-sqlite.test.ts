// What only SQLite has: tables that are rebuilt, foreign keys that are off meanwhile, a database that is one file.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { describeSqliteSchema } from './support/describe-sqlite-schema.js';
import { CORE_1, interleaved } from './support/interleaved-workspace.js';
import { SQLITE } from './support/sqlite-test-database.js';
import { TestWorkspace } from './support/test-workspace.js';

describe('foreign keys', () => {
  const REBUILD = [
    'PRAGMA defer_foreign_keys=ON;',
    'PRAGMA foreign_keys=OFF;',
    'CREATE TABLE "new_Parent" ("id" INTEGER PRIMARY KEY, "more" TEXT NOT NULL DEFAULT \'\');',
    'INSERT INTO "new_Parent" ("id") SELECT "id" FROM "Parent";',
    'DROP TABLE "Parent";',
    'ALTER TABLE "new_Parent" RENAME TO "Parent";',
    'PRAGMA foreign_keys=ON;',
    'PRAGMA defer_foreign_keys=OFF;',
  ].join('\n');

  it.each(['revision', 'all'])(
    'outlive the rebuild of the table that they refer to, with their rows: --tx %s',
    async (tx) => {
      const workspace = await TestWorkspace.on(SQLITE, {});
      workspace.revision('core/20260101000000_family', {
        up: [
          'CREATE TABLE "Parent" ("id" INTEGER PRIMARY KEY);',
          'CREATE TABLE "Child" ("id" INTEGER PRIMARY KEY, "of" INTEGER NOT NULL REFERENCES "Parent"("id") ON DELETE CASCADE);',
          'INSERT INTO "Parent" VALUES (1); INSERT INTO "Child" VALUES (1, 1);',
        ].join('\n'),
      });
      workspace.revision('core/20260102000000_rebuild', { up: REBUILD });
      workspace.revision('core/20260103000000_after', { up: 'CREATE TABLE "After" ("id" INTEGER);' });
      expect(await workspace.upgrade('--tx', tx)).toHaveLength(3);
      expect(await workspace.database.query('SELECT * FROM "Child"')).toEqual([{ id: 1, of: 1 }]);
      expect((await workspace.database.schema())['table Child']).toContain(
        'foreign key of -> Parent.id delete=CASCADE update=NO ACTION',
      );
      expect(await workspace.database.query('PRAGMA foreign_key_check')).toEqual([]);

      workspace.revision('core/20260104000000_orphans', { up: 'DELETE FROM "Parent";' });
      const refusal = await workspace.refused('upgrade', '--tx', tx);
      expect(refusal).toMatchObject({ exitCode: 1, code: 'UPGRADE.REVISION_FAILED' });
      expect(refusal.message).toContain('1 of Child without their Parent');
      expect(await workspace.database.query('SELECT * FROM "Parent"')).toEqual([{ id: 1, more: '' }]);
    },
  );
});

describe('backup.beforeMigrate', () => {
  it('makes copies that can be restored, as many as are to be kept', async () => {
    const workspace = await interleaved(SQLITE, { backup: { beforeMigrate: true, location: 'copies', keepCount: 2 } });
    for (const flags of [['--target', '+1'], ['--extension', 'blog', '--target', '+1'], ['--all']]) {
      await workspace.upgrade(...flags);
    }
    const directory = join(workspace.root, 'copies');
    const copiesThere = (): readonly string[] =>
      readdirSync(directory)
        .filter((name) => name.endsWith('.backup'))
        .sort();
    const copies = copiesThere();
    expect(copies).toHaveLength(2);
    const copy = new BetterSqlite3(readFileSync(join(directory, copies[1] ?? '')));
    expect(Object.keys(describeSqliteSchema(copy, (name) => !name.startsWith('_')))).toEqual([
      'table Post',
      'table User',
    ]);
    expect(copy.prepare('SELECT migration_name FROM _prisma_migrations').pluck().all()).toEqual([
      CORE_1.slice('core/'.length),
    ]);
    copy.close();
    await workspace.upgrade('--all');
    expect(copiesThere()).toEqual(copies);
    expect(existsSync(join(directory, `${copies[0]}.unfinished`))).toBe(false);
  });
});
