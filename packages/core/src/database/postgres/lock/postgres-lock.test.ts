import { describe, expect, it } from 'vitest';
import { errorOf } from '../../../error-of.test-support.js';
import type { LockHolder } from '../../../events.js';
import type { LockOptions } from '../../database.js';
import { openTestDatabase } from '../open.test-support.js';
import { createTestDatabase, runSql, servers, testServer } from '../server.test-support.js';

const options = (changes: Partial<LockOptions> = {}): LockOptions => ({ timeoutMs: 0, command: 'second', ...changes });
const PRISMA_LOCK = 'SELECT pg_advisory_lock(72707369)';
const LOCKS =
  "SELECT count(*)::int AS count FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())";

describe.each(servers)('the lock, on $name', (server) => {
  it('is for one run at a time, and says whose it is', async () => {
    const { url } = await server.createDatabase();
    const first = await openTestDatabase(url, { command: 'orchestrate first' });
    const second = await openTestDatabase(url);
    const [own] = await first.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    await using _lock = await first.lock(options());
    const waiting: LockHolder[] = [];
    const error = await errorOf(() =>
      second.lock(options({ timeoutMs: 300, onWaiting: (holder) => waiting.push(holder) })),
    );
    const holder = { pid: own?.pid, host: '127.0.0.1', command: 'orchestrate first', since: expect.any(Date) };
    expect(waiting).toEqual([holder]);
    expect(error).toMatchObject({
      code: 'LOCK.TIMEOUT',
      meta: { holder },
      message: expect.stringMatching(
        /^Gave up after 0\.3 s: orchestrate first \(server process \d+, connected from 127\.0\.0\.1 since 20\d\d-.*Z\) holds the lock of postgresql:/,
      ),
      fix: expect.stringContaining(`pg_terminate_backend(${own?.pid})`),
    });
  });

  it('is handed on when it is released, and when its connection ends', async () => {
    const { url } = await server.createDatabase();
    const [first, second, third] = [
      await openTestDatabase(url),
      await openTestDatabase(url),
      await openTestDatabase(url),
    ];
    const lock = await first.lock(options());
    const waiting = second.lock(options({ timeoutMs: 20_000 }));
    await lock[Symbol.asyncDispose]();
    await waiting;
    const last = third.lock(options({ timeoutMs: 20_000 }));
    await second.close();
    await (await last)[Symbol.asyncDispose]();
    expect(await third.query(LOCKS)).toEqual([{ count: 0 }]);
  });
});

describe("Prisma's lock", () => {
  it('is waited for, and what was taken before it is given back', async () => {
    const { url } = await createTestDatabase();
    const prisma = await openTestDatabase(url, { command: 'prisma migrate' });
    await prisma.query(PRISMA_LOCK);
    const database = await openTestDatabase(url);
    const error = await errorOf(() => database.lock(options({ timeoutMs: 200 })));
    expect(error.message).toContain('prisma migrate (server process');
    expect(await database.query(LOCKS)).toEqual([{ count: 1 }]);
    const waiting = database.lock(options({ timeoutMs: 20_000 }));
    await prisma.query('SELECT pg_advisory_unlock(72707369)');
    await using _lock = await waiting;
    expect(await prisma.query('SELECT pg_try_advisory_lock(72707369) AS taken')).toEqual([{ taken: false }]);
  });
});

describe('the lock', () => {
  it('is not waited for any longer once the signal fires', async () => {
    const { url } = await createTestDatabase();
    const [first, second] = [await openTestDatabase(url), await openTestDatabase(url)];
    await using _lock = await first.lock(options());
    const stop = new AbortController();
    const waiting = second.lock(options({ timeoutMs: 60_000, signal: stop.signal, onWaiting: () => stop.abort() }));
    expect(await errorOf(() => waiting)).toMatchObject({ kind: 'interrupted', code: 'RUN.INTERRUPTED' });
  });

  it('belongs to one database', async () => {
    const [one, other] = [await createTestDatabase(), await createTestDatabase()];
    await using _one = await (await openTestDatabase(one.url)).lock(options());
    await using _other = await (await openTestDatabase(other.url)).lock(options());
  });

  it('says no more of a session of somebody else than this role may see', async () => {
    const role = `other_${process.pid}_${Date.now()}`;
    const { url } = await createTestDatabase({ sql: `CREATE ROLE ${role} LOGIN PASSWORD 'pw'` });
    const first = await openTestDatabase(url, { command: 'orchestrate first' });
    await using _lock = await first.lock(options());
    const limited = new URL(url);
    limited.username = role;
    limited.password = 'pw';
    const second = await openTestDatabase(limited.href);
    const error = await errorOf(() => second.lock(options()));
    expect(error.message).toMatch(/orchestrate first \(server process \d+, connected at an unknown time\)/);
    await second.close();
    await runSql(testServer.url('postgres'), `DROP ROLE ${role}`);
  });
});
