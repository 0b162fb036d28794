import { join } from 'node:path';
import { hubRevision } from './hub-revision.mjs';
import { compare } from './measure.mjs';
import { withTemporaryDirectory } from './temporary.mjs';

export const title = 'revision --auto after a history of 1,000 revisions, against replaying that history once';

export function run() {
  return withTemporaryDirectory(async (directory) => {
    const { workspace, hub, list, ours } = hubRevision(directory, { extensions: 50, provider: 'sqlite' });
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
