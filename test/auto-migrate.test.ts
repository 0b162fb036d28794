// The start of applications: what is pending is applied once, and a failure loses no row.
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AutoMigrateOptions, AutoMigrateResult, OrchestrateEvent } from '@prisma-orchestrate/core';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import { BACKED_UP } from './support/backed-up-databases.js';
import { BLOG_1, blogWorkspace, CORE_1 } from './support/blog-workspace.js';
import { loadCore } from './support/load-core.js';
import { repositoryRoot } from './support/repository.js';
import { SQLITE } from './support/sqlite-test-database.js';
import {
  backupsOf,
  countRows,
  FIRST,
  failingOutside,
  ITEMS,
  SECOND,
  startUpWorkspace,
  THIRD,
} from './support/start-up-workspace.js';
import type { TestWorkspace } from './support/test-workspace.js';

const core = await loadCore();

function start(workspace: TestWorkspace, more: Partial<AutoMigrateOptions> = {}): Promise<AutoMigrateResult> {
  return core.autoMigrate({ cwd: workspace.root, lockTimeoutMs: 20_000, ...more });
}

const NOTE = `INSERT INTO "note" VALUES ('written meanwhile')`;

/** Writes to the database when something is told, as another program would. */
function writesAt(workspace: TestWorkspace, isTime: (event: OrchestrateEvent) => boolean) {
  let writing: Promise<void> | undefined;
  return {
    onEvent: (event: OrchestrateEvent): void => {
      if (writing === undefined && isTime(event)) writing = workspace.database.execute(`${NOTE};`);
    },
    written: (): Promise<void> => writing ?? Promise.reject(new Error('Nothing was written.')),
  };
}

