import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { ConnectionOptions } from 'node:tls';
import type { ClientConfig } from 'pg';
import type { Environment } from '../../../config/environment.js';
import { messageOf, OrchestrateError } from '../../../errors.js';

/** What the kind of a connection depends on. */
export interface TlsOptions {
  /** Of the URL. */
  readonly parameters: ReadonlyMap<string, string>;
  /** Null for the one that pg falls back to. */
  readonly host: string | null;
  /** What relative paths count from, absolute. */
  readonly root: string;
  readonly environment: Environment;
}

const MODES = ['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full', 'no-verify'] as const;
type Mode = (typeof MODES)[number];

/**
 * The kinds of connection to try, in their order, with libpq's meaning of `sslmode`. Without one it is `prefer`, as in libpq
 * and in Prisma, but on this machine the way without TLS is tried first. `sslaccept`, `sslidentity` and `sslpassword` are
 * Prisma's; its `sslcert` is the server's authority, libpq's, with an `sslkey`, the client's own certificate.
 *
 * @returns null for an `sslmode` that does not exist
 * @throws OrchestrateError `DATABASE.BAD_URL` when a file that the URL names cannot be read
 */
export function tlsAttempts(options: TlsOptions): readonly ClientConfig['ssl'][] | null {
  const { host } = options;
  const mode = modeOf(options);
  if (mode === null) return null;
  if (mode === 'disable' || host?.startsWith('/')) return [false];
  const tls = connectionOptions(mode, options);
  if (mode === 'allow') return [false, tls];
  return mode === 'prefer' ? [tls, false] : [tls];
}

/** The same for programs that use libpq, by the names of files. */
export interface LibpqTls {
  readonly mode: Exclude<Mode, 'no-verify'>;
  /** `system` for the authorities that the system trusts; null for none. */
  readonly rootCertificate: string | null;
  readonly certificate: string | null;
  readonly key: string | null;
  /** Whether it takes what libpq cannot be given outside of a command line: a certificate with a password. */
  readonly hasSealedIdentity: boolean;
}

/** Of a server on this machine that has no TLS. */
export const NO_TLS: LibpqTls = {
  mode: 'disable',
  rootCertificate: null,
  certificate: null,
  key: null,
  hasSealedIdentity: false,
};

/** @returns null for an `sslmode` that does not exist */
export function libpqTls(options: TlsOptions): LibpqTls | null {
  const { parameters, host, root } = options;
  const mode = modeOf(options);
  if (mode === null) return null;
  const file = (parameter: string): string | null => {
    const given = parameters.get(parameter) || null;
    return given === null || given === 'system' ? given : path.resolve(root, given);
  };
  const [certificate, key] = [file('sslcert'), file('sslkey')];
  const isStrict = parameters.get('sslaccept') === 'strict' || parameters.get('sslrootcert') === 'system';
  const isOff = mode === 'disable' || host?.startsWith('/') === true;
  return {
    mode: isOff ? 'disable' : mode === 'no-verify' ? 'require' : isStrict ? 'verify-full' : mode,
    rootCertificate: file('sslrootcert') ?? (key === null ? certificate : null),
    certificate: key === null ? null : certificate,
    key,
    hasSealedIdentity: !isOff && (parameters.get('sslidentity') || parameters.get('sslpassword') || '') !== '',
  };
}

function modeOf({ parameters, host, environment }: TlsOptions): Mode | null {
  const given = parameters.get('sslmode') ?? environment['PGSSLMODE'] ?? '';
  if (given !== '') return MODES.find((mode) => mode === given) ?? null;
  const ssl = parameters.get('ssl');
  if (ssl === 'true' || ssl === '1') return 'require';
  if (ssl === 'false' || ssl === '0') return 'disable';
  // Who wants the server checked does not want to fall back to one that cannot be.
  if (parameters.get('sslaccept') === 'strict') return 'require';
  return isThisMachine(host) ? 'allow' : 'prefer';
}

function isThisMachine(host: string | null): boolean {
  const name = host ?? 'localhost';
  return name === 'localhost' || name === '::1' || name.startsWith('127.');
}

function connectionOptions(mode: Mode, { parameters, root }: TlsOptions): ConnectionOptions {
  const read = (parameter: string): Buffer | undefined => {
    const file = parameters.get(parameter);
    return file === undefined || file === '' ? undefined : readParameter(parameter, path.resolve(root, file));
  };
  const isSystem = parameters.get('sslrootcert') === 'system';
  const rootCertificate = isSystem ? undefined : read('sslrootcert');
  const key = read('sslkey');
  const certificate = read('sslcert');
  const [ca, cert] = key === undefined ? [rootCertificate ?? certificate, undefined] : [rootCertificate, certificate];
  const pfx = read('sslidentity');
  const passphrase = parameters.get('sslpassword');
  return {
    ...(ca === undefined ? {} : { ca }),
    ...(key === undefined ? {} : { key }),
    ...(cert === undefined ? {} : { cert }),
    ...(pfx === undefined ? {} : { pfx }),
    ...(passphrase === undefined ? {} : { passphrase }),
    ...verification(mode, {
      isStrict: isSystem || parameters.get('sslaccept') === 'strict',
      hasAuthority: rootCertificate !== undefined,
    }),
  };
}

function verification(
  mode: Mode,
  { isStrict, hasAuthority }: { readonly isStrict: boolean; readonly hasAuthority: boolean },
): ConnectionOptions {
  if (mode === 'verify-full' || (isStrict && mode !== 'no-verify')) return { rejectUnauthorized: true };
  // With an authority at hand libpq makes no difference between the two: the certificate counts, the name does not.
  if (mode === 'verify-ca' || (mode === 'require' && hasAuthority)) {
    return { rejectUnauthorized: true, checkServerIdentity: () => undefined };
  }
  return { rejectUnauthorized: false };
}

function readParameter(parameter: string, file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (cause) {
    throw new OrchestrateError({
      kind: 'usage',
      code: 'DATABASE.BAD_URL',
      message: `The file that "${parameter}" of the database URL names cannot be read: ${messageOf(cause)}`,
      fix: `Correct ${parameter}; a relative path counts from the directory of the configuration that holds the URL.`,
      meta: { parameter, file },
      cause,
    });
  }
}
