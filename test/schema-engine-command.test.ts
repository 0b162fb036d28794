// What Prisma's CLI asks of its schema engine before anything else, by a process of its own each time.
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import pg from 'pg';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createTestDatabase, runSql } from '../packages/core/src/database/postgres/server.test-support.js';
import { serveSchemaEngine } from '../packages/core/src/index.js';
import { startFakeServer } from './support/fake-server.js';
import { createRole } from './support/postgres-roles.js';
import { SCHEMA_ENGINE } from './support/schema-engine.js';

/** What an engine said and ended with, read as Prisma's CLI reads it: the first line goes unread. */
interface Outcome {
  readonly exitCode: number;
  readonly messages: readonly string[];
  readonly error: { readonly error_code: string; readonly message: string } | null;
}

async function run(args: readonly string[], cwd = tmpdir(), environment = {}): Promise<Outcome> {
  const lines: string[] = [];
  const exitCode = await serveSchemaEngine({
    args,
    cwd,
    environment,
    input: (async function* () {})(),
    write: () => expect.unreachable('It answered a request that nobody made.'),
    log: (line) => lines.push(line),
  });
  const read = lines.slice(1).map((line) => JSON.parse(line));
  const error = read.find(({ level, target }) => level === 'ERROR' && target === 'schema_engine::logger');
  return { exitCode, messages: read.map(({ fields }) => fields.message), error: error?.fields ?? null };
}

function ask(command: string, url: string, cwd?: string): Promise<Outcome> {
  return run(['--datasource', JSON.stringify({ url }), 'cli', command], cwd);
}

