import type { PostgresLocation } from './postgres-url.js';

const LOOPBACK = /^(?:localhost|127(?:\.\d+){3}|\[?::1\]?)$/;

/** The port where nothing names one. */
export const DEFAULT_PORT = 5432;

/** The server and the database on it; several roles and schemas are in the same. That two names mean one host cannot be told. */
export function placeOf(location: PostgresLocation): string {
  const { host, port } = serverOf(location);
  return `${LOOPBACK.test(host) ? 'localhost' : host}:${port}/${location.database}`;
}

/** The server, in one spelling. */
export function serverOf({ target: { config } }: PostgresLocation): { readonly host: string; readonly port: number } {
  const { host: named = 'localhost', port = DEFAULT_PORT } = config;
  // The folder of a socket is a path.
  return { host: named.startsWith('/') ? named : named.toLowerCase().replace(/\.$/, ''), port };
}
