import { userInfo } from 'node:os';
import type { ClientConfig } from 'pg';
import type { Environment } from '../../../config/environment.js';
import { OrchestrateError } from '../../../errors.js';
import { truncateIdentifier } from '../truncate-identifier.js';
import { readPasswordFile } from './password-file.js';
import type { PostgresTarget } from './postgres-connection.js';
import { type LibpqTls, libpqTls, tlsAttempts } from './postgres-tls.js';

/** What a PostgreSQL URL names. */
export interface PostgresLocation {
  readonly target: PostgresTarget;
  /** What of the target is about TLS, for programs that use libpq. */
  readonly libpqTls: LibpqTls;
  readonly database: string;
  /** The database schema that unqualified names mean. */
  readonly schema: string;
  /** Whether it leads through a pooler, as far as the URL tells. */
  readonly isPooled: boolean;
  /** The URL as errors show it: without secrets. */
  readonly display: string;
}

/** The same server and role, another database. */
export function withDatabase(location: PostgresLocation, database: string): PostgresLocation {
  const { config, tls } = location.target;
  return { ...location, target: { config: { ...config, database }, tls }, database };
}

/** The databases that every server has, of which at least one lets everybody in. */
export const MAINTENANCE_DATABASES: readonly string[] = ['postgres', 'template1'];

/** What {@link parsePostgresUrl} takes. */
export interface ParsePostgresUrlOptions {
  /** What relative paths of certificates count from, absolute. */
  readonly root: string;
  /** The URL as errors show it: without secrets. */
  readonly display: string;
  /** `process.env` unless given. */
  readonly environment?: Environment | undefined;
}

/** How long to try to connect; a database that was put to sleep takes seconds to wake up. */
const CONNECT_TIMEOUT_S = 15;

/**
 * Reads a PostgreSQL URL in Prisma's form, with the parameters of libpq that make sense here. Those that concern
 * connection pools are ignored. What it leaves open comes from `PGUSER`, `PGPASSWORD` and their kind, and `.pgpass`; pg is
 * told all of it, as it would look into the environment of the process.
 *
 * @throws OrchestrateError `DATABASE.BAD_URL`
 */
