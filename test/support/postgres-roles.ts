import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { onTestFinished } from 'vitest';
import { runSql, testServer } from '../../packages/core/src/database/postgres/server.test-support.js';

/** How a role is made. */
export interface TestRoleOptions {
  /** The start of its name; a random end makes it unique. */
  readonly name?: string;
  readonly password?: string;
  /** As `CREATE ROLE` takes them: `CREATEDB`. */
  readonly attributes?: string;
}

/** A role that can log in. */
export interface TestRole {
  readonly name: string;
  /** The name as SQL has it. */
  readonly quoted: string;
  /** The URL of a database for this role; `parameters` as `schema=own`. */
  urlOf(url: string, parameters?: string): string;
}

/** Makes a role on the test server. It is dropped when the test ends: make it before the databases that it owns something in. */
export async function createRole({
  name = 'role',
  password = 'secret',
  attributes = '',
}: TestRoleOptions = {}): Promise<TestRole> {
  const role = `${name}_${randomBytes(4).toString('hex')}`;
  const quoted = pg.escapeIdentifier(role);
  const admin = testServer.socketUrl('postgres');
  await runSql(admin, `CREATE ROLE ${quoted} LOGIN PASSWORD ${pg.escapeLiteral(password)} ${attributes}`);
  onTestFinished(async () => {
    await runSql(admin, `DROP ROLE ${quoted}`);
  });
  return {
    name: role,
    quoted,
    urlOf(url, parameters) {
      const { host, pathname } = new URL(url);
      const more = parameters === undefined ? '' : `?${parameters}`;
      return `postgresql://${encodeURIComponent(role)}:${encodeURIComponent(password)}@${host}${pathname}${more}`;
    },
  };
}
