import { spawnSync } from 'node:child_process';
import { generateWorkspace } from './generate-workspace.mjs';
import { compare, orchestrate, prismaValidate } from './measure.mjs';
import { withTemporaryDirectory } from './temporary.mjs';

export const title = 'validate of 200 extensions and 1,000 models, against prisma validate of the composed schema';

export function run() {
  return withTemporaryDirectory(async (directory) => {
    generateWorkspace(directory, { extensions: 200, revisions: 1, models: 5 });
    const composed = spawnSync(process.execPath, [orchestrate, 'compose'], { cwd: directory, encoding: 'utf8' });
    if (composed.status !== 0) throw new Error(composed.stderr);
    await compare({
      ours: { name: 'orchestrate validate', args: [orchestrate, 'validate'], cwd: directory },
      theirs: prismaValidate(directory),
      limit: 0.4,
    });
  });
}
