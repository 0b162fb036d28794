import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateWorkspace } from './generate-workspace.mjs';
import { compare, orchestrate } from './measure.mjs';
import { withTemporaryDirectory } from './temporary.mjs';

export const title = 'revision --auto after a history of 1,000 revisions, against replaying that history once';

export function run() {
  return withTemporaryDirectory(async (directory) => {
    const workspace = join(directory, 'workspace');
    const { extensions, scripts } = generateWorkspace(workspace, {
      extensions: 50,
      revisions: 20,
      models: 2,
      hub: true,
    });
    const hub = extensions.at(-1);
    const list = join(directory, 'scripts.json');
    writeFileSync(list, JSON.stringify(scripts));

    const fragment = join(workspace, 'extensions', hub, 'prisma/schema.prisma');
    writeFileSync(
      fragment,
      readFileSync(fragment, 'utf8').replace('  name String\n', '  name String\n  added String?\n'),
    );
    const migrations = join(workspace, 'extensions', hub, 'prisma/migrations');
    const made = new Set(readdirSync(migrations));
    const ours = {
      name: 'orchestrate revision --auto',
      args: [orchestrate, 'revision', '--extension', hub, '-m', 'bench', '--auto'],
      cwd: workspace,
      before: () => {
        for (const name of readdirSync(migrations)) {
          if (!made.has(name)) rmSync(join(migrations, name), { recursive: true });
        }
      },
    };
    await compare({
      ours,
      theirs: {
        name: 'the library, which finds, reads, orders and replays the history',
        args: [join(import.meta.dirname, 'library-replay.mjs'), workspace, hub],
      },
      limit: 1.5,
    });
    console.log('  and against the bare SQL of it, which lies ready:');
    await compare({
      ours,
      theirs: {
        name: 'better-sqlite3 in memory',
        args: [join(import.meta.dirname, 'plain-replay.mjs'), list, ':memory:'],
      },
      limit: 1.5,
    });
  });
}
