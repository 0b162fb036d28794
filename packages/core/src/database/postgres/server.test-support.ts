// PostgreSQL servers for tests. They are started by the first test of a run that wants one (test/support/postgres-setup.ts).
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject, onTestFinished } from 'vitest';

declare module 'vitest' {
  export interface ProvidedContext {
    readonly postgres: { readonly starter: string; readonly servers: readonly InstalledServer[] };
  }
}

/** A server that can be started. */
export interface InstalledServer {
  /** `embedded`, or `debian-15` and the like. */
  readonly name: string;
  /** The folder of its `pg_dump` and `pg_restore`; null where it has none. */
  readonly tools: string | null;
}

/** How a test database is made. */
export interface TestDatabaseOptions {
  /** A name to look for; a random end makes it unique. It may hold anything that PostgreSQL takes. */
  readonly name?: string;
  /** `by-hand` where it is made in a hook, outside of a test: then the caller drops it. */
  readonly dropped?: 'with-test' | 'by-hand';
  /** Statements that it starts with. */
  readonly sql?: string;
}

/** An empty database. */
export interface TestDatabase {
  readonly name: string;
  readonly url: string;
  drop(): Promise<void>;
}

/** A server with the superuser `postgres`. It asks for a password over TCP and for none over its socket. */
export interface TestServer extends InstalledServer {
  /** Starts it unless it runs already. */
  start(): Promise<void>;
  /** The URL of one of its databases; it must have been started. */
  url(database: string): string;
  /** The same through its Unix socket. */
  socketUrl(database: string): string;
  createDatabase(options?: TestDatabaseOptions): Promise<TestDatabase>;
}

/** The embedded server and those that are installed, for `describe.each`. */
export const servers: readonly TestServer[] = inject('postgres').servers.map(serverOf);

/** The embedded server, started by importing this. */
export const testServer: TestServer = serverOf({ name: 'embedded', tools: null });
await testServer.start();

/** One with the programs that back it up, where there is one, for `describe.each`. */
export const serversWithTools: readonly TestServer[] = servers.filter(({ tools }) => tools !== null).slice(-1);

/**
 * Makes an empty database on the embedded server and drops it when the test that asked for it ends.
 *
 * @example
 * ```ts
 * const { url } = await createTestDatabase({ sql: 'CREATE TABLE a (id int)' });
 * ```
 */
export function createTestDatabase(options?: TestDatabaseOptions): Promise<TestDatabase> {
  return testServer.createDatabase(options);
}

/** Runs statements over a connection of their own, and gives the rows of the last one. */
export async function runSql<Row extends object>(url: string, sql: string): Promise<readonly Row[]> {
  const client = new pg.Client(configOf(url));
  await client.connect();
  try {
    const results: pg.QueryResult | readonly pg.QueryResult[] = await client.query(sql);
    const last = Array.isArray(results) ? results.at(-1) : results;
    return (last?.rows ?? []) as readonly Row[];
  } finally {
    await client.end();
  }
}

// pg's own reader leaves some of a database's name encoded.
function configOf(url: string): pg.ClientConfig {
  const { username, password, hostname, port, pathname, searchParams } = new URL(url);
  return {
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
    host: searchParams.get('host') ?? hostname,
    port: Number(port),
    database: decodeURIComponent(pathname.slice(1)),
  };
}

/** A third of the work of a copy by the log; for the embedded server, which is new enough for it. */
const COPY_OF_FILES = ' STRATEGY FILE_COPY';

function serverOf({ name, tools }: InstalledServer): TestServer {
  let place: { readonly port: number; readonly folder: string } | null = null;

  const started = (): { readonly port: number; readonly folder: string } => {
    if (place === null) throw new Error(`The server "${name}" is not started.`);
    return place;
  };
  const server: TestServer = {
    name,
    tools,
    async start() {
      if (place !== null) return;
      const response = await fetch(`${inject('postgres').starter}/${encodeURIComponent(name)}`);
      const text = await response.text();
      if (!response.ok) throw new Error(text);
      place = JSON.parse(text) as { port: number; folder: string };
    },
    url: (database) => `postgresql://postgres:postgres@127.0.0.1:${started().port}/${encodeURIComponent(database)}`,
    socketUrl: (database) =>
      `postgresql://postgres@localhost:${started().port}/${encodeURIComponent(database)}?host=${encodeURIComponent(started().folder)}`,
    async createDatabase({ name: prefix = 'test', dropped = 'with-test', sql } = {}) {
      await server.start();
      const admin = server.socketUrl('postgres');
      const database = `${prefix}_${randomBytes(6).toString('hex')}`;
      const quoted = pg.escapeIdentifier(database);
      await runSql(admin, `CREATE DATABASE ${quoted} TEMPLATE template0${name === 'embedded' ? COPY_OF_FILES : ''}`);
      const drop = async (): Promise<void> => {
        await runSql(admin, `DROP DATABASE IF EXISTS ${quoted} WITH (FORCE)`);
      };
      if (dropped === 'with-test') onTestFinished(drop);
      if (sql !== undefined) await runSql(server.socketUrl(database), sql);
      return { name: database, url: server.url(database), drop };
    },
  };
  return server;
}
