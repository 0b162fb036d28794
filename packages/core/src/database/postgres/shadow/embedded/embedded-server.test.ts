import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, truncateSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { testdir } from '../../../../testdir.test-support.js';
import { type EmbeddedServer, startEmbeddedServer } from './embedded-server.js';

async function ask(server: EmbeddedServer, sql: string): Promise<unknown> {
  const client = new pg.Client({ host: server.host, port: server.port, user: 'postgres', database: 'postgres' });
  await client.connect();
  const { rows } = await client.query(sql);
  await client.end();
  return rows;
}

describe('startEmbeddedServer', () => {
  it('makes a server once, and starts copies of it from then on', async () => {
    const cacheFolder = path.join(testdir(), 'cache');
    const steps: string[] = [];
    const start = (): Promise<EmbeddedServer> =>
      startEmbeddedServer({
        root: '/',
        cacheFolder,
        onEvent: (event) => {
          if (event.kind === 'step') steps.push(event.message);
        },
      });
    let t = performance.now();
    const first = await start();
    console.log('first', performance.now() - t);
    t = performance.now();
    const second = await start();
    console.log('second', performance.now() - t);
    t = performance.now();
    console.log(await ask(first, "select version(), 'É' ilike 'é' x, (select count(*) from pg_collation)"));
    console.log(await ask(second, 'select 1'));
    await first.stop();
    console.log('stop', performance.now() - t);
    await second.stop();
    expect(existsSync(first.host)).toBe(false);
    expect(steps).toHaveLength(1);
    expect(readdirSync(cacheFolder)).toHaveLength(1);
  });
});
