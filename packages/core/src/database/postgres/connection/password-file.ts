import { readFileSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import type { Environment } from '../../../config/environment.js';
import { messageOf, OrchestrateError } from '../../../errors.js';

/** Whose password is wanted. */
export interface PasswordFileKey {
  /** A socket's folder counts as `localhost`. */
  readonly host: string;
  readonly port: string;
  readonly database: string;
  readonly user: string;
}

/**
 * The password that libpq's password file has: `host:port:database:user:password`, where `*` is anything. A file that
 * others may read does not count, as libpq has it.
 *
 * @throws OrchestrateError `DATABASE.AUTHENTICATION` when the file is there and cannot be read
 */
export function readPasswordFile(
  { host, port, database, user }: PasswordFileKey,
  environment: Environment = process.env,
): string | undefined {
  const wanted = [host.startsWith('/') ? 'localhost' : host, port, database, user];
  for (const line of readLines(passwordFile(environment))) {
    const fields = [...line.matchAll(/((?:[^:\\]|\\.)*)(?::|$)/g)].map(([, field = '']) => field);
    const isMatch = wanted.every((value, at) => fields[at] === '*' || unescaped(fields[at]) === value);
    if (isMatch) return unescaped(fields[wanted.length]) || undefined;
  }
  return undefined;
}

function passwordFile({ PGPASSFILE, APPDATA }: Environment): string {
  if (PGPASSFILE !== undefined && PGPASSFILE !== '') return PGPASSFILE;
  return process.platform === 'win32'
    ? path.join(APPDATA ?? homedir(), 'postgresql', 'pgpass.conf')
    : path.join(homedir(), '.pgpass');
}

function readLines(file: string): readonly string[] {
  try {
    const isOpenToOthers = process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0;
    return isOpenToOthers
      ? []
      : readFileSync(file, 'utf8')
          .split(/\r?\n/)
          .filter((line) => !line.startsWith('#'));
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return [];
    throw new OrchestrateError({
      code: 'DATABASE.AUTHENTICATION',
      message: `The server asks for a password, and the password file ${file} cannot be read: ${messageOf(cause)}`,
      fix: 'Make it readable for this user and nobody else, or put the password into the database URL or PGPASSWORD.',
      meta: { file },
      cause,
    });
  }
}

function unescaped(field: string | undefined): string | undefined {
  return field?.replaceAll(/\\(.)/g, '$1');
}
