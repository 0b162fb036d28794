import { describe, expect, it } from 'vitest';
import { createTestDatabase, runSql } from '../packages/core/src/database/postgres/server.test-support.js';
import { BLOG_1, blogWorkspace, CORE_1 } from './support/blog-workspace.js';
import { POSTGRESQL } from './support/postgres-test-database.js';
import type { TestWorkspace } from './support/test-workspace.js';

/** A workspace, and the URL of a database that the server does not have. */
async function withoutDatabase(): Promise<{ readonly workspace: TestWorkspace; readonly url: string }> {
  const workspace = await blogWorkspace(POSTGRESQL);
  const { url, drop } = await createTestDatabase({ name: 'To "create" ä' });
  await drop();
  return { workspace, url };
}

describe('a database that its server does not have', () => {
  it.each([
    [['upgrade', '--all']],
    [['deploy']],
    [['stamp', '--all', 'head']],
    [['upgrade', '--all', '--create-database', '--dry-run']],
  ])('is not created by %j', async (args) => {
    const { workspace, url } = await withoutDatabase();
    const refusal = await workspace.refused(...args, '--database-url', url);
    expect(refusal).toMatchObject({ exitCode: 3, code: 'DATABASE.MISSING' });
    const command = ['orchestrate', args[0], '--create-database', ...args.slice(1)].join(' ');
    const consenting = command.replace(/( --create-database.*) --create-database --dry-run/, '$1');
    expect(refusal.fix).toBe(`Correct the database URL, or let it be created: ${consenting}`);
    await expect(runSql(url, 'SELECT 1')).rejects.toThrow('does not exist');
  });

  it.each([
    ['--create-database', ['upgrade', '--all']],
    ['--yes', ['deploy']],
  ])('is created with %s', async (consent, args) => {
    const { workspace, url } = await withoutDatabase();
    const { revisions } = await workspace.ok<{ readonly revisions: readonly { readonly revision: string }[] }>(
      ...args,
      consent,
      '--database-url',
      url,
    );
    expect(revisions.map(({ revision }) => revision)).toEqual([CORE_1, BLOG_1]);
    expect(await runSql(url, 'SELECT count(*)::int AS count FROM "Post"')).toEqual([{ count: 0 }]);
  });

  it('is created to be stamped', async () => {
    const { workspace, url } = await withoutDatabase();
    await workspace.ok('stamp', '--all', 'head', '--create-database', '--database-url', url);
    expect(await workspace.ok('status', '--database-url', url)).toMatchObject({ isUpToDate: true });
  });
});
