import { existsSync } from 'node:fs';
import type { Environment } from '../../../config/environment.js';
import { OrchestrateError } from '../../../errors.js';
import type { PostgresLocation } from '../connection/postgres-url.js';
import type { PostgresTool } from './postgres-tool.js';

/** What {@link toolEnvironment} takes. */
export interface ToolEnvironmentOptions {
  readonly tool: PostgresTool;
  /** The database that the program is to connect to; its URL's may be another one of the same server. */
  readonly location: PostgresLocation;
  /** Settings of the program's sessions. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** What a program of PostgreSQL gets to know, and what must not be seen of that. */
export interface ToolEnvironment {
  readonly env: Environment;
  /** In every form in which they could be shown. */
  readonly secrets: readonly string[];
}

/**
 * How a program of PostgreSQL reaches the database that we are connected to. All of it goes by the environment, which
 * others do not see, unlike arguments. What is set for libpq otherwise does not count, as it does not for us.
 *
 * @throws OrchestrateError `BACKUP.UNSUPPORTED_TLS`
 */
export async function toolEnvironment({
  tool,
  location,
  settings = {},
}: ToolEnvironmentOptions): Promise<ToolEnvironment> {
  const { config } = location.target;
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('PG'));
  const password = await readPassword(location);
  const env: Environment = {
    ...Object.fromEntries(inherited),
    // Messages that we can read.
    LC_MESSAGES: 'C',
    LC_ALL: undefined,
    PGHOST: config.host ?? 'localhost',
    PGPORT: String(config.port ?? 5432),
    PGUSER: config.user ?? undefined,
    PGDATABASE: location.database,
    PGPASSWORD: password ?? undefined,
    PGAPPNAME: `orchestrate ${tool.name}`,
    PGCONNECT_TIMEOUT: String(Math.ceil((config.connectionTimeoutMillis ?? 0) / 1000)),
    PGOPTIONS: optionsOf(config.options?.trim(), settings),
    ...(config.enableChannelBinding === true ? { PGCHANNELBINDING: 'require' } : {}),
    ...(config.sslnegotiation === 'direct' ? { PGSSLNEGOTIATION: 'direct' } : {}),
    ...tlsOf(location, tool),
  };
  const forms = password === null ? [] : [password, encodeURIComponent(password)];
  return { env, secrets: [...new Set(forms)].filter(({ length }) => length >= SHORTEST_SECRET) };
}

/** What is shorter stands in every message, and is no secret. */
const SHORTEST_SECRET = 4;

/** That of the URL, of the environment or of the password file, which may know our database and not its copies. */
async function readPassword({ target: { config } }: PostgresLocation): Promise<string | null> {
  const { password } = config;
  const given = typeof password === 'function' ? await password() : password;
  return given || null;
}

// libpq takes them apart at spaces, unless a backslash is before one.
function optionsOf(given: string | undefined, settings: Readonly<Record<string, string>>): string | undefined {
  const own = Object.entries(settings).map(([name, value]) => `-c ${name}=${value.replaceAll(/[\\\s]/g, '\\$&')}`);
  return [...(given ? [given] : []), ...own].join(' ') || undefined;
}

/** Where systems keep the authorities that they trust, for programs that do not know `system` yet. */
const BUNDLES = ['/etc/ssl/certs/ca-certificates.crt', '/etc/pki/tls/certs/ca-bundle.crt', '/etc/ssl/cert.pem'];
const KNOWS_SYSTEM = 16;

function tlsOf({ libpqTls, display }: PostgresLocation, { major, name }: PostgresTool): Environment {
  const { mode, rootCertificate, certificate, key, hasSealedIdentity } = libpqTls;
  if (hasSealedIdentity) throw tlsUnsupported(display, name);
  const trusted = major >= KNOWS_SYSTEM ? 'system' : (BUNDLES.find((file) => existsSync(file)) ?? 'system');
  return {
    PGSSLMODE: mode,
    ...(rootCertificate !== null ? { PGSSLROOTCERT: rootCertificate } : {}),
    ...(rootCertificate === null && mode.startsWith('verify') ? { PGSSLROOTCERT: trusted } : {}),
    ...(certificate === null ? {} : { PGSSLCERT: certificate }),
    ...(key === null ? {} : { PGSSLKEY: key }),
  };
}

function tlsUnsupported(display: string, name: string): OrchestrateError {
  return new OrchestrateError({
    code: 'BACKUP.UNSUPPORTED_TLS',
    message: `${display} is reached with a certificate that has a password (sslidentity or sslpassword), and ${name} cannot be given that.`,
    fix: 'Give the certificate and its key as PEM files without a password: sslcert=PATH and sslkey=PATH in the URL.',
  });
}
