// An extension that is given a namespace after it had revisions.
import { expect, it } from 'vitest';
import { addEntries } from '../packages/core/src/testdir.test-support.js';
import { POSTGRESQL } from './support/postgres-test-database.js';
import { runInProcess } from './support/run-in-process.js';
import { smallWorkspace } from './support/small-workspace.js';

const MANIFEST = { 'extensions/blog/package.json': '{ "orchestrate": { "namespace": "blog" } }\n' };

it('is told to move its history, and goes on with it once that is done', async () => {
  const { cwd, database } = await smallWorkspace(POSTGRESQL);
  const run = (...args: readonly string[]) => runInProcess(args, cwd);
  for (const extension of ['core', 'blog']) {
    await run('revision', '--extension', extension, '-m', 'Init', '--auto');
    await run('upgrade', '--extension', extension);
  }
  await database.execute(`INSERT INTO "User" VALUES (1, 'ada'); INSERT INTO "Post" VALUES (1, 'One', 1);`);

  addEntries(cwd, MANIFEST);
  const refused = await run('upgrade', '--all');
  expect(refused.stderr).toContain('HISTORY.NOT_MOVED');
  expect(await database.query("SELECT FROM pg_namespace WHERE nspname = 'blog'")).toEqual([]);

  const statements = /Move it there: (.*); and its tables/.exec(refused.stderr)?.[1] ?? '';
  await database.execute(statements);
  await run('revision', '--extension', 'blog', '-m', 'Move');
  const { stdout } = await run('list', '--json');
  const name = /"blog\/(\d+_move)"/.exec(stdout)?.[1];
  addEntries(cwd, {
    [`extensions/blog/prisma/migrations/${name}/migration.sql`]:
      'CREATE SCHEMA IF NOT EXISTS "blog"; ALTER TABLE "Post" SET SCHEMA "blog";',
  });
  expect(await run('upgrade', '--all')).toMatchObject({ exitCode: 0 });
  expect(await database.query('SELECT title FROM blog."Post"')).toEqual([{ title: 'One' }]);
  expect((await run('revision', '--extension', 'blog', '-m', 'Nothing', '--auto')).stdout).toContain(
    'No change in blog',
  );
});
