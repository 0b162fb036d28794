import { describe, expect, it } from 'vitest';
import { driverFor } from '../../../database/driver-for.js';
import { foreignTouches, type PlacedTouch } from './foreign-touches.js';
import { ObjectOwners } from './object-owners.js';

interface Given {
  readonly extension: string;
  readonly sql: string;
  readonly down?: string;
  readonly adopts?: readonly string[];
}

const core = (sql: string): Given => ({ extension: 'core', sql });
const blog = (sql: string, parts: Partial<Given> = {}): Given => ({ extension: 'blog', sql, ...parts });

/** What is found in the last of these revisions, and before it: nothing. */
async function found(
  revisions: readonly Given[],
  { provider = 'sqlite', holders = {} }: { provider?: string; holders?: Record<string, string> } = {},
): Promise<readonly string[]> {
  const driver = await driverFor(provider);
  const owners = new ObjectOwners({ nameKey: driver.nameKey, holders: new Map(Object.entries(holders)) });
  const all: string[] = [];
  for (const [index, { extension, sql, down = '', adopts = [] }] of revisions.entries()) {
    const touches: PlacedTouch[] = [];
    for (const [script, text] of [
      ['up', sql],
      ['down', down],
    ] as const) {
      const statements = await driver.parseScript(text);
      const read = await driver.readTouches(statements, null);
      for (const [at, { line }] of statements.entries()) {
        for (const touch of read[at] ?? []) touches.push({ touch, script, line });
      }
    }
    const revision = { id: `${extension}/${index}`, extension, adopts };
    for (const { owner, object, touch, script, line } of foreignTouches({ revision, touches }, owners)) {
      const down = script === 'down' ? ' (down)' : '';
      all.push(`${revision.id}:${line}${down} ${touch.action} ${touch.kind} of ${owner}: ${object}`);
    }
  }
  return all;
}

const USERS = core('CREATE TABLE users (id int); CREATE INDEX users_i ON users (id)');

describe('what a revision touches of others', () => {
  it.each<readonly [what: string, sql: string, expected: string]>([
    ['a column', 'ALTER TABLE users ADD COLUMN x int', 'changed table of core: users'],
    ['the table', 'DROP TABLE IF EXISTS "users"', 'dropped table of core: users'],
    ['its name', 'ALTER TABLE users RENAME TO people', 'renamed table of core: users'],
    ['an index on it', 'CREATE INDEX i ON users (id)', 'made index of core: users'],
    ['an index of it', 'DROP INDEX users_i', 'dropped index of core: users'],
    ['a trigger on it', 'CREATE TRIGGER t AFTER INSERT ON users BEGIN SELECT 1; END', 'made trigger of core: users'],
    ['its rows', 'UPDATE users SET id = 1', 'written table of core: users'],
    ['more of its rows', 'INSERT INTO users SELECT 1', 'written table of core: users'],
    ['one that is there already', 'CREATE TABLE IF NOT EXISTS users (id int)', 'made table of core: users'],
  ])('%s', async (_, sql, expected) => {
    expect(await found([USERS, blog(`SELECT 1;\n${sql}`)])).toEqual([`blog/1:2 ${expected}`]);
  });

  it.each<readonly [what: string, sql: string, expected: string]>([
    ['an enum', "ALTER TYPE role ADD VALUE 'x'", 'changed enum of core: role'],
    ['an enum that goes', 'DROP TYPE role', 'dropped type of core: role'],
    [
      'a function',
      "CREATE OR REPLACE FUNCTION f(int) RETURNS int LANGUAGE sql AS 'SELECT 1'",
      'made function of core: f(int4)',
    ],
    ['a view', 'DROP VIEW v', 'dropped view of core: v'],
    ['everything in a schema', 'DROP SCHEMA app CASCADE', 'dropped schema of core: app.things'],
    [
      'rows behind WITH',
      'WITH x AS (DELETE FROM app.things RETURNING *) SELECT * FROM x',
      'written table of core: app.things',
    ],
    ['a comment', "COMMENT ON COLUMN app.things.id IS 'x'", 'changed table of core: app.things'],
  ])('%s, on PostgreSQL', async (_, sql, expected) => {
    const first = core(
      "CREATE TYPE role AS ENUM ('a'); CREATE TABLE app.things (id int); CREATE VIEW v AS SELECT 1; CREATE FUNCTION f(int) RETURNS int LANGUAGE sql AS 'SELECT 2'",
    );
    expect(await found([first, blog(sql)], { provider: 'postgresql' })).toEqual([`blog/1:1 ${expected}`]);
  });

  it('the way down too', async () => {
    const down = 'DROP TABLE posts;\nDELETE FROM users;';
    expect(await found([USERS, blog('CREATE TABLE posts (id int)', { down })])).toEqual([
      'blog/1:2 (down) written table of core: users',
    ]);
  });

  it('a rebuild, without becoming the owner', async () => {
    const rebuild =
      'CREATE TABLE new_users (id int); INSERT INTO new_users SELECT * FROM users; DROP TABLE users; ALTER TABLE new_users RENAME TO users';
    const all = await found([USERS, blog(rebuild), core('ALTER TABLE users ADD COLUMN y int')]);
    expect(all).toEqual(['blog/1:1 dropped table of core: users']);
  });

  it('what no revision is seen to make, by whose fragment holds it', async () => {
    const holders = { Users: 'core' };
    expect(await found([blog('DELETE FROM users')], { holders })).toEqual(['blog/0:1 written table of core: users']);
    expect(await found([blog('CREATE INDEX i ON users(a)')], { holders })).toHaveLength(1);
  });
});

