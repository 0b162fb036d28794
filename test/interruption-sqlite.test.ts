// What only SQLite has: a transaction that is half in the file when its process dies.
import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { runCli, startCli } from './support/run-cli.js';
import { coreRevision, smallWorkspace } from './support/small-workspace.js';
import { SQLITE } from './support/sqlite-test-database.js';
import { readHistory } from './support/test-database.js';

/** More than fits into the cache, so that SQLite writes to the file before the end. */
const LARGE = `CREATE TABLE "Large" AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200000)
  SELECT i, hex(zeroblob(100)) AS text FROM n;
${SQLITE.endless}`;

describe('kill -9', () => {
  it('in the middle of a large transaction keeps no command from reading, and the revision from being tried again', async () => {
    const { cwd, database } = await smallWorkspace(SQLITE, coreRevision('20260101000000_large', LARGE));
    const file = join(cwd, 'prisma/dev.db');
    const run = startCli(['upgrade', '--all'], { cwd });
    while (sizeOf(file) < 1_000_000) await delay(5);
    run.kill('SIGKILL');
    await run;
    // SQLite has written half of the transaction into the file, and what was there before into its journal.
    expect(sizeOf(`${file}-journal`)).toBeGreaterThan(0);
    for (const command of ['status', 'current', 'history', 'debug']) {
      expect(await runCli([command], { cwd })).toMatchObject({ exitCode: 0 });
    }
    expect(await readHistory(database)).toEqual([]);
    writeFileSync(join(cwd, 'prisma/migrations/20260101000000_large/migration.sql'), 'CREATE TABLE "Large" ("x");');
    expect(await runCli(['upgrade', '--all'], { cwd })).toMatchObject({ exitCode: 0 });
    expect(await readHistory(database)).toHaveLength(1);
  });
});

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}
