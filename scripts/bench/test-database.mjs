import { copyFileSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { root } from '../support/run.mjs';
import { generateWorkspace } from './generate-workspace.mjs';
import { median } from './measure.mjs';
import { withPostgres } from './postgres-server.mjs';
import { withTemporaryDirectory } from './temporary.mjs';

export const title =
  'a test database of 20 extensions with 3 models each, against a plain copy of it, and against making it from nothing';

const ROUNDS = 15;

export async function run() {
  const { createTestDatabase } = await import(`${root}/packages/testing/dist/index.js`);
  const { createTestDb, dropTestDb } = await import(`${root}/packages/core/dist/operations/test-db.js`);
  const workspaceIn = (directory, provider) => {
    const cwd = join(directory, 'workspace');
    generateWorkspace(cwd, { extensions: 20, revisions: 1, models: 3, provider });
    // A link to the repository's, whose cache others use.
    rmSync(join(cwd, 'node_modules'));
    mkdirSync(join(cwd, 'node_modules'));
    return cwd;
  };
  const ours = (options) => async () => (await createTestDatabase(options)).drop();
  const fromNothing = (options) => async () => {
    await createTestDb(options);
    await dropTestDb(options);
  };

  await withTemporaryDirectory(async (directory) => {
    const cwd = workspaceIn(directory, 'sqlite');
    await ours({ cwd })();
    const folder = join(cwd, 'node_modules/.cache/prisma-orchestrate/test');
    const original = join(folder, readdirSync(folder).find((name) => name.endsWith('.db')) ?? '');
    const copy = join(folder, 'plain.db');
    await show('SQLite', {
      'createTestDatabase and drop': ours({ cwd }),
      'copying the file and removing it': async () => {
        copyFileSync(original, copy);
        rmSync(copy);
      },
      'making it from nothing and removing it': fromNothing({ cwd }),
    });
  });

  await withPostgres(async ({ url, directory }) => {
    const cwd = workspaceIn(directory, 'postgresql');
    const server = url('postgres');
    await ours({ cwd, server })();
    const client = new pg.Client(server);
    await client.connect();
    const { rows } = await client.query(
      `SELECT datname FROM pg_database WHERE datname LIKE 'orchestrate\\_test\\_original%'`,
    );
    await show('PostgreSQL', {
      'createTestDatabase and drop': ours({ cwd, server }),
      'CREATE DATABASE … TEMPLATE and DROP DATABASE': async () => {
        await client.query(`CREATE DATABASE plain TEMPLATE "${rows[0].datname}"`);
        await client.query('DROP DATABASE plain');
      },
      'making it from nothing and removing it': fromNothing({ cwd, testDatabaseUrl: url('app_test') }),
    });
    await client.end();
  });
}

/** Does each in turn, and compares the medians of what they take with the first. */
async function show(name, jobs) {
  const times = Object.fromEntries(Object.keys(jobs).map((job) => [job, []]));
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const [job, work] of Object.entries(jobs)) {
      const started = performance.now();
      await work();
      // The first round loads what is needed.
      if (round > 0) times[job].push(performance.now() - started);
    }
  }
  const [ours = 0] = Object.values(times).map(median);
  for (const [job, each] of Object.entries(times)) {
    const time = median(each);
    console.log(`  ${name}, ${job}: ${time.toFixed(1)} ms (ours takes ${(ours / time).toFixed(2)} of it)`);
  }
}
