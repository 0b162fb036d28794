import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateWorkspace } from './generate-workspace.mjs';
import { compare, orchestrate } from './measure.mjs';
import { findPsql, withPostgres } from './postgres-server.mjs';

export const title = 'upgrade of a fresh PostgreSQL database by 50 extensions of 20 revisions, against psql';

export function run() {
  return withPostgres(async ({ url, recreate, directory }) => {
    const workspace = join(directory, 'workspace');
    generateWorkspace(workspace, { extensions: 50, revisions: 20, models: 2, provider: 'postgresql' });
    const all = join(directory, 'all.sql');
    await recreate('ours');
    writeFileSync(all, scriptOf(workspace, url('ours')));
    await compare({
      ours: {
        name: 'orchestrate upgrade --all',
        args: [orchestrate, 'upgrade', '--all'],
        cwd: workspace,
        env: { DATABASE_URL: url('ours') },
        before: () => recreate('ours'),
      },
      theirs: {
        name: 'psql -f all.sql, one transaction per revision',
        command: findPsql(),
        args: ['--quiet', '--no-psqlrc', '--set=ON_ERROR_STOP=1', `--file=${all}`, url('theirs')],
        before: () => recreate('theirs'),
      },
      limit: 1.5,
    });
  });
}

/** What `upgrade` would do: every revision with its history row in a transaction. */
function scriptOf(cwd, url) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [orchestrate, 'upgrade', '--all', '--sql'], {
    cwd,
    env: { ...process.env, DATABASE_URL: url },
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  if (status !== 0) throw new Error(`orchestrate upgrade --all --sql failed\n${stderr}`);
  return stdout;
}
