import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { describeSchema } from './support/describe-schema.js';
import { TestWorkspace } from './support/test-workspace.js';

const CORE_1 = 'core/20260101000000_users';
const BLOG_1 = 'blog/20260102000000_posts';
const CORE_2 = 'core/20260103000000_no_nick';
const BLOG_2 = 'blog/20260104000000_titles';

/**
 * Two extensions whose revisions only run in the order in which they were made: the first of blog reads a column that
 * the second of core drops.
 */
function interleaved(config: object = {}): TestWorkspace {
  const workspace = new TestWorkspace({ blog: '' }, { 'orchestrate.config.json': JSON.stringify(config) });
  workspace.revision(CORE_1, {
    up: 'CREATE TABLE "User" ("id" INTEGER PRIMARY KEY, "nick" TEXT);\nINSERT INTO "User" VALUES (1, \'ann\');\n',
    down: 'DROP TABLE "User";',
  });
  workspace.revision(BLOG_1, {
    up: 'CREATE TABLE "Post" ("id" INTEGER PRIMARY KEY, "by" TEXT);\nINSERT INTO "Post" SELECT "id", "nick" FROM "User";\n',
    down: 'DROP TABLE "Post";',
    requires: [CORE_1],
  });
  workspace.revision(CORE_2, {
    up: 'ALTER TABLE "User" DROP COLUMN "nick";\n',
    down: 'ALTER TABLE "User" ADD COLUMN "nick" TEXT;',
  });
  workspace.revision(BLOG_2, {
    up: 'ALTER TABLE "Post" ADD COLUMN "title" TEXT;\n',
    down: 'ALTER TABLE "Post" DROP COLUMN "title";',
    requires: [CORE_2],
  });
  return workspace;
}

/** The same with one more revision of core, that fails at its third statement. */
function failing(): { workspace: TestWorkspace; id: string; file: string } {
  const workspace = interleaved();
  const id = 'core/20260105000000_fails';
  workspace.revision(id, {
    up: 'CREATE TABLE "A" ("id" INTEGER);\n\nINSERT INTO "A" VALUES (1);\nINSERT INTO "Nowhere" VALUES (1);\n',
  });
  return { workspace, id, file: `${workspace.directoryOf(id)}/migration.sql` };
}

describe('a fresh database', () => {
  it('replays what happened, in the order in which it happened', async () => {
    const workspace = interleaved();
    expect(await workspace.upgrade('--all')).toEqual([CORE_1, BLOG_1, CORE_2, BLOG_2]);
    expect(workspace.query('SELECT * FROM "Post"')).toEqual([{ id: 1, by: 'ann', title: null }]);
    expect(workspace.schema()['table User']).toHaveLength(1);
  });

  it('gets a history table for each extension, as Prisma writes it', async () => {
    const workspace = interleaved();
    const before = Date.now();
    await workspace.upgrade('--all');
    for (const [extension, ids] of [
      ['core', [CORE_1, CORE_2]],
      ['blog', [BLOG_1, BLOG_2]],
    ] as const) {
      const rows = workspace.history(extension);
      expect(rows.map(({ migration_name }) => `${extension}/${migration_name}`)).toEqual(ids);
      for (const row of rows) {
        const sql = workspace.read(`${workspace.directoryOf(`${extension}/${row.migration_name}`)}/migration.sql`);
        expect(row).toMatchObject({
          id: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
          checksum: createHash('sha256').update(sql).digest('hex'),
          logs: null,
          rolled_back_at: null,
          applied_steps_count: 1,
        });
        expect(row.started_at).toBeGreaterThanOrEqual(before);
        expect(row.finished_at).toBeGreaterThanOrEqual(row.started_at);
      }
    }
  });
});

