import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateWorkspace } from './generate-workspace.mjs';
import { compare, orchestrate } from './measure.mjs';
import { withPostgres } from './postgres-server.mjs';

export const title = 'revision --auto after a history of 400 revisions on PostgreSQL, against the replay itself';

export function run() {
  return withPostgres(async ({ url, recreate, directory }) => {
    const workspace = join(directory, 'workspace');
    const { extensions, scripts } = generateWorkspace(workspace, {
      extensions: 20,
      revisions: 20,
      models: 2,
      hub: true,
      provider: 'postgresql',
    });
    await recreate('live');
    const env = { DATABASE_URL: url('live') };
    const hub = extensions.at(-1);
    const list = join(directory, 'scripts.json');
    writeFileSync(list, JSON.stringify(scripts));
    const fragment = join(workspace, 'extensions', hub, 'prisma/schema.prisma');
    const text = readFileSync(fragment, 'utf8');
    writeFileSync(fragment, text.replace('  name String\n', '  name String\n  added String?\n'));
    const migrations = join(workspace, 'extensions', hub, 'prisma/migrations');
    const made = new Set(readdirSync(migrations));
    const ours = {
      name: 'orchestrate revision --auto, shadow database on the server',
      args: [orchestrate, 'revision', '--extension', hub, '-m', 'bench', '--auto'],
      cwd: workspace,
      env,
      before: () => {
        for (const name of readdirSync(migrations)) {
          if (!made.has(name)) rmSync(join(migrations, name), { recursive: true });
        }
      },
    };
    await compare({
      ours,
      theirs: {
        name: 'the library, which finds, reads, orders and replays the history there',
        args: [join(import.meta.dirname, 'library-replay.mjs'), workspace, hub],
        env,
      },
      limit: 1.5,
    });
    console.log('  and against the bare SQL of it in a new database, by pg, a script at a time:');
    await compare({
      ours,
      theirs: {
        name: 'pg',
        args: [join(import.meta.dirname, 'plain-postgres-replay.mjs'), list],
        env,
      },
      limit: 1.5,
    });
  });
}
