import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { testdir } from '../../../../testdir.test-support.js';
import { shareServer } from './share-server.js';

const root = import.meta.dirname;
const cacheFolder = mkdtempSync(path.join(tmpdir(), 'orchestrate-cache-'));
afterAll(() => rmSync(cacheFolder, { recursive: true }));

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client(url);
  client.on('error', () => {});
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}

/** Starts a process that holds the server until it is killed. */
async function hold(folder: string): Promise<{ readonly process: ChildProcess; readonly url: string }> {
  const script = fileURLToPath(new URL('./hold-shared.test-support.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'jiti/register', script, root, cacheFolder, folder], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const { value } = await createInterface(child.stdout)[Symbol.asyncIterator]().next();
  return { process: child, url: String(value) };
}

async function kill(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  await once(child, 'exit');
}

const folderOf = (url: string): string => new URL(url).searchParams.get('host') ?? '';

describe('shareServer', () => {
  it('gives one server to all that come at once, until the last of them is gone, killed or not', async () => {
    const folder = testdir();
    const [first, second] = await Promise.all([hold(folder), hold(folder)]);
    const here = await shareServer({ root, cacheFolder, folder, lingerS: 1 });
    expect([second.url, here.url]).toEqual([first.url, first.url]);
    // One of the two has started it.
    await kill(first.process);
    await kill(second.process);
    expect(await answers(here.url)).toBe(true);
    await here.release();
    await here.release();
    await vi.waitUntil(() => !existsSync(folderOf(here.url)), { timeout: 20_000 });
    expect(await answers(here.url)).toBe(false);
  });
});