describe('what is applied', () => {
  it('is core unless something else is asked for, with what the target requires', async () => {
    const workspace = interleaved();
    expect(await workspace.upgrade('--target', '+1')).toEqual([CORE_1]);
    expect(await workspace.upgrade()).toEqual([CORE_2]);
    const other = interleaved();
    expect(await other.upgrade('--extension', 'blog', '--target', '20260102')).toEqual([CORE_1, BLOG_1]);
    expect(await other.upgrade('--extension', 'blog', '--target', 'blog/20260104000000_titles')).toEqual([
      CORE_2,
      BLOG_2,
    ]);
  });

  it('goes +N, to a name, to the start of one, or to the head', async () => {
    const workspace = interleaved();
    expect(await workspace.upgrade('--extension', 'blog', '--target', '+1')).toEqual([CORE_1, BLOG_1]);
    expect(await workspace.upgrade('--extension', 'blog', '--target', 'head')).toEqual([CORE_2, BLOG_2]);
    for (const [target, code] of [
      ['2027', 'TARGET.UNKNOWN'],
      ['2026', 'TARGET.AMBIGUOUS'],
      ['+1', 'TARGET.OUT_OF_RANGE'],
    ] as const) {
      const refusal = await workspace.refused('upgrade', '--extension', 'blog', '--target', target);
      expect(refusal).toMatchObject({ exitCode: 2, code });
    }
  });

  it('includes a revision that was merged late', async () => {
    const workspace = interleaved();
    await workspace.upgrade('--all');
    workspace.fragment('billing', '');
    const late = 'billing/20260101120000_late';
    workspace.revision(late, { up: 'CREATE TABLE "Late" ("id" INTEGER);', requires: [CORE_1] });
    expect(await workspace.upgrade('--all')).toEqual([late]);
  });

  it('is nothing where nothing is pending, and then nothing is written', async () => {
    const workspace = interleaved();
    await workspace.upgrade('--all');
    const before = workspace.snapshot();
    const run = await workspace.run('upgrade', '--all');
    expect(run).toMatchObject({ exitCode: 0, stdout: 'Nothing to apply to file:./prisma/dev.db.\n', stderr: '' });
    expect(workspace.snapshot()).toEqual(before);
  });
});

describe('a plan that is only looked at', () => {
  it('changes nothing, not even where no database is', async () => {
    const workspace = interleaved();
    const before = workspace.snapshot();
    const dry = await workspace.run('upgrade', '--all', '--dry-run');
    expect(dry.exitCode).toBe(0);
    expect(dry.stdout.match(/(core|blog)\/\S+/g)).toEqual([CORE_1, BLOG_1, CORE_2, BLOG_2]);
    expect((await workspace.run('upgrade', '--all', '--sql')).exitCode).toBe(0);
    expect(workspace.snapshot()).toEqual(before);
    await workspace.upgrade('--target', '+1');
    const applied = workspace.snapshot();
    expect(await workspace.upgrade('--all', '--dry-run')).toEqual([BLOG_1, CORE_2, BLOG_2]);
    expect(workspace.snapshot()).toEqual(applied);
  });

  it.each([['revision'], ['all'], ['none']])('gives a script that does what the run does: --tx %s', async (tx) => {
    const workspace = interleaved();
    const rebuild = [
      'PRAGMA foreign_keys=OFF;',
      'CREATE TABLE "new_User" ("id" INTEGER PRIMARY KEY, "name" TEXT);',
      'INSERT INTO "new_User" ("id") SELECT "id" FROM "User";',
      'DROP TABLE "User";',
      'ALTER TABLE "new_User" RENAME TO "User";',
      'PRAGMA foreign_keys=ON;',
    ];
    workspace.revision('blog/20260105000000_code', {
      up: 'CREATE VIEW "ids" AS SELECT "id" FROM "User";\nCREATE TRIGGER "t" AFTER INSERT ON "Post" BEGIN\n  SELECT 1; SELECT 2;\nEND;\n',
    });
    workspace.revision('core/20260106000000_rebuild', { up: rebuild.join('\n') });
    const { stdout } = await workspace.run('upgrade', '--all', '--sql', '--tx', tx);
    const byHand = new BetterSqlite3(':memory:');
    byHand.exec(stdout);
    await workspace.upgrade('--all', '--tx', tx);
    expect(describeSchema(byHand)).toEqual(workspace.schema());
    for (const table of ['_prisma_migrations', '_prisma_migrations_blog']) {
      const columns =
        '"migration_name", "checksum", "logs", "applied_steps_count", "finished_at" IS NULL, "rolled_back_at"';
      const rows = `SELECT ${columns} FROM "${table}"`;
      expect(byHand.prepare(rows).all()).toEqual(workspace.query(rows));
      const create = `SELECT "sql" FROM sqlite_schema WHERE "name" = '${table}'`;
      expect(byHand.prepare(create).all()).toEqual(workspace.query(create));
    }
    byHand.close();
  });
});