describe('what is no other’s', () => {
  const cases: readonly (readonly [what: string, revisions: readonly Given[], options?: { provider: string }])[] = [
    ['a foreign key to another', [USERS, blog('CREATE TABLE posts (id int, author int REFERENCES users(id))')]],
    ['rows that are read', [USERS, blog('CREATE TABLE posts (id int); INSERT INTO posts SELECT id FROM users')]],
    [
      'its own rebuild',
      [
        blog('CREATE TABLE a (b int)'),
        blog('CREATE TABLE new_a (b int); DROP TABLE a; ALTER TABLE new_a RENAME TO a; CREATE INDEX a_b ON a (b)'),
      ],
    ],
    ['a table that it adopted', [USERS, blog('', { adopts: ['users'] }), blog('ALTER TABLE users ADD COLUMN x int')]],
    [
      'what was its own before another adopted it',
      [
        blog('CREATE TABLE a (b int); CREATE INDEX a_b ON a (b)'),
        blog('DROP INDEX a_b; ALTER TABLE a ADD c int'),
        { extension: 'core', sql: '', adopts: ['a'] },
      ],
    ],
    [
      'a name that is free again',
      [core('CREATE TABLE a (b int)'), core('DROP TABLE a'), blog('CREATE TABLE a (b int)'), blog('DROP TABLE a')],
    ],
    [
      'its own under a new name',
      [
        blog('CREATE TABLE a (b int); CREATE INDEX i ON a (b)'),
        blog('ALTER TABLE a RENAME TO c'),
        blog('DROP INDEX i; UPDATE c SET b = 1; DROP TABLE c'),
      ],
    ],
    [
      'a temporary table of that name',
      [USERS, blog('CREATE TEMP TABLE users (id int); INSERT INTO users VALUES (1); DROP TABLE users')],
    ],
    ['what nobody owns', [blog('ALTER TABLE legacy ADD COLUMN x int; DROP TABLE IF EXISTS older')]],
    [
      'an index that its way down drops',
      [blog('CREATE TABLE a (b int)'), blog('CREATE INDEX i ON a (b)', { down: 'DROP INDEX i' })],
    ],
    [
      'another function of that name',
      [
        core("CREATE FUNCTION f(int) RETURNS int LANGUAGE sql AS ''"),
        blog("CREATE FUNCTION f(text) RETURNS int LANGUAGE sql AS ''; DROP FUNCTION f(text)"),
      ],
      { provider: 'postgresql' },
    ],
    [
      'a table of that name in another schema',
      [core('CREATE TABLE app.a (b int)'), blog('CREATE TABLE a (b int); DROP TABLE public.a')],
      { provider: 'postgresql' },
    ],
  ];

  it.each(cases.map(([what, revisions, options]) => ({ what, revisions, options })))(
    '$what',
    async ({ revisions, options }) => {
      expect(await found(revisions, options)).toEqual([]);
    },
  );
});