describe.each(BACKED_UP)('auto-migrate on $name', (on) => {
  it('applies what is pending once, backs up before, and then finds nothing to do', async () => {
    const workspace = await startUpWorkspace(on);
    const planned = await start(workspace, { dryRun: true });
    expect(planned).toMatchObject({
      success: true,
      applied: [SECOND, THIRD],
      current: { core: [FIRST] },
      dryRun: true,
    });
    expect(planned.backupPath).toBe(join(workspace.root, '.orchestrate/backups'));
    expect(backupsOf(workspace)).toEqual([]);
    const first = await start(workspace);
    expect(first).toMatchObject({ success: true, applied: [SECOND, THIRD], current: { core: [THIRD] }, error: null });
    expect(backupsOf(workspace).map((name) => join(planned.backupPath ?? '', name))).toEqual([first.backupPath]);
    const before = await workspace.snapshot();
    const second = await start(workspace);
    expect(second).toMatchObject({ success: true, applied: [], current: { core: [THIRD] }, backupPath: null });
    expect(await workspace.snapshot()).toEqual(before);
    expect(await countRows(workspace.database, 'item')).toBe(ITEMS + 1);
  });

  it('backs up nothing where there is nothing', async () => {
    const workspace = await blogWorkspace(on);
    expect(await start(workspace)).toMatchObject({ success: true, applied: [CORE_1, BLOG_1], backupPath: null });
  });

  it('rolls back everything where one transaction holds it, and keeps what others wrote', async () => {
    const workspace = await startUpWorkspace(on, 'DELETE FROM "item";\nDROP TABLE "nowhere";\n');
    const writer = writesAt(workspace, ({ kind }) => kind === 'plan');
    const result = await start(workspace, { onEvent: writer.onEvent });
    await writer.written();
    expect(result).toMatchObject({
      success: false,
      applied: [],
      current: { core: [FIRST] },
      error: { code: 'UPGRADE.REVISION_FAILED', kind: 'failure' },
      recovery: { kind: 'rolled-back' },
    });
    expect(await countRows(workspace.database, 'item')).toBe(ITEMS);
    expect(await countRows(workspace.database, 'note')).toBe(1);
    // However often it is started, there is one backup of the same.
    const again = await start(workspace);
    expect((await start(workspace)).backupPath).toBe(again.backupPath);
  });

  it('restores what no transaction takes back, where nobody else has written', async () => {
    const workspace = await startUpWorkspace(on, failingOutside(on));
    const result = await start(workspace);
    expect(result).toMatchObject({
      success: false,
      applied: [],
      current: { core: [FIRST] },
      recovery: { kind: 'restored', why: null },
    });
    expect(result.error?.message).toContain('\nThe database was restored as it was before.');
    expect(result.error?.fix).not.toContain('from that statement on');
    expect(await countRows(workspace.database, 'item')).toBe(ITEMS);
    workspace.write({ [`${workspace.directoryOf(THIRD)}/migration.sql`]: 'CREATE TABLE "last" ("n" INTEGER);\n' });
    expect(await start(workspace)).toMatchObject({ success: true, applied: [SECOND, THIRD] });
    expect(await countRows(workspace.database, 'item')).toBe(ITEMS + 1);
  });

  it.each([
    ['after the backup', ({ kind }: OrchestrateEvent) => kind === 'revision-started'],
    ['while it is restored', (event: OrchestrateEvent) => event.kind === 'restoring' && event.phase === 'comparing'],
  ])('restores nothing where others wrote %s, and says so', async (_when, isTime) => {
    const workspace = await startUpWorkspace(on, failingOutside(on));
    const writer = writesAt(workspace, isTime);
    const result = await start(workspace, { onEvent: writer.onEvent });
    await writer.written();
    expect(result).toMatchObject({
      success: false,
      applied: [SECOND],
      current: { core: [SECOND] },
      error: { code: 'UPGRADE.REVISION_FAILED' },
      recovery: { kind: 'kept' },
    });
    expect(result.recovery?.why).toContain(`orchestrate restore ${result.backupPath}`);
    expect(await countRows(workspace.database, 'item')).toBe(ITEMS + 1 - 10);
    expect(await countRows(workspace.database, 'note')).toBe(1);
  });

  it('says both errors where the restore fails, too, and leaves the database as it is', async () => {
    const workspace = await startUpWorkspace(on, failingOutside(on));
    const folder = join(workspace.root, '.orchestrate/backups');
    const onEvent = (event: OrchestrateEvent): void => {
      if (event.kind !== 'revision-started') return;
      for (const name of readdirSync(folder))
        if (name.endsWith('.backup')) writeFileSync(join(folder, name), 'cut off');
    };
    const result = await start(workspace, { onEvent });
    expect(result).toMatchObject({
      success: false,
      error: { code: 'UPGRADE.REVISION_FAILED' },
      recovery: { kind: 'kept', restoreError: { code: 'BACKUP.DAMAGED', kind: 'failure' } },
    });
    expect(await countRows(workspace.database, 'item')).toBe(ITEMS + 1 - 10);
  });

  it('takes back what it cannot verify, and applies nothing that it cannot back up', async () => {
    const workspace = await startUpWorkspace(
      on,
      'DELETE FROM "_prisma_migrations" WHERE "migration_name" LIKE \'%fill\';\n',
    );
    const before = await workspace.snapshot();
    const folder = join(workspace.root, '.orchestrate/backups');
    mkdirSync(join(workspace.root, '.orchestrate'));
    writeFileSync(folder, 'no folder');
    const refused = await start(workspace);
    expect(refused).toMatchObject({
      success: false,
      error: { code: 'BACKUP.FAILED' },
      recovery: { kind: 'unchanged' },
    });
    const forgotten = await start(workspace, { backup: false });
    expect(forgotten).toMatchObject({
      backupPath: null,
      error: { code: 'START.NOT_VERIFIED' },
      recovery: { kind: 'rolled-back' },
    });
    workspace.remove('.orchestrate');
    if (!workspace.database.isFile) expect(await workspace.snapshot()).toEqual(before);
    expect(await countRows(workspace.database, 'item')).toBe(ITEMS);
  });

  it('goes on beside newer code, unless that is refused', async () => {
    const workspace = await startUpWorkspace(on);
    await start(workspace, { backup: false });
    workspace.remove(workspace.directoryOf(THIRD));
    const warnings: string[] = [];
    const onEvent = (event: OrchestrateEvent): void => void (event.kind === 'warning' && warnings.push(event.code));
    expect(await start(workspace, { onEvent })).toMatchObject({
      success: true,
      behind: true,
      current: { core: [SECOND] },
    });
    expect(warnings).toEqual(['START.BEHIND']);
    const { exitCode, stderr } = await workspace.run('auto-migrate', '--refuse-behind');
    expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: expect.stringContaining('START.BEHIND') });
    // What the code has and the database has not is another matter.
    workspace.revision('core/20260104000000_other', {
      up: 'CREATE TABLE "other" ("n" INTEGER);\n',
      parent: '20260102000000_fill',
    });
    expect(await start(workspace)).toMatchObject({ success: false, error: { code: 'HISTORY.MISSING_REVISION' } });
  });

  it('goes on where newer code was faster while it waited', async () => {
    const older = await startUpWorkspace(on);
    const newer = await startUpWorkspace(on);
    older.remove(older.directoryOf(THIRD));
    const databaseUrl = older.database.url.replace('file:./', `file:${older.root}/`);
    let waiting: Promise<AutoMigrateResult> | undefined;
    const beforeUpgrade = (): Promise<void> =>
      new Promise((resolve) => {
        const onEvent = ({ kind }: OrchestrateEvent): void => void (kind === 'lock-waiting' && resolve());
        waiting = start(older, { backup: false, onEvent });
      });
    const upgraded = await start(newer, { backup: false, databaseUrl, hooks: { beforeUpgrade } });
    expect(upgraded).toMatchObject({ success: true, applied: [SECOND, THIRD] });
    expect(await waiting).toMatchObject({ success: true, applied: [], behind: true, current: { core: [SECOND] } });
    expect(await countRows(older.database, 'item')).toBe(ITEMS + 1);
  });

  it('asks who is there before data goes, and nobody otherwise', async () => {
    const workspace = await startUpWorkspace(on, 'DROP TABLE "item";\n');
    const asked: unknown[] = [];
    const confirm: AutoMigrateOptions['confirm'] = async ({ losses }) => {
      asked.push(losses.map(({ message }) => message));
      return false;
    };
    const declined = await start(workspace, { confirm });
    expect(declined).toMatchObject({ success: false, error: { code: 'UPGRADE.DESTRUCTIVE', kind: 'consent' } });
    expect(asked).toEqual([['item: 50 rows']]);
    expect(await countRows(workspace.database, 'item')).toBe(ITEMS);
    const { losses } = await start(workspace, { dryRun: true });
    expect(losses).toMatchObject([{ table: 'item', rows: ITEMS, revision: THIRD }]);
    const agreed = await start(workspace, { backup: false, allowDestructive: true, confirm });
    expect(agreed).toMatchObject({ success: true, applied: [SECOND, THIRD], losses: [{ table: 'item', rows: ITEMS }] });
    expect(asked).toHaveLength(1);
  });

  it('has nobody to ask without a terminal', async () => {
    const workspace = await startUpWorkspace(on, 'DROP TABLE "item";\n');
    expect(await workspace.ok('auto-migrate', '--no-backup')).toMatchObject({ applied: [SECOND, THIRD], losses: [] });
  });
});