export function parsePostgresUrl(url: string, options: ParsePostgresUrlOptions): PostgresLocation {
  const { root, display, environment = process.env } = options;
  const bad = (reason: string): OrchestrateError => badUrl(display, reason);
  const badMode = (mode: string | undefined): OrchestrateError =>
    bad(`sslmode=${/^[\w-]{1,20}$/.test(mode ?? '') ? mode : '***'} does not exist`);
  const parsed = parseUrl(url, bad);
  const parameters = new Map(parsed.searchParams);
  const own = (name: string): string | undefined => parameters.get(name) || undefined;
  const decoded = (text: string): string | undefined => decode(text, bad) || undefined;

  const fromOutside = (name: string, otherwise: string): string | undefined =>
    environment[name] || (process.env[name] ? otherwise : undefined);
  const host = own('host') ?? decoded(hostOf(parsed)) ?? fromOutside('PGHOST', 'localhost');
  if (host?.includes(',')) throw bad('it names several hosts, and a run works on one of them');
  const port = portOf((own('port') ?? parsed.port) || (fromOutside('PGPORT', '5432') ?? ''), bad);
  const database =
    decoded(parsed.pathname.replace(/^\//, '')) ?? own('dbname') ?? environment['PGDATABASE'] ?? 'postgres';
  const user = decoded(parsed.username) ?? own('user') ?? userOf(environment);
  const password = decoded(parsed.password) ?? own('password');
  const tlsOptions = { parameters, host: host ?? null, root, environment };
  const [tls, ofLibpq] = [tlsAttempts(tlsOptions), libpqTls(tlsOptions)];
  if (tls === null || ofLibpq === null) throw badMode(own('sslmode') ?? environment['PGSSLMODE']);
  const config: PostgresTarget['config'] = {
    user,
    password: password ?? passwordOf({ host, port, database, user }, environment),
    host,
    port,
    database,
    connectionTimeoutMillis: connectTimeoutMs(own('connect_timeout') ?? environment['PGCONNECT_TIMEOUT'], bad),
    application_name: own('application_name'),
    options: own('options') ?? fromOutside('PGOPTIONS', ' '),
    enableChannelBinding: own('channel_binding') === 'require',
    ...(own('sslnegotiation') === 'direct' ? { sslnegotiation: 'direct' as const } : {}),
  };
  return {
    target: { config: withoutNothing(config), tls },
    libpqTls: ofLibpq,
    database,
    schema: truncateIdentifier(own('schema') ?? 'public'),
    isPooled: own('pgbouncer') === 'true' || isPoolerHost(host ?? '', port),
    display,
  };
}

/** As libpq does: whoever runs the process, whether the environment says so or not. */
function userOf({ PGUSER, USER }: Environment): string | undefined {
  if (PGUSER || USER) return PGUSER || USER;
  try {
    return userInfo().username;
  } catch {
    // A user without an entry of its own, as in some containers.
    return undefined;
  }
}

interface LoginParts {
  readonly host: string | undefined;
  readonly port: number | undefined;
  readonly database: string;
  readonly user: string | undefined;
}

/** Looks into the password file once the server asks. */
function passwordOf(
  { host = 'localhost', port = 5432, database, user = '' }: LoginParts,
  environment: Environment,
): ClientConfig['password'] {
  if (environment['PGPASSWORD']) return environment['PGPASSWORD'];
  const key = { host, port: String(port), database, user };
  // pg takes nothing for no password, which its types do not know.
  return () => readPasswordFile(key, environment) as string;
}

const DUMMY_HOST = 'no-host.invalid';

function parseUrl(url: string, bad: (reason: string) => OrchestrateError): URL {
  const [, scheme, rest = ''] = /^(postgres(?:ql)?:\/\/)(.*)$/is.exec(url) ?? [];
  if (scheme === undefined) throw bad('it does not start with postgresql://');
  const authority = /^[^/?#]*/.exec(rest)?.[0] ?? '';
  const user = authority.slice(0, authority.lastIndexOf('@') + 1);
  if (authority.slice(user.length).includes(',')) throw bad('it names several hosts, and a run works on one of them');
  const parsed = tryUrl(authority === user ? `${scheme}${user}${DUMMY_HOST}${rest.slice(user.length)}` : url);
  // An unencoded character of a password ends the user, and what follows is read as something else.
  const isTorn = parsed !== null && parsed.username === '' && /^[^?]*@|\?[^=&]*@/.test(parsed.pathname + parsed.search);
  if (parsed === null || isTorn || parsed.hash !== '') {
    throw bad('it cannot be read; a character of the password may have to be percent-encoded, such as # as %23');
  }
  return parsed;
}

/** None where only a user stands before the path: a URL with a user cannot be given an empty host. */
function hostOf({ hostname }: URL): string {
  return hostname === DUMMY_HOST ? '' : hostname.replace(/^\[(.*)\]$/, '$1');
}

function tryUrl(url: string): URL | null {
  try {
    return new URL(url);
  } catch {
    return null;
  }
}

function decode(text: string, bad: (reason: string) => OrchestrateError): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw bad('it has a % that stands for itself; write it as %25');
  }
}

function portOf(text: string, bad: (reason: string) => OrchestrateError): number | undefined {
  if (text === '') return undefined;
  if (!/^\d{1,5}$/.test(text)) throw bad('its port is no number');
  return Number(text);
}

function connectTimeoutMs(text: string | undefined, bad: (reason: string) => OrchestrateError): number {
  if (text === undefined) return CONNECT_TIMEOUT_S * 1000;
  if (!/^\d{1,6}$/.test(text)) throw bad('its connect_timeout is no number of seconds');
  return Number(text) * 1000;
}

/** PgBouncer's own port, and how Neon and Supabase call the hosts of theirs. */
function isPoolerHost(host: string, port: number | undefined): boolean {
  return port === 6543 || /-pooler\./i.test(host) || /(?:^|\.)pooler\.supabase\.com$/i.test(host);
}

// What is there as undefined would count as given to pg.
function withoutNothing(config: Omit<ClientConfig, 'ssl'>): Omit<ClientConfig, 'ssl'> {
  return Object.fromEntries(Object.entries(config).filter(([, value]) => value !== undefined));
}

function badUrl(display: string, reason: string): OrchestrateError {
  return new OrchestrateError({
    kind: 'usage',
    code: 'DATABASE.BAD_URL',
    message: `The database URL "${display}" cannot be used for PostgreSQL: ${reason}.`,
    fix: 'Write it as postgresql://user:password@host:5432/database?schema=public, each part percent-encoded.',
    meta: { url: display },
  });
}
