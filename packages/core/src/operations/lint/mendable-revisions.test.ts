import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { errorOf } from '../../error-of.test-support.js';
import { testdir } from '../../testdir.test-support.js';
import type { LintContext } from './lint-context.js';
import { mendableRevisions } from './mendable-revisions.js';

/** A workspace with one revision, of which no database is asked. */
function contextOf(root: string): LintContext {
  const revision = { id: 'core/1_init', directory: path.join(root, 'prisma/migrations/1_init') };
  return {
    open: { workspace: { root, environment: process.env } },
    revisions: [{ revision }],
    applied: null,
    options: { cwd: root, assumeUnapplied: true },
  } as unknown as LintContext;
}

function repository(...commands: readonly (readonly string[])[]): string {
  const root = testdir({ 'prisma/migrations/1_init/migration.sql': 'SELECT 1;' });
  for (const args of [['init', '-q'], ...commands]) execFileSync('git', ['-C', root, ...args]);
  return root;
}

const COMMIT = ['-c', 'user.name=a', '-c', 'user.email=a@b.c', 'commit', '-qm', 'Begin'];

describe('mendableRevisions', () => {
  it('takes what no commit has', async () => {
    expect(await mendableRevisions(contextOf(repository()))).toHaveLength(1);
    expect(await mendableRevisions(contextOf(repository(['add', '.'])))).toHaveLength(1);
    expect(await mendableRevisions(contextOf(repository(['add', '.'], COMMIT)))).toEqual([]);
  });

  it('does not take a repository that git cannot read for one without commits', async () => {
    const root = repository(['add', '.'], COMMIT);
    writeFileSync(path.join(root, '.git/HEAD'), 'nothing');
    expect((await errorOf(() => mendableRevisions(contextOf(root)))).code).toBe('GIT.FAILED');
  });
});
