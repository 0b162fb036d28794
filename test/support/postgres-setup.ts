import { existsSync, readdirSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { foldersOfPackages, foldersOfPath } from '../../packages/core/src/database/postgres/backup/tool-places.js';
import { embeddedPrograms, type RunningPostgres, startPostgres } from './start-postgres.js';

/** Where Debian and its kin install PostgreSQL, one folder per major version. */
const DEBIAN = '/usr/lib/postgresql';

/**
 * Runs once per test run, for all test files. It starts no server by itself: the first test that wants one asks for it over HTTP,
 * and all that come later get the same one. They are stopped at the end.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const programs = new Map([['embedded', embeddedPrograms], ...installedPrograms()]);
  const running = new Map<string, Promise<RunningPostgres>>();

  const starter = createServer(async (request, response) => {
    try {
      const name = decodeURIComponent((request.url ?? '').slice(1));
      const bin = programs.get(name);
      if (bin === undefined) throw new Error(`There is no server "${name}".`);
      const started = running.get(name) ?? startPostgres(bin());
      running.set(name, started);
      const { port, folder } = await started;
      response.end(JSON.stringify({ port, folder }));
    } catch (error) {
      response.statusCode = 500;
      response.end(String(error));
    }
  });
  await new Promise<void>((resolve) => starter.listen(0, '127.0.0.1', resolve));
  const { port } = starter.address() as AddressInfo;
  const servers = [...programs].map(([name, bin]) => ({ name, tools: name === 'embedded' ? null : toolsIn(bin()) }));
  project.provide('postgres', { starter: `http://127.0.0.1:${port}`, servers });

  return async () => {
    starter.closeAllConnections();
    starter.close();
    const servers = await Promise.allSettled(running.values());
    await Promise.all(servers.map((server) => (server.status === 'fulfilled' ? server.value.stop() : undefined)));
  };
}

/** Debian's, or else the first one on PATH or where other packages put it. */
function installedPrograms(): readonly (readonly [string, () => string])[] {
  const debian = debianFolders();
  const others = [...foldersOfPath(), ...foldersOfPackages()].filter(hasServer).slice(0, 1);
  const folders = debian.length > 0 ? debian : others.map((bin) => ['installed', bin] as const);
  return folders.map(([name, bin]) => [name, () => bin]);
}

function debianFolders(): readonly (readonly [string, string])[] {
  if (!existsSync(DEBIAN)) return [];
  return readdirSync(DEBIAN)
    .map((version) => [`debian-${version}`, join(DEBIAN, version, 'bin')] as const)
    .filter(([, bin]) => hasServer(bin))
    .sort();
}

function hasServer(bin: string): boolean {
  return ['postgres', 'initdb'].every((name) => existsSync(join(bin, name)));
}

function toolsIn(bin: string): string | null {
  return ['pg_dump', 'pg_restore'].every((name) => existsSync(join(bin, name))) ? bin : null;
}
