// What a revision of PostgreSQL leaves behind in its session, and what the next one finds.
import { describe, expect, it, onTestFinished } from 'vitest';
import { createRole } from './support/postgres-roles.js';
import { POSTGRESQL } from './support/postgres-test-database.js';
import { runInProcess } from './support/run-in-process.js';
import { coreRevision, type SmallWorkspace, smallWorkspace } from './support/small-workspace.js';

/** A workspace with one revision of core for each script. */
function withRevisions(...scripts: readonly string[]): Promise<SmallWorkspace> {
  const files = scripts.map((sql, at) => coreRevision(`0${at + 1}_revision`, sql));
  return smallWorkspace(POSTGRESQL, Object.assign({}, ...files));
}

const SCHEMA_OF_FOUND = "SELECT schemaname AS schema FROM pg_tables WHERE tablename = 'found'";

describe('a revision starts with the session that the first one had', () => {
  it.each<[string, string]>([
    ['one statement sets the search path', 'SET search_path = other'],
    ['a script sets the search path', "SELECT 1; SELECT set_config('search_path', 'other', false); SELECT 2;"],
    ['a block of code sets the search path', "DO $$ BEGIN EXECUTE 'SET search_path = other'; END $$"],
    ['a temporary table has the name', 'CREATE TEMPORARY TABLE found (id int)'],
    ['a statement is prepared by the name', 'PREPARE found AS SELECT 1; DECLARE found CURSOR WITH HOLD FOR SELECT 1;'],
    ['a script outside a transaction sets the search path', 'VACUUM; SET search_path = other;'],
  ])('though before it %s', async (_name, script) => {
    const { cwd, database } = await withRevisions(
      'CREATE SCHEMA other',
      script,
      'CREATE TABLE found (id int); PREPARE found AS SELECT 1; DECLARE found CURSOR FOR SELECT 1;',
    );
    expect(await runInProcess(['upgrade', '--all'], cwd)).toMatchObject({ exitCode: 0 });
    expect(await database.query(SCHEMA_OF_FOUND)).toEqual([{ schema: 'public' }]);
  });

  it('in a script that is run by hand, too', async () => {
    const { cwd, database } = await withRevisions(
      "CREATE SCHEMA other; SELECT set_config('search_path', '', false); SET ROLE pg_monitor;",
      'CREATE TABLE found (id int)',
    );
    const { stdout } = await runInProcess(['upgrade', '--all', '--sql'], cwd);
    await database.execute(stdout);
    expect(await database.query(SCHEMA_OF_FOUND)).toEqual([{ schema: 'public' }]);
    expect((await runInProcess(['status', '--json'], cwd)).stdout).toContain('"isUpToDate": true');
  });
});

describe('the history is written by who runs orchestrate', () => {
  it.each<[string, string]>([
    ['one statement', ''],
    ['a script', 'CREATE TABLE found (id int);'],
    ['a script outside a transaction', 'CREATE TABLE found (id int); CREATE INDEX CONCURRENTLY ON found (id);'],
    [
      'a transaction of its own',
      'BEGIN; CREATE TABLE found (id int); COMMIT; CREATE INDEX CONCURRENTLY ON found (id);',
    ],
  ])('though %s sets a role that may not', async (_name, rest) => {
    const role = await createRole();
    const { cwd, database } = await withRevisions(`SET ROLE ${role.quoted};\n${rest}`, 'CREATE TABLE own (id int)');
    await database.execute(`GRANT CREATE, USAGE ON SCHEMA public TO ${role.quoted}`);
    expect(await runInProcess(['upgrade', '--all'], cwd)).toMatchObject({ exitCode: 0 });
    const owners = "SELECT tableowner AS owner FROM pg_tables WHERE tablename IN ('found', 'own') ORDER BY tablename";
    expect(await database.query(owners)).toEqual([
      ...(rest === '' ? [] : [{ owner: role.name }]),
      { owner: 'postgres' },
    ]);
  });
});

describe('the lock of a run', () => {
  it.each(['DISCARD ALL', 'SELECT pg_advisory_unlock_all()'])('is taken back after %s', async (script) => {
    const { cwd, database } = await withRevisions(
      script,
      "CREATE TABLE held AS SELECT l.* FROM pg_locks l JOIN pg_database d ON d.oid = l.database WHERE d.datname = current_database() AND l.locktype = 'advisory'",
    );
    expect(await runInProcess(['upgrade', '--all'], cwd)).toMatchObject({ exitCode: 0 });
    expect(await database.query('SELECT FROM held')).toHaveLength(2);
  });
});

describe('a revision that goes on after a failure', () => {
  it('has the session that the statements before have set', async () => {
    const script = [
      'CREATE SCHEMA other; CREATE TABLE found (id int);',
      'SET search_path = other;',
      'CREATE TABLE found (id int); INSERT INTO found VALUES (1), (1);',
      'CREATE UNIQUE INDEX CONCURRENTLY once ON found (id);',
      'INSERT INTO found VALUES (2);',
    ].join('\n');
    const { cwd, database } = await withRevisions(script);
    expect(await runInProcess(['upgrade', '--all'], cwd)).toMatchObject({ exitCode: 1 });
    await database.execute('TRUNCATE other.found');
    expect(await runInProcess(['upgrade', '--all'], cwd)).toMatchObject({ exitCode: 0 });
    expect(await database.query('SELECT id FROM other.found')).toEqual([{ id: 2 }]);
    expect(await database.query("SELECT schemaname AS schema FROM pg_indexes WHERE indexname = 'once'")).toEqual([
      { schema: 'other' },
    ]);
  });
});

it('says what failed, though the database cannot take the log of it', async () => {
  const name = '01_日本';
  const { cwd, database } = await smallWorkspace(POSTGRESQL, coreRevision(name, 'SELECT nix'));
  const latin = `${new URL(database.url).pathname.slice(1)}_latin`;
  await database.execute(`CREATE DATABASE "${latin}" ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0`);
  onTestFinished(() => database.execute(`DROP DATABASE "${latin}"`));
  const url = new URL(database.url);
  url.pathname = `/${latin}`;
  const run = await runInProcess(['upgrade', '--all', '--database-url', url.href], cwd);
  expect(run.stderr).toContain('column "nix" does not exist');
  expect(run.stderr).toContain('UPGRADE.REVISION_FAILED');
});
