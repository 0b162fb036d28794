// What people see of backups, and the exit codes that scripts go by.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { SQLITE } from './support/sqlite-test-database.js';
import { TestWorkspace } from './support/test-workspace.js';

it('backup and restore, as commands', async () => {
  const workspace = await TestWorkspace.on(SQLITE, {});
  workspace.revision('core/20260101000000_init', { up: 'CREATE TABLE "a" ("x" INTEGER); INSERT INTO "a" VALUES (1);' });
  expect(await workspace.run('backup')).toMatchObject({
    exitCode: 1,
    stderr: expect.stringContaining('BACKUP.NO_DATABASE'),
  });
  expect((await workspace.run('backup', '--list')).stdout).toContain('There are no backups in ');
  await workspace.upgrade('--all');
  const { stdout } = await workspace.run('backup');
  expect(stdout).toMatch(/^Backed up file:\S+ to \S+\.backup: [\d.]+ KiB, 2 rows\.\n$/);
  expect((await workspace.run('backup', '--list')).stdout).toMatch(
    /^backup +taken +size +state +revisions\n\d{8}T\d{9}Z\.backup .* unverified +core\/20260101000000_init\n$/,
  );
  expect(await workspace.refused('backup', '--keep', '0')).toMatchObject({ exitCode: 2, code: 'BACKUP.KEEPS_NONE' });
  expect(await workspace.refused('restore')).toMatchObject({ exitCode: 3, code: 'RESTORE.DESTRUCTIVE' });
  expect((await workspace.run('restore', '--verify')).stdout).toMatch(/^Verified: .* all values .* 2 rows in 2 tables/);

  await workspace.database.execute('INSERT INTO "a" VALUES (2)');
  const restored = await workspace.run('restore', '--yes');
  expect(restored).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^Restored file:/) });
  expect(restored.stderr).toMatch(
    /Bring it back with: orchestrate restore --database-url file:\S+dev\.db \S+dev\.db\.replaced-\d+T\d+Z\n/,
  );
  expect(await workspace.database.rows('a')).toHaveLength(1);

  workspace.revision('core/20260102000000_more', { up: 'CREATE TABLE "b" ("x" INTEGER);' });
  const older = await workspace.run('restore', '--allow-destructive', '--drop-replaced');
  expect(older.stderr).toBe('Pending now: 1 revision of core. Apply with: orchestrate upgrade --all\n');

  const folder = join(workspace.root, '.orchestrate/backups');
  const manifest = join(folder, readdirSync(folder).find((name) => name.endsWith('.json')) ?? '');
  writeFileSync(manifest, readFileSync(manifest, 'utf8').replace('"rows": 1', '"rows": 9'));
  const differing = await workspace.run('restore', '--verify');
  expect(differing.exitCode).toBe(1);
  expect(differing.stdout).toMatch(/^Differs: .*\n.* the table \w+ had 9 rows, and has 1\n$/);
});
