import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateWorkspace } from './generate-workspace.mjs';
import { orchestrate } from './measure.mjs';

/**
 * A workspace whose last extension depends on all others and has a new column to make a revision of.
 *
 * @param {string} directory is given a workspace and a list of its scripts
 * @param {{ extensions: number, provider: 'sqlite' | 'postgresql', env?: Record<string, string> }} options
 * @returns {{ workspace: string, hub: string, list: string, ours: import('./measure.mjs').Program }} `list` is a file
 *   with the paths of all scripts, `ours` makes that revision, and forgets it before each round
 */
export function hubRevision(directory, { extensions, provider, env = {} }) {
  const workspace = join(directory, 'workspace');
  const size = { extensions, revisions: 20, models: 2, hub: true, provider };
  const { extensions: names, scripts } = generateWorkspace(workspace, size);
  const hub = names.at(-1);
  const list = join(directory, 'scripts.json');
  writeFileSync(list, JSON.stringify(scripts));

  const fragment = join(workspace, 'extensions', hub, 'prisma/schema.prisma');
  const text = readFileSync(fragment, 'utf8');
  writeFileSync(fragment, text.replace('  name String\n', '  name String\n  added String?\n'));
  const migrations = join(workspace, 'extensions', hub, 'prisma/migrations');
  const made = new Set(readdirSync(migrations));
  const forget = () => {
    for (const name of readdirSync(migrations)) {
      if (!made.has(name)) rmSync(join(migrations, name), { recursive: true });
    }
  };
  const args = [orchestrate, 'revision', '--extension', hub, '-m', 'bench', '--auto'];
  return {
    workspace,
    hub,
    list,
    ours: { name: 'orchestrate revision --auto', args, cwd: workspace, env, before: forget },
  };
}
