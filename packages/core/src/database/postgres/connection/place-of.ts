import type { PostgresLocation } from './postgres-url.js';

/** The server and the database on it; several roles and schemas are in the same. */
export function placeOf({ target: { config }, database }: PostgresLocation): string {
  return `${config.host ?? ''}:${config.port ?? ''}/${database}`;
}
