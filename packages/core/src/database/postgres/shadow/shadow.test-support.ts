import { randomBytes } from 'node:crypto';
import { onTestFinished } from 'vitest';
import { redactUrl } from '../../../config/redact-url.js';
import { type PostgresLocation, parsePostgresUrl } from '../connection/postgres-url.js';
import { runSql, testServer } from '../server.test-support.js';

/** What a URL names, as the driver reads it. */
export function locate(url: string): PostgresLocation {
  return parsePostgresUrl(url, { root: '/', display: redactUrl(url) });
}

/** A role that may log in and nothing else, with its own form of a URL; it goes when the test ends. */
export async function createTestRole(attributes = ''): Promise<{ name: string; urlOf(url: string): string }> {
  const name = `role_${randomBytes(6).toString('hex')}`;
  await runSql(testServer.url('postgres'), `CREATE ROLE ${name} LOGIN PASSWORD 'secret' ${attributes}`);
  onTestFinished(async () => {
    await runSql(testServer.url('postgres'), `DROP ROLE ${name}`);
  });
  return { name, urlOf: (url) => url.replace('//postgres:postgres@', `//${name}:secret@`) };
}

/** The shadow databases on the test server that belong to an extension of this name. */
export async function shadowsOf(extension: string): Promise<readonly string[]> {
  const rows = await runSql<{ readonly datname: string }>(
    testServer.url('postgres'),
    `SELECT datname FROM pg_database WHERE starts_with(datname, 'orchestrate_shadow_${extension}') ORDER BY 1`,
  );
  return rows.map(({ datname }) => datname);
}