describe.each(BACKED_UP.filter(({ provider }) => provider === 'postgresql'))('auto-migrate on $name', (on) => {
  it('gives each revision a transaction where they cannot share one', async () => {
    const workspace = await startUpWorkspace(on, `ALTER TABLE "note" ADD COLUMN "mood" "mood" DEFAULT 'new';\n`);
    await workspace.database.execute(`CREATE TYPE "mood" AS ENUM ('old');`);
    workspace.write({ [`${workspace.directoryOf(SECOND)}/migration.sql`]: `ALTER TYPE "mood" ADD VALUE 'new';\n` });
    expect(await start(workspace, { backup: false })).toMatchObject({ success: true, applied: [SECOND, THIRD] });
  });
});

describe('auto-migrate', () => {
  it('returns what can be expected to fail, and ends with the exit code of its kind', async () => {
    const workspace = await startUpWorkspace(SQLITE);
    expect(await start(workspace, { cwd: '/nowhere' })).toMatchObject({
      success: false,
      database: null,
      current: null,
      error: { code: 'WORKSPACE.NOT_FOUND', kind: 'usage' },
    });
    expect(await start(workspace, { signal: AbortSignal.abort() })).toMatchObject({ error: { kind: 'interrupted' } });
    const unknown = { databaseUrl: 'postgresql://me:secret@127.0.0.1:1/none' };
    const unreachable = await start(workspace, unknown);
    expect(unreachable.success).toBe(false);
    expect(JSON.stringify(unreachable)).not.toContain('secret');
    const { exitCode, stdout } = await workspace.run('auto-migrate', '--config', 'missing.json', '--json');
    expect({ exitCode, result: JSON.parse(stdout) }).toMatchObject({
      exitCode: 2,
      result: { ok: false, result: { success: false, error: { kind: 'usage' } } },
    });
  });

  it('restores what went before, where each revision is to have a transaction of its own', async () => {
    const workspace = await startUpWorkspace(SQLITE, 'DROP TABLE "nowhere";\n');
    expect(await start(workspace, { tx: 'revision' })).toMatchObject({ applied: [], recovery: { kind: 'restored' } });
    expect(await countRows(workspace.database, 'item')).toBe(ITEMS);
    const afterUpgrade = (): void => {
      throw new Error('no');
    };
    workspace.write({ [`${workspace.directoryOf(THIRD)}/migration.sql`]: '-- nothing\n' });
    expect(await start(workspace, { hooks: { afterUpgrade } })).toMatchObject({
      success: false,
      applied: [SECOND, THIRD],
      error: { code: 'HOOK.FAILED' },
      recovery: { kind: 'kept' },
    });
    expect(await start(workspace)).toMatchObject({ success: true, applied: [] });
  });

  it('makes revisions while developing, and nowhere else', async () => {
    const workspace = await startUpWorkspace(SQLITE, '-- nothing\n');
    workspace.fragment(
      'core',
      'model item {\n  id   Int     @id\n  name String?\n  size Int?\n}\n\nmodel note {\n  text String\n\n  @@ignore\n}\n',
    );
    for (const surroundings of [{ NODE_ENV: 'production' }, { CI: 'true' }]) {
      const environment = { ...process.env, CI: '', ...surroundings };
      expect(await start(workspace, { makeRevisions: true, environment })).toMatchObject({
        success: false,
        made: [],
        error: { code: 'START.DEVELOPMENT_ONLY', kind: 'usage' },
      });
    }
    const environment = { ...process.env, CI: '' };
    const { made, applied, error } = await start(workspace, {
      makeRevisions: true,
      allowDestructive: true,
      environment,
    });
    expect(error).toBeNull();
    expect(made).toEqual([expect.stringMatching(/^core\/\d{14}_follow_the_schema$/)]);
    expect(applied).toEqual([SECOND, THIRD, ...made]);
    expect(await start(workspace, { makeRevisions: true, environment })).toMatchObject({ success: true, made: [] });
  });

  it('loads neither engines nor anything else that is heavy where nothing is pending', async () => {
    const workspace = await startUpWorkspace(SQLITE);
    expect((await start(workspace)).applied).toHaveLength(2);
    const hook = `import { appendFileSync } from 'node:fs';
export async function load(url, context, next) { appendFileSync(process.env.LOADED, url + '\\n'); return next(url, context); }`;
    const program = `import { register } from 'node:module';
register('data:text/javascript,' + encodeURIComponent(${JSON.stringify(hook)}));
const { autoMigrate } = await import('@prisma-orchestrate/core/operations/auto-migrate');
const { success, applied } = await autoMigrate({ cwd: process.env.WORKSPACE });
console.log(success, applied.length);`;
    const { stdout } = await execa(process.execPath, ['--input-type=module', '-e', program], {
      cwd: repositoryRoot,
      env: { WORKSPACE: workspace.root, LOADED: join(workspace.root, 'loaded.txt') },
    });
    expect(stdout).toBe('true 0');
    const loaded = workspace.read('loaded.txt');
    expect(loaded).toContain('operations/auto-migrate.js');
    expect(loaded.match(/node_modules\/(?:zod|libpg-query|@prisma|jiti|execa|pg)\//g)).toBeNull();
    expect(loaded).not.toContain('operations/run/migrate.js');
  });
});