describe('a revision that fails', () => {
  it('is rolled back, recorded with its log, named with the statement, and works once it is corrected', async () => {
    const { workspace, id, file } = failing();
    const { exitCode, stdout, stderr } = await workspace.run('upgrade', '--all');
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    const text = stderr.replace(/\s+/g, ' ');
    expect(text).toContain(`${id} could not be applied, at statement 3 (${file}:4): no such table: Nowhere`);
    expect(text).toContain('then run: orchestrate upgrade --all');
    expect(workspace.tables()).toEqual(['Post', 'User']);
    const failed = workspace.history('core').at(-1);
    expect(failed).toMatchObject({ migration_name: '20260105000000_fails', finished_at: null, applied_steps_count: 0 });
    expect(failed?.rolled_back_at).not.toBeNull();
    expect(failed?.logs).toContain('Migration name: 20260105000000_fails\n\nDatabase error code: SQLITE_ERROR');

    workspace.write({ [file]: workspace.read(file).replace('"Nowhere"', '"A"') });
    expect(await workspace.upgrade('--all')).toEqual([id]);
    expect(workspace.query('SELECT count(*) AS n FROM "A"')).toEqual([{ n: 2 }]);
    expect(await workspace.upgrade('--all')).toEqual([]);
  });

  it('takes the whole run back with --tx all', async () => {
    const { workspace } = failing();
    const refusal = await workspace.refused('upgrade', '--all', '--tx', 'all');
    expect(refusal).toMatchObject({ exitCode: 1, code: 'UPGRADE.REVISION_FAILED' });
    expect(refusal.message).toContain('The whole run of 5 was rolled back');
    expect(workspace.query('SELECT name FROM sqlite_schema')).toEqual([]);
  });

  it('gives a command to copy, whatever the revision is called', async () => {
    const workspace = interleaved();
    workspace.revision("core/20260105000000 it's", { up: 'DROP TABLE "Nowhere";' });
    const refusal = await workspace.refused('upgrade', '--target', '20260105');
    expect(refusal.fix).toContain(`orchestrate upgrade --target '20260105000000 it'\\''s'`);
  });

  it('goes on after the statements that are through with --tx none', async () => {
    const { workspace, id, file } = failing();
    const refusal = await workspace.refused('upgrade', '--all', '--tx', 'none');
    expect(refusal.message).toContain('2 of its 3 statements are through');
    expect(workspace.query('SELECT * FROM "A"')).toEqual([{ id: 1 }]);
    workspace.write({ [file]: workspace.read(file).replace('"Nowhere"', '"A"') });
    expect(await workspace.upgrade('--all', '--tx', 'none')).toEqual([id]);
    expect(workspace.query('SELECT count(*) AS n FROM "A"')).toEqual([{ n: 2 }]);
    expect(workspace.history('core').map(({ finished_at }) => finished_at !== null)).toEqual([true, true, true]);
  });

  it('stops half-way where it cannot run in a transaction, and goes on from there', async () => {
    const workspace = interleaved();
    const id = 'core/20260105000000_vacuum';
    const file = `${workspace.directoryOf(id)}/migration.sql`;
    const rest = 'INSERT INTO "A" VALUES (2);\nINSERT INTO "Nowhere" VALUES (3);\n';
    workspace.revision(id, { up: `CREATE TABLE "A" ("id" INTEGER);\nINSERT INTO "A" VALUES (1);\nVACUUM;\n${rest}` });
    const all = await workspace.refused('upgrade', '--all', '--tx', 'all');
    expect(all).toMatchObject({ exitCode: 1, code: 'RUN.NOT_TRANSACTIONAL' });
    expect(workspace.query('SELECT name FROM sqlite_schema')).toEqual([]);

    const refusal = await workspace.refused('upgrade', '--all');
    expect(refusal).toMatchObject({ exitCode: 1, code: 'UPGRADE.REVISION_FAILED' });
    expect(refusal.message).toContain(`statement 5 (${file}:5)`);
    expect(refusal.message).toContain('4 of its 5 statements are through');
    const [row] = workspace.history('core').slice(-1);
    expect(row).toMatchObject({ finished_at: null, rolled_back_at: null });
    expect(row?.logs).toContain('4 of 5 statements done');

    const directory = join(workspace.root, workspace.directoryOf(id));
    renameSync(directory, `${directory}-away`);
    expect((await workspace.run('status')).stdout).toMatch(/^core .* 1 failed$/m);
    renameSync(`${directory}-away`, directory);

    workspace.write({ [file]: workspace.read(file).replace('(1)', '(7)') });
    expect((await workspace.refused('upgrade', '--all')).code).toBe('RUN.CANNOT_RESUME');
    workspace.write({ [file]: workspace.read(file).replace('(7)', '(1)').replace('"Nowhere"', '"A"') });
    expect(await workspace.upgrade('--all')).toEqual([id]);
    expect(workspace.query('SELECT "id" FROM "A"')).toEqual([{ id: 1 }, { id: 2 }, { id: 3 }]);
    expect(workspace.history('core').at(-1)).toMatchObject({
      logs: null,
      rolled_back_at: null,
      applied_steps_count: 1,
    });
  });
});

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
      const workspace = new TestWorkspace({});
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
      expect(workspace.query('SELECT * FROM "Child"')).toEqual([{ id: 1, of: 1 }]);
      expect(workspace.schema()['table Child']).toContain(
        'foreign key of -> Parent.id delete=CASCADE update=NO ACTION',
      );
      expect(workspace.query('PRAGMA foreign_key_check')).toEqual([]);

      workspace.revision('core/20260104000000_orphans', { up: 'DELETE FROM "Parent";' });
      const refusal = await workspace.refused('upgrade', '--tx', tx);
      expect(refusal).toMatchObject({ exitCode: 1, code: 'UPGRADE.REVISION_FAILED' });
      expect(refusal.message).toContain('1 of Child without their Parent');
      expect(workspace.query('SELECT * FROM "Parent"')).toEqual([{ id: 1, more: '' }]);
    },
  );
});

