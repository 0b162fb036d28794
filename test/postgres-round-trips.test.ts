import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { expect, it } from 'vitest';
import { testServer } from '../packages/core/src/database/postgres/server.test-support.js';
import { POSTGRESQL } from './support/postgres-test-database.js';
import { runCli } from './support/run-cli.js';
import { TestWorkspace } from './support/test-workspace.js';

const EXTENSIONS = 200;

/** Passes connections on and counts the messages after which a client waits for the server: `Q` and `S`. */
async function countingProxy(target: URL): Promise<{ readonly port: number; count(): number } & AsyncDisposable> {
  let count = 0;
  const server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname);
    let pending = Buffer.alloc(0);
    let isStarted = false;
    client.on('data', (chunk) => {
      pending = Buffer.concat([pending, chunk]);
      for (;;) {
        // The first message has no type.
        const start = isStarted ? 1 : 0;
        const length = pending.length < start + 4 ? Number.POSITIVE_INFINITY : start + pending.readInt32BE(start);
        if (pending.length < length) break;
        if (isStarted && ['Q', 'S'].includes(String.fromCharCode(pending[0] ?? 0))) count += 1;
        isStarted = true;
        pending = pending.subarray(length);
      }
      upstream.write(chunk);
    });
    upstream.on('data', (chunk) => client.write(chunk));
    client.on('close', () => upstream.destroy());
    upstream.on('close', () => client.destroy());
    client.on('error', () => upstream.destroy());
    upstream.on('error', () => client.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The proxy has no port.');
  return {
    port: address.port,
    count: () => count,
    [Symbol.asyncDispose]: async () => void server.close(),
  };
}

it(`asks for the histories of ${EXTENSIONS} extensions once, besides setting the session up`, async () => {
  const workspace = await TestWorkspace.on(POSTGRESQL, {});
  for (let at = 0; at < EXTENSIONS; at += 1) {
    workspace.fragment(`ext-${at}`, '');
    workspace.revision(`ext-${at}/20260101000000_init`, { up: 'SELECT 1;' });
  }
  expect(await workspace.upgrade('--all')).toHaveLength(EXTENSIONS);

  const [, name = ''] = /\/([^/?]+)(?:\?|$)/.exec(workspace.database.url) ?? [];
  const url = new URL(testServer.url(decodeURIComponent(name)));
  await using proxy = await countingProxy(new URL(url));
  url.hostname = '127.0.0.1';
  url.port = String(proxy.port);
  const args = ['--all', '--database-url', url.href];
  expect(await runCli(['upgrade', ...args], { cwd: workspace.root })).toMatchObject({
    stderr: '',
    stdout: expect.stringContaining('Nothing to apply'),
  });
  expect(proxy.count()).toBe(2);
});
