import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { generateWorkspace } from './generate-workspace.mjs';
import { compare, orchestrate } from './measure.mjs';
import { withPostgres } from './postgres-server.mjs';

export const title =
  'upgrade with nothing pending in 200 extensions of 5 revisions on PostgreSQL, against one query by pg';

export function run() {
  return withPostgres(async ({ url, recreate, directory }) => {
    const workspace = join(directory, 'workspace');
    generateWorkspace(workspace, { extensions: 200, revisions: 5, models: 1, provider: 'postgresql' });
    await recreate('ours');
    const env = { DATABASE_URL: url('ours') };
    const args = [orchestrate, 'upgrade', '--all'];
    const { status, stderr } = spawnSync(process.execPath, args, { cwd: workspace, env: { ...process.env, ...env } });
    if (status !== 0) throw new Error(`orchestrate upgrade --all failed\n${stderr}`);
    await compare({
      ours: { name: 'orchestrate upgrade --all', args, cwd: workspace, env },
      theirs: { name: 'node -e, pg, SELECT 1', args: ['--eval', QUERY], env },
      limit: 4,
    });
  });
}

const QUERY = `
const { Client } = require('pg');
const client = new Client(process.env.DATABASE_URL);
client.connect().then(() => client.query('SELECT 1')).then(() => client.end());
`;
