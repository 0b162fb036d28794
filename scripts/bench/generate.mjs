import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../support/run.mjs';
import { generateWorkspace } from './generate-workspace.mjs';
import { compare, orchestrate } from './measure.mjs';
import { withTemporaryDirectory } from './temporary.mjs';

export const title = 'generate for 10 extensions and 20 models, against prisma generate, and with nothing changed';

// The time that a client takes grows with the square of the models that refer to one, so a large workspace would flatter.
export function run() {
  return withTemporaryDirectory(async (directory) => {
    generateWorkspace(directory, { extensions: 10, revisions: 1, models: 2 });
    const composed = spawnSync(process.execPath, [orchestrate, 'compose'], { cwd: directory, encoding: 'utf8' });
    if (composed.status !== 0) throw new Error(composed.stderr);
    const before = () => rmSync(join(directory, 'generated/client'), { recursive: true, force: true });
    await compare({
      ours: { name: 'orchestrate generate', args: [orchestrate, 'generate'], cwd: directory, before },
      theirs: {
        name: 'prisma generate',
        args: [`${root}/node_modules/prisma/build/index.js`, 'generate', '--schema', 'generated/schema'],
        cwd: directory,
        // It wants the engine's file to be there, and never starts it.
        env: {
          PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
          PRISMA_HIDE_UPDATE_MESSAGE: '1',
          CHECKPOINT_DISABLE: '1',
        },
        before,
      },
      limit: 1.3,
    });
    const unchanged = spawnSync(process.execPath, [orchestrate, 'generate'], { cwd: directory, encoding: 'utf8' });
    if (unchanged.status !== 0) throw new Error(unchanged.stderr);
    await compare({
      ours: { name: 'orchestrate generate, nothing changed', args: [orchestrate, 'generate'], cwd: directory },
      theirs: { name: 'node -e 0', args: ['-e', '0'] },
      limit: 8,
      rounds: 21,
    });
  });
}
