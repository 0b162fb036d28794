import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { expect, it } from 'vitest';
import { ownClaim } from '../../../database/process-claim.js';
import { addEntries, testdir } from '../../../testdir.test-support.js';
import { LOCK_FILE } from '../../../workspace/lock-revisions.js';
import { clientFolder } from '../../generate/client-folder.js';
import { extensionFolder } from '../../prisma/run-folder.js';
import { openWorkspace } from '../../run/open-workspace.js';
import { detectPackageManager } from '../../run/package-manager.js';
import { findLeftFiles } from './find-left-files.js';

const ENDED = spawnSync(process.execPath, ['--version']).pid;

async function find(entries: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const root = testdir({ 'prisma/schema.prisma': 'model User {\n  id Int @id\n}\n' });
  const client = path.relative(root, clientFolder(root));
  const runs = path.relative(root, path.dirname(extensionFolder(root, 'core')));
  addEntries(
    root,
    Object.fromEntries(
      Object.entries(entries).map(([name, text]) => [name.replace('CLIENT', client).replace('RUNS', runs), text]),
    ),
  );
  const options = { cwd: root };
  const environment = {};
  const found = await findLeftFiles({
    options,
    root,
    environment,
    open: await openWorkspace(options),
    located: null,
    packageManager: await detectPackageManager({ root, environment, isMonorepo: false }),
    timeoutMs: 1_000,
    signal: undefined,
  });
  return found.map(({ code, status, fix }) => `${code} ${status} ${fix}`);
}

const NOTHING = 'DOCTOR.LEFT_FILES ok null';

it('finds nothing where there is nothing, and leaves what is being written', async () => {
  expect(await find({})).toEqual([NOTHING]);
  expect(await find({ [`.tmp-${process.ppid}-${randomUUID()}`]: '' })).toEqual([NOTHING]);
});

it('finds what killed runs had begun to write', async () => {
  const name = `.tmp-${ENDED}-${randomUUID()}`;
  expect(await find({ [name]: '', [`prisma/migrations/${name}/migration.sql`]: '' })).toEqual([
    `DOCTOR.LEFT_FILES warning rm -r ${name} prisma/migrations/${name}`,
  ]);
});

it('finds a client that is half written', async () => {
  expect(await find({ 'CLIENT/journal.json': '[]' })).toEqual([
    NOTHING,
    'DOCTOR.HALF_CLIENT error orchestrate generate',
  ]);
});

it("finds what Prisma's command was killed in", async () => {
  const claim = { ...ownClaim(), pid: ENDED };
  expect(await find({ 'RUNS/core/run-1/run.json': JSON.stringify({ claim, revisions: [] }) })).toEqual([
    NOTHING,
    'DOCTOR.LEFT_RUNS warning orchestrate prisma core -- version',
  ]);
  expect(await find({ 'RUNS/core/run-1/run.json': JSON.stringify({ claim: ownClaim(), revisions: [] }) })).toEqual([
    NOTHING,
  ]);
});

it.each([
  ['of a run that is gone', `${ENDED}\norchestrate dev\n2026-01-01T00:00:00Z`, 'ok null'],
  [
    'of a run at work',
    `${process.ppid}\norchestrate dev\n2026-01-01T00:00:00Z`,
    `warning Wait for it; if it hangs: kill ${process.ppid}`,
  ],
])('judges the lock %s', async (_what, text, expected) => {
  expect(await find({ [LOCK_FILE]: text })).toEqual([NOTHING, `DOCTOR.LOCK_FILE ${expected}`]);
});
