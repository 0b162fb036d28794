import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { root } from '../support/run.mjs';
import { generateWorkspace } from './generate-workspace.mjs';
import { compare, median, orchestrate } from './measure.mjs';
import { withPostgres } from './postgres-server.mjs';
import { withTemporaryDirectory } from './temporary.mjs';

export const title =
  'upgrade of 500 SQLite files and of 100 PostgreSQL databases, against their SQL and against a loop';

const SIZE = { extensions: 1, revisions: 3, models: 1 };
const PLAIN = `${root}/scripts/bench/plain-fleet.mjs`;
/** Of how many databases the loop is timed. */
const SAMPLE = 10;

export async function run() {
  await withTemporaryDirectory(async (directory) => {
    const folder = join(directory, 'tenants');
    const urls = Array.from({ length: 500 }, (_, index) => `file:${folder}/${index}.db`);
    const recreate = () => {
      rmSync(folder, { recursive: true, force: true });
      mkdirSync(folder);
    };
    await compareFleet({ directory, urls, recreate, provider: 'sqlite', concurrency: 4, limit: 4 });
  });
  await withPostgres(async ({ url, directory }) => {
    const names = Array.from({ length: 100 }, (_, index) => `tenant_${index}`);
    const recreate = async () => {
      const admin = new pg.Client(url('postgres'));
      await admin.connect();
      for (const name of names) {
        await admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
        await admin.query(`CREATE DATABASE ${name} TEMPLATE template0 STRATEGY FILE_COPY`);
      }
      await admin.end();
    };
    await compareFleet({ directory, urls: names.map(url), recreate, provider: 'postgresql', concurrency: 8, limit: 3 });
  });
}

async function compareFleet({ directory, urls, recreate, provider, concurrency, limit }) {
  const cwd = join(directory, 'workspace');
  generateWorkspace(cwd, { ...SIZE, provider });
  const list = join(directory, 'tenants.txt');
  const script = join(directory, 'all.sql');
  writeFileSync(list, urls.join('\n'));
  await recreate();
  writeFileSync(script, start(cwd, ['--sql', '--database-url', urls[0]]));
  const fleet = ['--databases', list, '--concurrency', String(concurrency)];
  await compare({
    ours: {
      name: `orchestrate upgrade --databases, ${urls.length} of ${provider}`,
      args: [orchestrate, 'upgrade', '--all', '--create-database', '--quiet', ...fleet],
      cwd,
      before: recreate,
    },
    theirs: {
      name: 'the SQL of the same plan through the driver, as many at once',
      args: [PLAIN, list, script, String(concurrency)],
      before: recreate,
    },
    limit,
    rounds: 2,
  });
  await recreate();
  const loop = timesOf(SAMPLE, (index) => start(cwd, ['--database-url', urls[index]]));
  await recreate();
  const [once] = timesOf(1, () => start(cwd, ['--create-database', ...fleet]));
  const [again] = timesOf(1, () => start(cwd, fleet));
  const each = once / urls.length;
  console.log(`  a database of a fleet: ${each.toFixed(1)} ms, by a process of its own: ${median(loop).toFixed(0)} ms`);
  console.log(`  ratio ${(each / median(loop)).toFixed(3)}`);
  console.log(`  with nothing to do: ${(again / urls.length).toFixed(2)} ms a database`);
}

function timesOf(count, work) {
  return Array.from({ length: count }, (_, index) => {
    const started = performance.now();
    work(index);
    return performance.now() - started;
  });
}

function start(cwd, args) {
  const all = [orchestrate, 'upgrade', '--all', ...args];
  const { status, stdout, stderr } = spawnSync(process.execPath, all, { cwd, encoding: 'utf8', maxBuffer: 2 ** 28 });
  if (status !== 0) throw new Error(`orchestrate ${all.slice(1).join(' ')} failed\n${stderr}`);
  return stdout;
}
