// The start of applications: what is pending is applied once, and a failure loses no row.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BACKED_UP } from './support/backed-up-databases.js';
import { loadCore } from './support/load-core.js';
import type { DatabaseKind, TestDatabase } from './support/test-database.js';
import { TestWorkspace } from './support/test-workspace.js';

const core = await loadCore();

const FIRST = 'core/20260101000000_init';
const SECOND = 'core/20260102000000_fill';
const THIRD = 'core/20260103000000_last';
const ROWS = Array.from({ length: 50 }, (_, at) => `(${at}, 'row ${at}')`).join(', ');

/** A database with 50 rows, of which the next revision makes 51, and the one after it another table. */
async function shop(on: DatabaseKind, third = 'CREATE TABLE "last" ("n" INTEGER);\n'): Promise<TestWorkspace> {
  const workspace = await TestWorkspace.on(on, {});
  workspace.revision(FIRST, {
    up: `CREATE TABLE "item" ("id" INTEGER NOT NULL PRIMARY KEY, "name" TEXT);\nINSERT INTO "item" VALUES ${ROWS};\n`,
  });
  await workspace.upgrade('--all');
  workspace.revision(SECOND, { up: `INSERT INTO "item" VALUES (50, 'row 50');\n` });
  workspace.revision(THIRD, { up: third });
  return workspace;
}

/** What runs in no transaction, and fails at its second statement. */
const failing = ({ provider }: DatabaseKind): string =>
  provider === 'sqlite'
    ? 'DELETE FROM "item" WHERE "id" < 10;\nVACUUM;\nDROP TABLE "nowhere";\n'
    : 'DELETE FROM "item" WHERE "id" < 10;\nCREATE INDEX CONCURRENTLY "item_name" ON "item" ("name");\nDROP TABLE "nowhere";\n';

async function countItems(database: TestDatabase): Promise<number> {
  const [row] = await database.query<{ readonly n: number }>('SELECT count(*) AS n FROM "item"');
  return Number(row?.n);
}

const backupsIn = ({ root }: TestWorkspace): readonly string[] => {
  const folder = join(root, '.orchestrate/backups');
  return existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.backup')) : [];
};

const start = ({ root }: TestWorkspace, more: Partial<Parameters<typeof core.autoMigrate>[0]> = {}) =>
  core.autoMigrate({ cwd: root, lockTimeoutMs: 20_000, ...more });

describe.each(BACKED_UP)('auto-migrate on $name', (on) => {
  it('applies what is pending once, backs up before, and then finds nothing to do', async () => {
    const workspace = await shop(on);
    const planned = await start(workspace, { dryRun: true });
    expect(planned).toMatchObject({
      success: true,
      applied: [SECOND, THIRD],
      current: { core: [FIRST] },
      dryRun: true,
    });
    expect(planned.backupPath).toBe(join(workspace.root, '.orchestrate/backups'));
    expect(backupsIn(workspace)).toEqual([]);
    const first = await start(workspace);
    expect(first).toMatchObject({ success: true, applied: [SECOND, THIRD], current: { core: [THIRD] }, error: null });
    expect(backupsIn(workspace).map((name) => join(workspace.root, '.orchestrate/backups', name))).toEqual([
      first.backupPath,
    ]);
    const before = await workspace.snapshot();
    const second = await start(workspace);
    expect(second).toMatchObject({ success: true, applied: [], current: { core: [THIRD] }, backupPath: null });
    expect(await workspace.snapshot()).toEqual(before);
    expect(await countItems(workspace.database)).toBe(51);
  });

  it('rolls back everything where one transaction holds it', async () => {
    const workspace = await shop(on, 'DELETE FROM "item";\nDROP TABLE "nowhere";\n');
    const result = await start(workspace);
    expect(result).toMatchObject({
      success: false,
      applied: [],
      current: { core: [FIRST] },
      error: { code: 'UPGRADE.REVISION_FAILED', kind: 'failure' },
      recovery: { kind: 'rolled-back' },
    });
    expect(await countItems(workspace.database)).toBe(50);
    // However often it is started, there is one backup of the same.
    expect((await start(workspace)).backupPath).toBe(result.backupPath);
    expect(backupsIn(workspace)).toHaveLength(1);
  });

  it('restores what no transaction holds, where nobody else has written', async () => {
    const workspace = await shop(on, failing(on));
    const result = await start(workspace);
    expect(result).toMatchObject({
      success: false,
      applied: [],
      current: { core: [FIRST] },
      recovery: { kind: 'restored', why: null },
    });
    expect(await countItems(workspace.database)).toBe(50);
    workspace.write({ [`${workspace.directoryOf(THIRD)}/migration.sql`]: 'CREATE TABLE "last" ("n" INTEGER);\n' });
    expect(await start(workspace)).toMatchObject({ success: true, applied: [SECOND, THIRD] });
    expect(await countItems(workspace.database)).toBe(51);
  });
});
