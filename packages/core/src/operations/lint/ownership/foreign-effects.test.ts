import { describe, expect, it } from 'vitest';
import type { CatalogEntry } from '../../../database/database.js';
import { CatalogOwners, objectChanges } from './catalog-owners.js';
import { foreignEffects } from './foreign-effects.js';

const USERS: CatalogEntry = { kind: 'table', name: 'public.users', definition: 'column id int', table: 'users' };
const USERS_INDEX: CatalogEntry = { kind: 'index', name: 'public.users_i', definition: 'on users', table: 'users' };
const POSTS: CatalogEntry = { kind: 'table', name: 'public.posts', definition: 'column id int', table: 'posts' };
const VIEW: CatalogEntry = { kind: 'view', name: 'public.v', definition: 'SELECT id FROM public.posts' };
const ROLE: CatalogEntry = { kind: 'enum', name: 'public."Role"', definition: "'A'" };
const BEFORE = [USERS, USERS_INDEX, POSTS, VIEW, ROLE];

/** Core has everything but the table of posts. */
function owners(): CatalogOwners {
  const known = new CatalogOwners([]);
  const users = { kind: 'table', name: 'users' } as const;
  known.note({ extension: 'core', adopts: [] }, { entities: [users], objects: objectChanges([], [VIEW, ROLE]) });
  const entities = [users, { kind: 'table', name: 'posts' } as const];
  known.note({ extension: 'blog', adopts: [] }, { entities, objects: { made: [], gone: [] } });
  return known;
}

function found(after: readonly CatalogEntry[], { renames = false, extension = 'blog' } = {}): readonly string[] {
  const ownerOf = owners().lookUp();
  return foreignEffects({ before: BEFORE, after, ownerOf, extension, renames }).map(
    ({ change, kind, name, owner }) => `${change} ${kind} ${name} of ${owner}`,
  );
}

const changed = (entry: CatalogEntry, definition: string) =>
  BEFORE.map((each) => (each === entry ? { ...entry, definition } : each));
const without = (...entries: readonly CatalogEntry[]) => BEFORE.filter((each) => !entries.includes(each));

describe('what running a revision does to others', () => {
  const cases: readonly (readonly [what: string, after: readonly CatalogEntry[], ...expected: string[]])[] = [
    ['nothing', BEFORE],
    ['its own', changed(POSTS, 'column id bigint')],
    ['a new table', [...BEFORE, { kind: 'table', name: 'public.new', definition: '', table: 'new' }]],
    ['a new view', [...BEFORE, { ...VIEW, name: 'public.w' }]],
    ['a Postgres extension', [...BEFORE, { kind: 'extension', name: 'citext', definition: '' }]],
    ['a column', changed(USERS, 'column id bigint'), 'changed table public.users of core'],
    ['an index that goes', without(USERS_INDEX), 'gone index public.users_i of core'],
    ['a table that goes, once', without(USERS, USERS_INDEX), 'gone table public.users of core'],
    [
      'a new trigger',
      [...BEFORE, { kind: 'trigger', name: 'public.users.t', definition: '', table: 'users' }],
      'made trigger public.users.t of core',
    ],
    ['a view', changed(VIEW, 'SELECT 1'), 'changed view public.v of core'],
    ['an enum', changed(ROLE, "'A', 'B'"), 'changed enum public."Role" of core'],
    [
      'another name in a view, without a rename',
      changed(VIEW, 'SELECT id FROM public.articles'),
      'changed view public.v of core',
    ],
  ];

  it.each(cases.map(([what, after, ...expected]) => ({ what, after, expected })))('$what', ({ after, expected }) => {
    expect(found(after)).toEqual(expected);
  });

  it('is nothing where others only tell of a new name', () => {
    expect(found(changed(VIEW, 'SELECT id FROM public.articles'), { renames: true })).toEqual([]);
    expect(found(changed(VIEW, 'SELECT id, 1 FROM public.articles'), { renames: true })).toHaveLength(1);
    expect(found(changed(VIEW, 'SELECT articles FROM public.articles'), { renames: true })).toHaveLength(1);
  });

  it('is nothing to what it adopts', () => {
    const known = owners();
    const entities = ['users', 'posts'].map((name) => ({ kind: 'table', name }) as const);
    known.note({ extension: 'blog', adopts: ['users', 'Role'] }, { entities, objects: { made: [], gone: [] } });
    const ownerOf = known.lookUp();
    expect([USERS, USERS_INDEX, ROLE, VIEW].map(ownerOf)).toEqual(['blog', 'blog', 'blog', 'core']);
  });

  it('is nothing to what was there before', () => {
    const known = new CatalogOwners([{ kind: 'table', name: 'users' }]);
    expect(known.lookUp()(USERS)).toBeNull();
    expect(known.foreignTables('blog').size).toBe(0);
  });
});
