import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from '../support/run.mjs';
import { generateWorkspace } from './generate-workspace.mjs';
import { compare, orchestrate } from './measure.mjs';
import { withTemporaryDirectory } from './temporary.mjs';

export const title = 'validate of 200 extensions and 1,000 models, against prisma validate of the composed schema';

export function run() {
  return withTemporaryDirectory(async (directory) => {
    generateWorkspace(directory, { extensions: 200, revisions: 1, models: 5 });
    const composed = spawnSync(process.execPath, [orchestrate, 'compose'], { cwd: directory, encoding: 'utf8' });
    if (composed.status !== 0) throw new Error(composed.stderr);
    const schema = join(directory, 'generated/schema');
    await compare({
      ours: { name: 'orchestrate validate', args: [orchestrate, 'validate'], cwd: directory },
      theirs: {
        name: 'prisma validate',
        args: [`${root}/node_modules/prisma/build/index.js`, 'validate', '--schema', schema],
        cwd: directory,
        // prisma validate wants the engine's file to be there, and never starts it.
        env: {
          PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
          PRISMA_HIDE_UPDATE_MESSAGE: '1',
          CHECKPOINT_DISABLE: '1',
        },
      },
      limit: 0.4,
    });
  });
}
