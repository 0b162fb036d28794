import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../support/run.mjs';
import { generateWorkspace } from './generate-workspace.mjs';
import { compare, orchestrate } from './measure.mjs';
import { withPostgres } from './postgres-server.mjs';
import { removeDatabase, withTemporaryDirectory } from './temporary.mjs';

export const title =
  'upgrade of core and 20 extensions of 10 revisions, against prisma migrate deploy for one after the other';

const ROUNDS = 3;
const CORE = 'core';

export async function run() {
  await withTemporaryDirectory(async (directory) => {
    const files = (name) => join(directory, `${name}.db`);
    await compareOn('SQLite', {
      directory,
      provider: 'sqlite',
      url: (name) => `file:${files(name)}`,
      recreate: async (name) => removeDatabase(files(name)),
    });
  });
  await withPostgres(({ directory, url, recreate }) =>
    compareOn('PostgreSQL', { directory, provider: 'postgresql', url, recreate }),
  );
}

async function compareOn(name, { directory, provider, url, recreate }) {
  const cwd = join(directory, 'workspace');
  const { extensions } = generateWorkspace(cwd, { extensions: 20, revisions: 10, models: 2, provider });
  const composed = spawnSync(process.execPath, [orchestrate, 'compose'], { cwd, encoding: 'utf8' });
  if (composed.status !== 0) throw new Error(composed.stderr);
  const all = [CORE, ...extensions];
  const list = (file, programs) => {
    const path = join(directory, file);
    writeFileSync(path, JSON.stringify(programs));
    return [join(import.meta.dirname, 'run-each.mjs'), path];
  };

  const ours = {
    name: 'orchestrate upgrade --all',
    args: [orchestrate, 'upgrade', '--all', '--database-url', url('ours')],
    cwd,
  };
  const loops = [
    {
      name: 'orchestrate prisma EXTENSION -- migrate deploy, one after the other',
      args: list(
        'through-us.json',
        all.map((extension) => ({
          args: [orchestrate, 'prisma', extension, '--database-url', url('theirs'), '--', 'migrate', 'deploy'],
          cwd,
        })),
      ),
    },
    {
      name: 'prisma migrate deploy, one after the other',
      args: list(
        'plain.json',
        all.map((extension) => plainDeploy({ directory, cwd, extension, url: url('theirs') })),
      ),
    },
  ];

  for (const theirs of loops) {
    console.log(`  ${name}, fresh database:`);
    await compare({
      ours: { ...ours, before: () => recreate('ours') },
      theirs: { ...theirs, before: () => recreate('theirs') },
      limit: 0.1,
      rounds: ROUNDS,
    });
    console.log(`  ${name}, nothing pending:`);
    await compare({ ours, theirs, limit: 0.1, rounds: ROUNDS });
  }
}

/** Prisma's command by itself, with the engine that `orchestrate prisma` gives it, and a configuration like its own. */
function plainDeploy({ directory, cwd, extension, url }) {
  const folder = join(directory, 'plain', extension);
  mkdirSync(folder, { recursive: true });
  const migrations = extension === CORE ? 'prisma/migrations' : `extensions/${extension}/prisma/migrations`;
  const config = {
    schema: join(cwd, 'generated/schema'),
    migrations: { path: join(cwd, migrations) },
    datasource: { url },
  };
  writeFileSync(join(folder, 'prisma.config.mjs'), `export default ${JSON.stringify(config)};\n`);
  const engine = join(folder, 'engine');
  const script = join(root, 'packages/cli/dist/schema-engine-bin.js');
  writeFileSync(engine, `#!/bin/sh\nexec '${process.execPath}' '${script}' "$@"\n`, { mode: 0o755 });
  return {
    args: [join(root, 'node_modules/prisma/build/index.js'), 'migrate', 'deploy'],
    cwd: folder,
    env: {
      PRISMA_SCHEMA_ENGINE_BINARY: engine,
      CHECKPOINT_DISABLE: '1',
      PRISMA_HIDE_UPDATE_MESSAGE: '1',
      ORCHESTRATE_ENGINE_EXTENSION: extension,
      ORCHESTRATE_ENGINE_WORKSPACE: cwd,
      ORCHESTRATE_ENGINE_DATABASE_URL: url,
      ORCHESTRATE_ENGINE_COMMAND: 'prisma migrate deploy',
    },
  };
}
