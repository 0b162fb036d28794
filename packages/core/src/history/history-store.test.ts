import { describe, expect, it } from 'vitest';
import type { HistoryTable } from '../database/database.js';
import { shadowOptions } from '../database/open-options.test-support.js';
import { openTestDatabase } from '../database/postgres/open.test-support.js';
import { postgresDriver } from '../database/postgres/postgres-driver.js';
import { servers } from '../database/postgres/server.test-support.js';
import { sqliteDriver } from '../database/sqlite/sqlite-driver.js';
import type { HistoryRow } from '../revisions/history-row.js';
import { historyRowState } from '../revisions/history-row.js';
import { KEPT_PREFIX, keepUnder } from '../revisions/kept-script.js';
import type { HistoryStore } from './history-store.js';
import { memoryHistory } from './memory-history.test-support.js';
import { sqlHistory } from './sql-history.js';

const TABLES = [
  { extension: 'blog', table: '_prisma_migrations_blog', schema: null },
  { extension: 'core', table: '_prisma_migrations', schema: null },
];

const STORES: readonly (readonly [string, () => Promise<HistoryStore>])[] = [
  ['in memory', async () => memoryHistory()],
  [
    'sqlite',
    async () => {
      const database = await sqliteDriver.openShadow(shadowOptions());
      return sqlHistory({ database, driver: sqliteDriver, tables: TABLES });
    },
  ],
  ...servers.map((server): [string, () => Promise<HistoryStore>] => [
    `postgresql, ${server.name}`,
    async () => {
      const database = await openTestDatabase((await server.createDatabase()).url);
      const tables = TABLES.map((table) => (table.extension === 'blog' ? { ...table, schema: 'Blog' } : table));
      return sqlHistory({ database, driver: postgresDriver, tables });
    },
  ]),
];

function row(changes: Partial<HistoryRow> = {}): HistoryRow {
  return {
    id: 'a',
    extension: 'blog',
    name: '20260101000000_init',
    checksum: 'c'.repeat(64),
    startedAt: new Date('2026-01-01T00:00:00.123Z'),
    finishedAt: new Date('2026-01-01T00:00:01.456Z'),
    rolledBackAt: null,
    logs: null,
    appliedStepsCount: 1,
    ...changes,
  };
}

describe.each(STORES)('the history contract, %s', (_name, open) => {
  it('reads a table that does not exist as empty', async () => {
    expect(await (await open()).read()).toEqual([]);
  });

  it('gives back what was inserted, by extension and oldest first', async () => {
    const store = await open();
    await store.prepare(['core', 'blog']);
    const later = row({ id: 'b', startedAt: new Date('2026-02-01T00:00:00.000Z') });
    const core = row({ id: 'c', extension: 'core', logs: "it's\nlong" });
    for (const each of [core, later, row()]) await store.insert(each);
    expect(await store.read()).toEqual([row(), later, core]);
  });

  it('prepares a table twice without harm', async () => {
    const store = await open();
    await store.prepare(['blog']);
    await store.insert(row());
    await store.prepare(['blog', 'blog']);
    expect(await store.read()).toHaveLength(1);
  });

  it('refuses an id twice and a table that was not prepared', async () => {
    const store = await open();
    await expect(store.insert(row())).rejects.toThrow(/no such table|does not exist/);
    await store.prepare(['blog']);
    await store.insert(row());
    await expect(store.insert(row())).rejects.toThrow(/unique/i);
  });

  it('reads the scripts that rows keep only when it is asked for them', async () => {
    const store = await open();
    await store.prepare(['blog']);
    const kept = `${KEPT_PREFIX}, requires []\nDROP TABLE "it's";`;
    await store.insert(row({ logs: kept }));
    await store.insert(row({ id: 'b', startedAt: new Date('2026-02-01T00:00:00.000Z'), logs: 'why' }));
    expect((await store.read()).map(({ logs }) => logs)).toEqual([null, 'why']);
    expect(await store.readKept('blog')).toEqual([row({ logs: kept })]);
    expect(await store.readKept('core')).toEqual([]);
    const reverting = keepUnder('orchestrate: reverting, 1 of 2 statements done, sha256 00', kept);
    await store.update(row(), { logs: reverting });
    expect((await store.read()).map(({ logs }) => logs)).toEqual([reverting, 'why']);
    expect(await store.readKept('blog')).toEqual([row({ logs: reverting })]);
  });

  it('changes one row and nothing else', async () => {
    const store = await open();
    await store.prepare(['blog']);
    await store.insert(row());
    await store.insert(row({ id: 'b', finishedAt: null, appliedStepsCount: 0 }));
    const rolledBackAt = new Date('2026-03-01T00:00:00.789Z');
    await store.update({ extension: 'blog', id: 'b' }, { rolledBackAt, logs: 'why' });
    await store.update({ extension: 'blog', id: 'nobody' }, { logs: 'lost' });
    expect(await store.read()).toEqual([
      row(),
      row({ id: 'b', finishedAt: null, appliedStepsCount: 0, rolledBackAt, logs: 'why' }),
    ]);
  });
});

it('names what kept scripts require as it is called now', async () => {
  const database = await sqliteDriver.openShadow(shadowOptions());
  const history = (tables: readonly HistoryTable[]) => sqlHistory({ database, driver: sqliteDriver, tables });
  const before = history(TABLES);
  await before.prepare(['blog']);
  const kept = (extension: string) => `${KEPT_PREFIX}, requires ["${extension}/1","core/1"]\nDROP TABLE "shop/1";`;
  await before.insert(row({ logs: kept('shop') }));
  await before.insert(row({ id: 'b', logs: keepUnder('orchestrate: reverting', kept('shop')) }));
  const shop = { extension: 'store', table: '_prisma_migrations_store', schema: null, formerNames: ['shop'] };
  expect((await history([...TABLES, shop]).readKept('blog')).map(({ logs }) => logs)).toEqual([
    kept('store'),
    keepUnder('orchestrate: reverting', kept('store')),
  ]);
  const [blog] = TABLES;
  const posts = { ...blog, extension: 'posts', table: '_prisma_migrations_posts', schema: null, formerNames: ['blog'] };
  expect(await history([posts]).readKept('posts')).toHaveLength(2);
});

describe('historyRowState', () => {
  it.each([
    ['applied', {}],
    ['failed', { finishedAt: null }],
    ['rolled-back', { finishedAt: null, rolledBackAt: new Date() }],
    ['rolled-back', { rolledBackAt: new Date() }],
  ] as const)('is %s', (state, changes) => {
    expect(historyRowState(row(changes))).toBe(state);
  });
});