describe('a key that a foreign key of another extension needs', () => {
  it('is not dropped', async () => {
    const workspace = new TestWorkspace({ blog: '' });
    workspace.revision('core/20260101000000_users', {
      up: 'CREATE TABLE "User" ("id" INTEGER PRIMARY KEY, "nick" TEXT);\nCREATE UNIQUE INDEX "nick" ON "User"("nick");',
    });
    workspace.revision('blog/20260102000000_posts', {
      up: 'CREATE TABLE "Post" ("by" TEXT REFERENCES "User"("nick"));',
      requires: ['core/20260101000000_users'],
    });
    workspace.revision('core/20260103000000_less', { up: 'DROP INDEX "nick";' });
    const refusal = await workspace.refused('upgrade', '--all');
    expect(refusal).toMatchObject({ exitCode: 1, code: 'UPGRADE.REVISION_FAILED' });
    expect(refusal.message).toContain('foreign key mismatch - "Post" referencing "User"');
    expect(workspace.schema()['table User']).toContain('index nick unique=1 partial=0 on nick');
  });
});

describe('hooks', () => {
  const print = (variable: string, file: string) =>
    `node -e "require('fs').appendFileSync('${file}', process.env.${variable} + '\\n')"`;

  it('run around an upgrade that does something, and are told what', async () => {
    const workspace = interleaved({
      hooks: {
        beforeUpgrade: print('ORCHESTRATE_REVISIONS', 'before'),
        afterUpgrade: print('ORCHESTRATE_REVISIONS', 'after'),
      },
    });
    await workspace.upgrade('--all');
    const told = `${[CORE_1, BLOG_1, CORE_2, BLOG_2].join(',')}\n`;
    expect([workspace.read('before'), workspace.read('after')]).toEqual([told, told]);
    await workspace.upgrade('--all');
    expect(workspace.read('before')).toBe(told);
  });

  it('stop it when the one before it fails', async () => {
    const workspace = interleaved({ hooks: { beforeUpgrade: 'echo not today && exit 4' } });
    const refusal = await workspace.refused('upgrade', '--all');
    expect(refusal).toMatchObject({ exitCode: 1, code: 'HOOK.FAILED' });
    expect(refusal.message).toMatch(/beforeUpgrade .* ended with 4:\nnot today/);
    expect(refusal.fix).toContain('hooks.beforeUpgrade');
    expect(workspace.query('SELECT name FROM sqlite_schema')).toEqual([]);
  });

  it('leave what is done when the one after it fails, and say so', async () => {
    const workspace = interleaved({ hooks: { beforeUpgrade: 'exit 1', afterUpgrade: 'exit 5' } });
    expect(await workspace.upgrade('--all', '--dry-run')).toHaveLength(4);
    workspace.write({ 'orchestrate.config.json': JSON.stringify({ hooks: { afterUpgrade: 'exit 5' } }) });
    const refusal = await workspace.refused('upgrade', '--all');
    expect(refusal).toMatchObject({ exitCode: 1, code: 'HOOK.FAILED' });
    expect(refusal.fix).toContain('what it follows is done and stays');
    expect(await workspace.upgrade('--all')).toEqual([]);
  });

  it('run after a revision was made', async () => {
    const workspace = new TestWorkspace(
      {},
      {
        'orchestrate.config.json': JSON.stringify({ hooks: { afterRevision: print('ORCHESTRATE_REVISION', 'made') } }),
      },
    );
    const { revision } = await workspace.ok<{ revision: string }>('revision', '-m', 'First');
    expect(workspace.read('made')).toBe(`${revision}\n`);
  });
});

describe('backup.beforeMigrate', () => {
  it('makes copies that can be restored, as many as are to be kept', async () => {
    const workspace = interleaved({ backup: { beforeMigrate: true, location: 'copies', keepCount: 2 } });
    for (const flags of [['--target', '+1'], ['--extension', 'blog', '--target', '+1'], ['--all']]) {
      await workspace.upgrade(...flags);
    }
    const directory = join(workspace.root, 'copies');
    const copies = readdirSync(directory).sort();
    expect(copies).toHaveLength(2);
    const copy = new BetterSqlite3(readFileSync(join(directory, copies[1] ?? '')));
    expect(Object.keys(describeSchema(copy))).toEqual(['table Post', 'table User']);
    expect(copy.prepare('SELECT migration_name FROM _prisma_migrations').pluck().all()).toEqual([
      CORE_1.slice('core/'.length),
    ]);
    copy.close();
    await workspace.upgrade('--all');
    expect(readdirSync(directory).sort()).toEqual(copies);
    expect(existsSync(join(directory, `${copies[0]}.unfinished`))).toBe(false);
  });
});
