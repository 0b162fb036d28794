import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateWorkspace } from './generate-workspace.mjs';
import { compare, orchestrate } from './measure.mjs';
import { removeDatabase, withTemporaryDirectory } from './temporary.mjs';

export const title = 'upgrade of a fresh database by 50 extensions of 20 revisions, against the same SQL by itself';

export function run() {
  return withTemporaryDirectory(async (directory) => {
    const workspace = join(directory, 'workspace');
    const { scripts } = generateWorkspace(workspace, { extensions: 50, revisions: 20, models: 2 });
    const list = join(directory, 'scripts.json');
    writeFileSync(list, JSON.stringify(scripts));
    const ours = join(workspace, 'prisma/dev.db');
    const theirs = join(directory, 'plain.db');
    await compare({
      ours: {
        name: 'orchestrate upgrade --all',
        args: [orchestrate, 'upgrade', '--all'],
        cwd: workspace,
        before: () => removeDatabase(ours),
      },
      theirs: {
        name: 'better-sqlite3, one transaction per revision',
        args: [join(import.meta.dirname, 'plain-replay.mjs'), list, theirs],
        before: () => removeDatabase(theirs),
      },
      limit: 1.5,
    });
  });
}
