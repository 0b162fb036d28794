import { describe, expect, it } from 'vitest';
import type { OwnedEntity } from '../../composition/composition.js';
import type { Revision } from '../../revisions/revision.js';
import { buildGraph } from '../../revisions/revision-graph.js';
import { takenTables } from './taken-tables.js';

const POSTS = revision('blog', 'CREATE TABLE "posts" ("id" INTEGER);');

function revision(extension: string, sql: string): Revision {
  return {
    id: `${extension}/1`,
    extension,
    name: '1',
    parents: [],
    parentage: 'declared',
    requires: [],
    message: '',
    transactional: 'auto',
    adopts: [],
    replaces: [],
    checksum: '',
    sql,
    directory: `/w/${extension}/1`,
  };
}

function held(databaseName: string): OwnedEntity {
  const where = { file: 'prisma/schema.prisma', line: 1, column: 1 };
  return { kind: 'model', name: databaseName, databaseName, schema: null, extension: 'core', where };
}

/** What core takes, and whether everything had to be replayed to find out. */
async function taken(table: string, owners: Readonly<Record<string, string>>, replayed: readonly Revision[] = []) {
  let isReplayed = false;
  const tables = await takenTables({
    extension: 'core',
    entities: [held(table)],
    graph: buildGraph([POSTS]),
    creators: new Map(),
    replayed: new Set(replayed),
    replayAll: async () => {
      isReplayed = true;
      return new Map(
        Object.entries(owners).map(([name, creator]) => [name, { kind: 'table' as const, name, creator }]),
      );
    },
    shadow: { entityName: ({ databaseName }) => databaseName },
  });
  return { tables, isReplayed };
}

describe('takenTables', () => {
  it('finds the table of another extension, and what to require for it', async () => {
    expect(await taken('posts', { posts: 'blog' })).toEqual({
      tables: [{ table: 'posts', owner: 'blog', heads: ['blog/1'] }],
      isReplayed: true,
    });
  });

  it('lets a name be that only stands in another revision, or that was dropped again', async () => {
    expect(await taken('post', { posts: 'blog' })).toEqual({ tables: [], isReplayed: true });
    expect(await taken('posts', {})).toEqual({ tables: [], isReplayed: true });
  });

  it('replays everything only where it could find something', async () => {
    expect(await taken('users', {})).toEqual({ tables: [], isReplayed: false });
    expect(await taken('posts', {}, [POSTS])).toEqual({ tables: [], isReplayed: false });
  });
});
