import { createHash } from 'node:crypto';
import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DATABASES } from './support/databases.js';
import { BLOG_1, BLOG_2, CORE_1, CORE_2, interleaved } from './support/interleaved-workspace.js';
import { type DatabaseKind, objectsOf, readContents, tablesOf } from './support/test-database.js';
import { TestWorkspace } from './support/test-workspace.js';

/** The same with one more revision of core, that fails at its third statement. */
async function failing(on: DatabaseKind): Promise<{ workspace: TestWorkspace; id: string; file: string }> {
  const workspace = await interleaved(on);
  const id = 'core/20260105000000_fails';
  workspace.revision(id, {
    up: 'CREATE TABLE "A" ("id" INTEGER);\n\nINSERT INTO "A" VALUES (1);\nINSERT INTO "Nowhere" VALUES (1);\n',
  });
  return { workspace, id, file: `${workspace.directoryOf(id)}/migration.sql` };
}

describe.each(DATABASES)('on $name', (on) => {
  describe('a fresh database', () => {
    it('replays what happened, in the order in which it happened', async () => {
      const workspace = await interleaved(on);
      expect(await workspace.upgrade('--all')).toEqual([CORE_1, BLOG_1, CORE_2, BLOG_2]);
      expect(await workspace.database.query('SELECT * FROM "Post"')).toEqual([{ id: 1, by: 'ann', title: null }]);
      const user = (await workspace.database.schema())['table User'] ?? [];
      expect(user.filter((part) => part.startsWith('column '))).toHaveLength(1);
    });

    it('gets a history table for each extension, as Prisma writes it', async () => {
      const workspace = await interleaved(on);
      const before = Date.now();
      await workspace.upgrade('--all');
      for (const [extension, ids] of [
        ['core', [CORE_1, CORE_2]],
        ['blog', [BLOG_1, BLOG_2]],
      ] as const) {
        const rows = await workspace.database.history(extension);
        expect(rows.map(({ migration_name }) => `${extension}/${migration_name}`)).toEqual(ids);
        for (const row of rows) {
          const directory = workspace.directoryOf(`${extension}/${row.migration_name}`);
          const sql = workspace.read(`${directory}/migration.sql`);
          // For when the code of an extension is gone; core's rows are Prisma's to the letter.
          const kept = expect.stringMatching(/^orchestrate: kept down\.sql, requires \[.*\]\n/);
          expect(row).toMatchObject({
            id: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
            checksum: createHash('sha256').update(sql).digest('hex'),
            logs: extension === 'core' ? null : kept,
            rolled_back_at: null,
            applied_steps_count: 1,
          });
          if (extension !== 'core') expect(row.logs?.endsWith(workspace.read(`${directory}/down.sql`))).toBe(true);
          expect(row.started_at).toBeGreaterThanOrEqual(before);
          expect(row.finished_at).toBeGreaterThanOrEqual(row.started_at);
        }
      }
    });
  });

  describe('what is applied', () => {
    it('is core unless something else is asked for, with what the target requires', async () => {
      const workspace = await interleaved(on);
      expect(await workspace.upgrade('--target', '+1')).toEqual([CORE_1]);
      expect(await workspace.upgrade()).toEqual([CORE_2]);
      const other = await interleaved(on);
      expect(await other.upgrade('--extension', 'blog', '--target', '20260102')).toEqual([CORE_1, BLOG_1]);
      expect(await other.upgrade('--extension', 'blog', '--target', 'blog/20260104000000_titles')).toEqual([
        CORE_2,
        BLOG_2,
      ]);
    });

    it('goes +N, to a name, to the start of one, or to the head', async () => {
      const workspace = await interleaved(on);
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
      const workspace = await interleaved(on);
      await workspace.upgrade('--all');
      workspace.fragment('billing', '');
      const late = 'billing/20260101120000_late';
      workspace.revision(late, { up: 'CREATE TABLE "Late" ("id" INTEGER);', requires: [CORE_1] });
      expect(await workspace.upgrade('--all')).toEqual([late]);
    });

    it('is nothing where nothing is pending, and then nothing is written', async () => {
      const workspace = await interleaved(on);
      await workspace.upgrade('--all');
      const before = await workspace.snapshot();
      const run = await workspace.run('upgrade', '--all');
      const stdout = `Nothing to apply to ${workspace.database.display}.\n`;
      expect(run).toMatchObject({ exitCode: 0, stdout, stderr: '' });
      expect(await workspace.snapshot()).toEqual(before);
    });
  });

  describe('a plan that is only looked at', () => {
    it('changes nothing, not even where no database is', async () => {
      const workspace = await interleaved(on);
      const before = await workspace.snapshot();
      const dry = await workspace.run('upgrade', '--all', '--dry-run');
      expect(dry.exitCode).toBe(0);
      expect(dry.stdout.match(/(core|blog)\/\S+/g)).toEqual([CORE_1, BLOG_1, CORE_2, BLOG_2]);
      expect((await workspace.run('upgrade', '--all', '--sql')).exitCode).toBe(0);
      expect(await workspace.snapshot()).toEqual(before);
      await workspace.upgrade('--target', '+1');
      const applied = await workspace.snapshot();
      expect(await workspace.upgrade('--all', '--dry-run')).toEqual([BLOG_1, CORE_2, BLOG_2]);
      expect(await workspace.snapshot()).toEqual(applied);
    });

    it.each([['revision'], ['all'], ['none']])('gives a script that does what the run does: --tx %s', async (tx) => {
      const workspace = await interleaved(on);
      workspace.revision('blog/20260105000000_ids', { up: 'CREATE VIEW "ids" AS SELECT "id" FROM "User";\n' });
      for (const [number, up] of on.scripts.entries()) workspace.revision(`core/2026010600000${number}_own`, { up });
      const { stdout } = await workspace.run('upgrade', '--all', '--sql', '--tx', tx);
      const byHand = await on.create(workspace.root, 'by-hand.db');
      await byHand.execute(stdout);
      await workspace.upgrade('--all', '--tx', tx);
      expect(await readContents(byHand)).toEqual(await readContents(workspace.database));
      expect(await byHand.historySchema()).toEqual(await workspace.database.historySchema());
    });
  });

  describe('a revision that fails', () => {
    it('is rolled back, recorded with its log, named with the statement, and works once it is corrected', async () => {
      const { workspace, id, file } = await failing(on);
      const { exitCode, stdout, stderr } = await workspace.run('upgrade', '--all');
      expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
      const text = stderr.replace(/\s+/g, ' ');
      expect(text).toContain(`${id} could not be applied, at statement 3 (${file}:4): ${on.noTable('Nowhere')}`);
      expect(text).toContain('then run: orchestrate upgrade --all');
      expect(await tablesOf(workspace.database)).toEqual(['Post', 'User']);
      const failed = (await workspace.database.history('core')).at(-1);
      expect(failed).toMatchObject({
        migration_name: '20260105000000_fails',
        finished_at: null,
        applied_steps_count: 0,
      });
      expect(failed?.rolled_back_at).not.toBeNull();
      expect(failed?.logs).toContain(`Migration name: 20260105000000_fails\n\nDatabase error code: ${on.noTableCode}`);

      workspace.write({ [file]: workspace.read(file).replace('"Nowhere"', '"A"') });
      expect(await workspace.upgrade('--all')).toEqual([id]);
      expect(await workspace.database.query('SELECT count(*) AS n FROM "A"')).toEqual([{ n: 2 }]);
      expect(await workspace.upgrade('--all')).toEqual([]);
    });

    it('takes the whole run back with --tx all', async () => {
      const { workspace } = await failing(on);
      const refusal = await workspace.refused('upgrade', '--all', '--tx', 'all');
      expect(refusal).toMatchObject({ exitCode: 1, code: 'UPGRADE.REVISION_FAILED' });
      expect(refusal.message).toContain('The whole run of 5 was rolled back');
      expect(await objectsOf(workspace.database)).toEqual([]);
    });

    it('gives a command to copy, whatever the revision is called', async () => {
      const workspace = await interleaved(on);
      workspace.revision("core/20260105000000 it's", { up: 'DELETE FROM "Nowhere";' });
      const refusal = await workspace.refused('upgrade', '--target', '20260105');
      expect(refusal.fix).toContain(`orchestrate upgrade --target '20260105000000 it'\\''s'`);
    });

    it('goes on after the statements that are through with --tx none', async () => {
      const { workspace, id, file } = await failing(on);
      const refusal = await workspace.refused('upgrade', '--all', '--tx', 'none');
      expect(refusal.message).toContain('2 of its 3 statements are through');
      expect(await workspace.database.query('SELECT * FROM "A"')).toEqual([{ id: 1 }]);
      workspace.write({ [file]: workspace.read(file).replace('"Nowhere"', '"A"') });
      expect(await workspace.upgrade('--all', '--tx', 'none')).toEqual([id]);
      expect(await workspace.database.query('SELECT count(*) AS n FROM "A"')).toEqual([{ n: 2 }]);
      expect((await workspace.database.history('core')).map(({ finished_at }) => finished_at !== null)).toEqual([
        true,
        true,
        true,
      ]);
    });

    it('stops half-way where it cannot run in a transaction, and goes on from there', async () => {
      const workspace = await interleaved(on);
      const id = 'core/20260105000000_vacuum';
      const file = `${workspace.directoryOf(id)}/migration.sql`;
      const rest = 'INSERT INTO "A" VALUES (2);\nINSERT INTO "Nowhere" VALUES (3);\n';
      workspace.revision(id, { up: `CREATE TABLE "A" ("id" INTEGER);\nINSERT INTO "A" VALUES (1);\nVACUUM;\n${rest}` });
      const all = await workspace.refused('upgrade', '--all', '--tx', 'all');
      expect(all).toMatchObject({ exitCode: 1, code: 'RUN.NOT_TRANSACTIONAL' });
      expect(await objectsOf(workspace.database)).toEqual([]);
      expect(await workspace.refused('upgrade', '--all', '--tx', 'all', '--dry-run')).toEqual(all);

      const refusal = await workspace.refused('upgrade', '--all');
      expect(refusal).toMatchObject({ exitCode: 1, code: 'UPGRADE.REVISION_FAILED' });
      expect(refusal.message).toContain(`statement 5 (${file}:5)`);
      expect(refusal.message).toContain('4 of its 5 statements are through');
      const [row] = (await workspace.database.history('core')).slice(-1);
      expect(row).toMatchObject({ finished_at: null, rolled_back_at: null });
      expect(row?.logs).toContain('4 of 5 statements done');

      const status = await workspace.run('status');
      expect(status).toMatchObject({ exitCode: 1, stdout: expect.stringContaining('HISTORY.HALF_DONE') });
      expect(status.stdout).toContain('with its migration.sql corrected where a statement failed');

      const directory = join(workspace.root, workspace.directoryOf(id));
      renameSync(directory, `${directory}-away`);
      expect((await workspace.run('status')).stdout).toMatch(/ core .* 1 failed$/m);
      renameSync(`${directory}-away`, directory);

      workspace.write({ [file]: workspace.read(file).replace('(1)', '(7)') });
      expect((await workspace.refused('upgrade', '--all')).code).toBe('RUN.CANNOT_RESUME');
      workspace.write({ [file]: workspace.read(file).replace('(7)', '(1)').replace('"Nowhere"', '"A"') });
      expect(await workspace.upgrade('--all')).toEqual([id]);
      expect(await workspace.database.query('SELECT "id" FROM "A"')).toEqual([{ id: 1 }, { id: 2 }, { id: 3 }]);
      expect((await workspace.database.history('core')).at(-1)).toMatchObject({
        logs: null,
        rolled_back_at: null,
        applied_steps_count: 1,
      });
    });
  });

  describe('a key that a foreign key of another extension needs', () => {
    it('is not dropped', async () => {
      const workspace = await TestWorkspace.on(on, { blog: '' });
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
      expect(refusal.message).toContain(on.neededKey);
      expect((await workspace.database.schema())['table User']).toContain('index nick unique=1 partial=0 on nick');
    });
  });

  describe('hooks', () => {
    const print = (variable: string, file: string) =>
      `node -e "require('fs').appendFileSync('${file}', process.env.${variable} + '\\n')"`;

    it('run around an upgrade that does something, and are told what', async () => {
      const workspace = await interleaved(on, {
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
      const workspace = await interleaved(on, { hooks: { beforeUpgrade: 'echo not today && exit 4' } });
      const refusal = await workspace.refused('upgrade', '--all');
      expect(refusal).toMatchObject({ exitCode: 1, code: 'HOOK.FAILED' });
      expect(refusal.message).toMatch(/beforeUpgrade .* ended with 4:\nnot today/);
      expect(refusal.fix).toContain('hooks.beforeUpgrade');
      expect(await objectsOf(workspace.database)).toEqual([]);
    });

    it('leave what is done when the one after it fails, and say so', async () => {
      const workspace = await interleaved(on, { hooks: { beforeUpgrade: 'exit 1', afterUpgrade: 'exit 5' } });
      expect(await workspace.upgrade('--all', '--dry-run')).toHaveLength(4);
      workspace.write({ 'orchestrate.config.json': JSON.stringify({ hooks: { afterUpgrade: 'exit 5' } }) });
      const refusal = await workspace.refused('upgrade', '--all');
      expect(refusal).toMatchObject({ exitCode: 1, code: 'HOOK.FAILED' });
      expect(refusal.fix).toContain('what it follows is done and stays');
      expect(await workspace.upgrade('--all')).toEqual([]);
    });

    it('run after a revision was made', async () => {
      const workspace = await TestWorkspace.on(
        on,
        {},
        {
          'orchestrate.config.json': JSON.stringify({
            hooks: { afterRevision: print('ORCHESTRATE_REVISION', 'made') },
          }),
        },
      );
      const { revision } = await workspace.ok<{ revision: string }>('revision', '-m', 'First');
      expect(workspace.read('made')).toBe(`${revision}\n`);
    });
  });
});
