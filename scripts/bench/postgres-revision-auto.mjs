import { join } from 'node:path';
import { hubRevision } from './hub-revision.mjs';
import { compare } from './measure.mjs';
import { withPostgres } from './postgres-server.mjs';

export const title = 'revision --auto after a history of 400 revisions on PostgreSQL, against the replay itself';

export function run() {
  return withPostgres(async ({ url, recreate, directory }) => {
    await recreate('live');
    const env = { DATABASE_URL: url('live') };
    const { workspace, hub, list, ours } = hubRevision(directory, { extensions: 20, provider: 'postgresql', env });
    await compare({
      ours,
      theirs: {
        name: 'the library, which finds, reads, orders and replays the history in a database of its own',
        args: [join(import.meta.dirname, 'library-replay.mjs'), workspace, hub],
        env,
      },
      limit: 1.5,
    });
    console.log('  and against the bare SQL of it in a new database, by pg, a script at a time:');
    await compare({
      ours,
      theirs: { name: 'pg', args: [join(import.meta.dirname, 'plain-postgres-replay.mjs'), list], env },
      limit: 1.5,
    });
  });
}