function directory(): string {
  const root = mkdtempSync(join(tmpdir(), 'orchestrate-engine-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  return root;
}

const refused = (code: string, message: string | RegExp) => ({
  exitCode: 1,
  error: expect.objectContaining({ error_code: code, message: expect.stringMatching(message) }),
});

describe('on SQLite', () => {
  it('tells what is missing, makes it with its directories, and finds it', async () => {
    const root = directory();
    const url = 'file:./data/deep/dev.db';
    expect(await ask('can-connect-to-database', url, root)).toMatchObject(
      refused('P1003', /^Database `dev.db` does not exist$/),
    );
    expect(existsSync(join(root, 'data'))).toBe(false);
    const created = { exitCode: 0, messages: ["Database 'dev.db' was successfully created."], error: null };
    expect(await ask('create-database', url, root)).toEqual(created);
    expect(existsSync(join(root, 'data/deep/dev.db'))).toBe(true);
    const connected = { exitCode: 0, messages: ['Connection successful'], error: null };
    expect(await ask('can-connect-to-database', url, root)).toEqual(connected);
    expect(await ask('create-database', url, root)).toMatchObject(refused('P1009', 'already exists'));
  });

  it('tells of a file that is something else', async () => {
    const root = directory();
    writeFileSync(join(root, 'dev.db'), 'This is a letter, and no database at all. '.repeat(40));
    expect(await ask('can-connect-to-database', 'file:./dev.db', root)).toMatchObject(
      refused('', 'is not a SQLite database'),
    );
  });
});

describe('on PostgreSQL', () => {
  it('tells what is missing, makes it, and finds it', async () => {
    const { url } = await createTestDatabase();
    const missing = new URL(url);
    missing.pathname += '_ä "new"';
    const name = decodeURIComponent(missing.pathname.slice(1));
    onTestFinished(async () => void (await runSql(url, `DROP DATABASE IF EXISTS ${pg.escapeIdentifier(name)}`)));
    expect(await ask('can-connect-to-database', url)).toMatchObject({ exitCode: 0, error: null });
    const isMissing = refused('P1003', `^Database \`${name}\` does not exist$`);
    expect(await ask('can-connect-to-database', missing.href)).toMatchObject(isMissing);
    const created = { exitCode: 0, messages: [`Database '${name}' was successfully created.`], error: null };
    expect(await ask('create-database', missing.href)).toEqual(created);
    expect(await ask('can-connect-to-database', missing.href)).toMatchObject({ exitCode: 0, error: null });
    expect(await ask('create-database', missing.href)).toMatchObject(refused('P1009', 'already exists'));
  });

  it("tells by Prisma's codes why it cannot connect, without the password", async () => {
    const role = await createRole({ password: 's3cret!' });
    const { url } = await createTestDatabase();
    const { pathname } = new URL(url);
    const database = decodeURIComponent(pathname.slice(1));
    await runSql(url, `REVOKE CONNECT ON DATABASE ${pg.escapeIdentifier(database)} FROM PUBLIC`);
    const of = (server: string): string => `postgresql://${role.name}:s3cret%21@${server}/app`;
    const silent = await startFakeServer('never answers');
    const closing = await startFakeServer('closes at once');
    const outcomes = await Promise.all(
      [
        role.urlOf(url),
        role.urlOf(url).replace('s3cret', 'wr0ng'),
        of('127.0.0.1:1'),
        of(`127.0.0.1:${closing}`),
        `${of(`127.0.0.1:${silent}`)}?connect_timeout=1`,
        `${role.urlOf(url)}?sslmode=require`,
        of('localhost:543`'),
      ].map((each) => ask('can-connect-to-database', each)),
    );
    expect(outcomes).toMatchObject([
      refused('P1010', `^User was denied access on the database \`${database}\``),
      refused('P1000', `credentials for \`${role.name}\` are not valid`),
      refused('P1001', /^Can't reach database server at `127\.0\.0\.1:1`\n\nPlease make sure/),
      refused('P1001', "^Can't reach database server"),
      refused('P1002', 'reached but timed out'),
      refused('P1011', '^Error opening a TLS connection: '),
      refused('P1013', '^The provided database string is invalid'),
    ]);
    expect(JSON.stringify(outcomes)).not.toMatch(/s3cret|wr0ng/);
    const mayNot = `${role.urlOf(url).replace(pathname, '/of_its_own')}`;
    await runSql(url, `GRANT CONNECT ON DATABASE ${pg.escapeIdentifier(database)} TO ${role.quoted}`);
    expect(await ask('create-database', mayNot)).toMatchObject(
      refused('P1010', 'denied access on the database `of_its_own`'),
    );
  });
});

describe('for no database that it serves', () => {
  it.each<[string, string, string | RegExp]>([
    ['mysql://u:s3cret@localhost/x', '', /"mysql".*native/],
    ['sqlserver://localhost;database=x;password=s3cret', '', /"sqlserver".*native/],
    ['mongodb+srv://u:s3cret@localhost/x', '', /"mongodb".*native/],
    ['prisma://accelerate.example/?api_key=s3cret', 'P1013', 'scheme is not recognized'],
    ['./dev.db', 'P1013', 'scheme is not recognized'],
    ['', '', 'has no URL'],
  ])('%s', async (url, code, message) => {
    const outcome = await ask('can-connect-to-database', url);
    expect(outcome).toMatchObject(refused(code, message));
    expect(JSON.stringify(outcome)).not.toContain('s3cret');
  });

  it('says what is wrong with its arguments, without secrets', async () => {
    const outcome = await run(['--datasource', '{}', 'postgresql://u:s3cret@h/d']);
    expect(outcome).toMatchObject(refused('', /is no subcommand.*\n.*orchestrate-schema-engine --help/));
    expect(JSON.stringify(outcome)).not.toContain('s3cret');
    expect(await ask('drop-database', 'file:./dev.db')).toMatchObject(refused('', 'drops no databases'));
  });
});

describe('started with', () => {
  it('--version, it says what it is, and whether the Prisma CLI fits', async () => {
    const root = directory();
    const said = async () => (await execa(SCHEMA_ENGINE, ['--version'], { cwd: root })).stdout;
    expect(await said()).toMatch(
      /^orchestrate-schema-engine \d+\.\d+\.\d+ \(Prisma 7\.\d+\.\d+, schema-engine-wasm 7\.[\w.-]+\)$/,
    );
    mkdirSync(join(root, 'node_modules/prisma'), { recursive: true });
    writeFileSync(join(root, 'node_modules/prisma/package.json'), '{ "name": "prisma", "version": "6.19.0" }');
    expect(await said()).toContain('; it does not fit Prisma 6.19.0, which is installed here');
  });

  it('nothing, or --help, it says how it is used', async () => {
    const [none, help] = await Promise.all(
      [[], ['--help']].map((args) => execa(SCHEMA_ENGINE, args, { reject: false })),
    );
    expect(none).toMatchObject({
      exitCode: 1,
      stdout: '',
      stderr: expect.stringContaining('PRISMA_SCHEMA_ENGINE_BINARY='),
    });
    expect(help).toMatchObject({ exitCode: 0, stdout: none?.stderr });
  });

  it('a question, it answers on stderr, and ends with the exit code', async () => {
    const args = ['--datasource', '{"url":"file:./dev.db"}', 'cli', 'can-connect-to-database'];
    const { exitCode, stdout, stderr } = await execa(SCHEMA_ENGINE, args, { cwd: directory(), reject: false });
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr.split('\n').map((line) => JSON.parse(line).level)).toEqual(['INFO', 'ERROR']);
  });
});
