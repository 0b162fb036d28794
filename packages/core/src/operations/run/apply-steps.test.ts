import { beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../database/database.js';
import { shadowOptions, tableNames } from '../../database/open-options.test-support.js';
import { sqliteDriver } from '../../database/sqlite/sqlite-driver.js';
import { OrchestrateError } from '../../errors.js';
import type { OrchestrateEvent } from '../../events.js';
import type { HistoryStore } from '../../history/history-store.js';
import { sqlHistory } from '../../history/sql-history.js';
import type { HistoryRow } from '../../revisions/history-row.js';
import type { Revision } from '../../revisions/revision.js';
import type { ApplyContext } from './apply-context.js';
import { applySteps } from './apply-steps.js';
import type { MigrationStep, TransactionMode } from './migration-step.js';
import { migrationStep } from './migration-step.js';
import { sqlScript } from './sql-script.js';
import { parseStepProgress } from './step-progress.js';

const TABLES = [{ extension: 'blog', table: '_prisma_migrations_blog', schema: null }];

let database: Database;
let history: HistoryStore;
beforeEach(async () => {
  database = await sqliteDriver.openShadow(shadowOptions());
  history = sqlHistory({ database, driver: sqliteDriver, tables: TABLES });
  return () => database.close();
});

function step(
  name: string,
  script: string,
  changes: Partial<Revision> & { direction?: 'up' | 'down' } = {},
): Promise<MigrationStep> {
  const revision: Revision = {
    id: `blog/${name}`,
    extension: 'blog',
    name,
    parents: [],
    parentage: 'declared',
    requires: [],
    message: name,
    transactional: 'auto',
    adopts: [],
    replaces: [],
    checksum: 'a'.repeat(64),
    sql: script,
    directory: `/w/${name}`,
    ...changes,
  };
  return migrationStep({ direction: changes.direction ?? 'up', revision, script, root: '/w', driver: sqliteDriver });
}

async function apply(
  steps: readonly Promise<MigrationStep>[],
  { mode = 'revision', ...rest }: Partial<ApplyContext> & { mode?: TransactionMode } = {},
): Promise<OrchestrateError | null> {
  const rows = await history.read();
  try {
    await applySteps(await Promise.all(steps), {
      database,
      history,
      rows,
      mode,
      retry: 'orchestrate upgrade --all',
      ...rest,
    });
    return null;
  } catch (error) {
    if (error instanceof OrchestrateError) return error;
    throw error;
  }
}

const summary = (rows: readonly HistoryRow[]): unknown =>
  rows.map((row) => [row.name, row.finishedAt !== null, row.rolledBackAt !== null, row.appliedStepsCount]);

const A = step('a', 'CREATE TABLE a (x);');
const BROKEN = step('b', 'CREATE TABLE b (x);\n\nINSERT INTO nowhere VALUES (1);\nCREATE TABLE c (x);');

describe('one transaction for each revision', () => {
  it('records what it applied', async () => {
    expect(await apply([A, step('b', 'CREATE TABLE b (x)')])).toBeNull();
    expect(await tableNames(database)).toEqual(['a', 'b']);
    expect(summary(await history.read())).toEqual([
      ['a', true, false, 1],
      ['b', true, false, 1],
    ]);
  });

  it('rolls a failing one back whole, keeps those before it and records the log', async () => {
    const error = await apply([A, BROKEN, step('c', 'CREATE TABLE d (x)')]);
    expect(error).toMatchObject({
      code: 'UPGRADE.REVISION_FAILED',
      message: expect.stringMatching(
        /blog\/b could not be applied, at statement 2 \(b\/migration\.sql:3\): no such table: nowhere/,
      ),
      fix: expect.stringContaining('orchestrate upgrade --all'),
      meta: { extension: 'blog', revision: 'blog/b', statement: 2, line: 3, databaseCode: 'SQLITE_ERROR' },
    });
    expect(await tableNames(database)).toEqual(['a']);
    const rows = await history.read();
    expect(summary(rows)).toEqual([
      ['a', true, false, 1],
      ['b', false, true, 0],
    ]);
    expect(rows[1]?.logs).toContain(
      'Migration name: b\n\nDatabase error code: SQLITE_ERROR\n\nDatabase error:\nno such table: nowhere',
    );
  });

  it('tries a corrected one again', async () => {
    await apply([BROKEN]);
    expect(await apply([step('b', 'CREATE TABLE b (x)')])).toBeNull();
    expect(summary(await history.read())).toEqual([
      ['b', false, true, 0],
      ['b', true, false, 1],
    ]);
  });

  it('does not commit what leaves rows without their parent', async () => {
    await apply([
      step(
        'a',
        'CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE c (p REFERENCES p); INSERT INTO p VALUES (1); INSERT INTO c VALUES (1);',
      ),
    ]);
    const error = await apply([step('b', 'DELETE FROM p;')]);
    expect(error).toMatchObject({
      message: expect.stringContaining('at the end of b/migration.sql: FOREIGN KEY constraint failed'),
    });
    expect(await database.query('SELECT * FROM p')).toHaveLength(1);
  });

  it('is no bug of ours where it takes its own history away', async () => {
    await apply([A]);
    const error = await apply([step('b', 'CREATE TABLE b (x); DROP TABLE _prisma_migrations_blog;')]);
    expect(error).toMatchObject({
      code: 'UPGRADE.REVISION_FAILED',
      message: expect.stringContaining('it must not drop, rename or change a history table'),
    });
    expect(await tableNames(database)).toEqual(['a']);
    expect(summary(await history.read())).toEqual([
      ['a', true, false, 1],
      ['b', false, true, 0],
    ]);
  });

  it('applies a script without statements', async () => {
    expect(await apply([step('a', '-- nothing yet\n')])).toBeNull();
    expect(summary(await history.read())).toEqual([['a', true, false, 1]]);
  });

  it('stops between two revisions when it is told to', async () => {
    const stop = new AbortController();
    const onEvent = (event: OrchestrateEvent): void => {
      if (event.kind === 'revision-finished') stop.abort();
    };
    expect(await apply([A, BROKEN], { signal: stop.signal, onEvent })).toMatchObject({
      kind: 'interrupted',
      meta: { done: 1, total: 2 },
    });
    expect(summary(await history.read())).toEqual([['a', true, false, 1]]);
  });

  it('hears a signal that comes while the driver works', async () => {
    const stop = new AbortController();
    const onEvent = (event: OrchestrateEvent): void => {
      // As Node tells of SIGINT: not before the event loop turns.
      if (event.kind === 'revision-started') setImmediate(() => stop.abort());
    };
    expect(await apply([A, BROKEN], { signal: stop.signal, onEvent })).toMatchObject({ meta: { done: 1, total: 2 } });
  });

  it('marks a reverted revision as rolled back', async () => {
    await apply([A]);
    expect(await apply([step('a', 'DROP TABLE a', { direction: 'down' })])).toBeNull();
    expect(await tableNames(database)).toEqual([]);
    expect(summary(await history.read())).toEqual([['a', true, true, 1]]);
  });

  it('leaves a revision applied that could not be reverted', async () => {
    await apply([A]);
    const error = await apply([step('a', 'DROP TABLE a; DROP TABLE a;', { direction: 'down' })]);
    expect(error).toMatchObject({ code: 'DOWNGRADE.REVISION_FAILED' });
    expect(await tableNames(database)).toEqual(['a']);
    expect(summary(await history.read())).toEqual([['a', true, false, 1]]);
  });
});

describe('one transaction for all', () => {
  it('commits everything or leaves nothing, not even a history table', async () => {
    const before = await database.query('SELECT * FROM sqlite_schema');
    expect(await apply([A, BROKEN], { mode: 'all' })).toMatchObject({
      message: expect.stringContaining('whole run of 2 was rolled back'),
    });
    expect(await database.query('SELECT * FROM sqlite_schema')).toEqual(before);
    expect(await apply([A, step('b', 'CREATE TABLE b (x)')], { mode: 'all' })).toBeNull();
    expect(await history.read()).toHaveLength(2);
  });

  it('refuses a revision that no transaction can hold before anything runs', async () => {
    expect(await apply([A, step('b', 'SELECT 1; VACUUM;')], { mode: 'all' })).toMatchObject({
      code: 'RUN.NOT_TRANSACTIONAL',
      message: expect.stringContaining('statement 2 (b/migration.sql:1)'),
    });
    expect(await tableNames(database)).toEqual([]);
  });
});

describe('statement by statement', () => {
  it.each<[string, Promise<MigrationStep>, TransactionMode]>([
    [
      'because a statement cannot run in a transaction',
      step('a', 'CREATE TABLE a (x); VACUUM; CREATE TABLE b (x);'),
      'revision',
    ],
    [
      'because the revision says so',
      step('a', 'CREATE TABLE a (x); CREATE TABLE b (x);', { transactional: 'no' }),
      'revision',
    ],
    ['because the run says so', step('a', 'CREATE TABLE a (x); CREATE TABLE b (x);'), 'none'],
    [
      'because the script has its own transaction',
      step('a', 'BEGIN; CREATE TABLE a (x); COMMIT; CREATE TABLE b (x);'),
      'revision',
    ],
  ])('%s', async (_name, each, mode) => {
    expect(await apply([each], { mode })).toBeNull();
    expect(await tableNames(database)).toEqual(['a', 'b']);
    expect(await history.read()).toMatchObject([{ finishedAt: expect.any(Date), logs: null, appliedStepsCount: 1 }]);
  });

  it('records how far a failing one got, and goes on there once the rest is corrected', async () => {
    expect(await apply([BROKEN], { mode: 'none' })).toMatchObject({
      message: expect.stringContaining('1 of its 3 statements are through'),
    });
    const [row] = await history.read();
    expect(row).toMatchObject({ finishedAt: null, rolledBackAt: null });
    expect(parseStepProgress(row?.logs ?? null)).toMatchObject({ direction: 'up', done: 1, total: 3 });
    expect(row?.logs).toContain('Position: statement 2, line 3 of b/migration.sql');

    const corrected = step('b', 'CREATE TABLE b (x);\nCREATE TABLE c (x);', { checksum: 'c'.repeat(64) });
    expect(await apply([corrected], { mode: 'none' })).toBeNull();
    expect(await tableNames(database)).toEqual(['b', 'c']);
    expect(await history.read()).toMatchObject([
      { finishedAt: expect.any(Date), logs: null, checksum: 'c'.repeat(64) },
    ]);
  });

  it.each<TransactionMode>(['revision', 'none'])(
    'goes on from there, and not from the start, with --tx %s',
    async (mode) => {
      await apply([step('n', 'CREATE TABLE n (x); INSERT INTO n VALUES (0);')]);
      const script = 'UPDATE n SET x = x + 1; UPDATE n SET x = x + 10; INSERT INTO nowhere VALUES (1);';
      await apply([step('b', script)], { mode: 'none' });
      expect(await apply([step('b', script.replace('nowhere', 'n'))], { mode })).toBeNull();
      expect(await database.query('SELECT x FROM n')).toEqual([{ x: 11 }, { x: 1 }]);
      expect(summary(await history.read())).toEqual([
        ['n', true, false, 1],
        ['b', true, false, 1],
      ]);
    },
  );

  it('lets no single transaction hold what was begun without one', async () => {
    await apply([BROKEN], { mode: 'none' });
    const corrected = step('b', 'CREATE TABLE b (x);');
    expect(await apply([corrected], { mode: 'all' })).toMatchObject({
      code: 'RUN.NOT_TRANSACTIONAL',
      message: expect.stringContaining('an earlier run, without a transaction, stopped half-way through it'),
    });
    const rows = await history.read();
    const steps = [await corrected];
    expect(() =>
      sqlScript({
        steps,
        rows,
        driver: sqliteDriver,
        former: [],
        tables: TABLES,
        defaultSchema: null,
        mode: 'revision',
      }),
    ).toThrow(expect.objectContaining({ code: 'HISTORY.HALF_DONE' }));
  });

  it('does not go on when what is through has changed', async () => {
    await apply([BROKEN], { mode: 'none' });
    expect(await apply([step('b', 'CREATE TABLE b2 (x);')], { mode: 'none' })).toMatchObject({
      code: 'RUN.CANNOT_RESUME',
    });
    expect(await tableNames(database)).toEqual(['b']);
  });

  it("takes back a script's own transaction that fails, and starts it again", async () => {
    const script = 'CREATE TABLE a (x); BEGIN; CREATE TABLE b (x); INSERT INTO nowhere VALUES (1); COMMIT;';
    await apply([step('a', script)]);
    expect(await tableNames(database)).toEqual(['a']);
    expect(parseStepProgress((await history.read())[0]?.logs ?? null)).toMatchObject({ done: 1 });
    expect(await apply([step('a', script.replace('INSERT INTO nowhere VALUES (1)', 'SELECT 1'))])).toBeNull();
    expect(await tableNames(database)).toEqual(['a', 'b']);
  });

  it('keeps its place over a ROLLBACK', async () => {
    const script = 'CREATE TABLE a (x); BEGIN; CREATE TABLE b (x); ROLLBACK; INSERT INTO nowhere VALUES (1);';
    await apply([step('a', script)]);
    expect(parseStepProgress((await history.read())[0]?.logs ?? null)).toMatchObject({ done: 4 });
    expect(await tableNames(database)).toEqual(['a']);
  });

  it('refuses a transaction that never ends', async () => {
    expect(await apply([step('a', 'BEGIN; CREATE TABLE a (x);')])).toMatchObject({
      message: expect.stringContaining('begins a transaction that it never ends'),
    });
    expect(await tableNames(database)).toEqual([]);
  });

  it('reverts step by step, and goes on after a failure', async () => {
    await apply([step('a', 'CREATE TABLE a (x); CREATE TABLE b (x);')]);
    const down = (script: string): Promise<MigrationStep> => step('a', script, { direction: 'down' });
    await apply([down('DROP TABLE b; DROP TABLE nowhere; DROP TABLE a;')], { mode: 'none' });
    expect(await tableNames(database)).toEqual(['a']);
    expect(parseStepProgress((await history.read())[0]?.logs ?? null)).toMatchObject({ direction: 'down', done: 1 });
    expect(await apply([down('DROP TABLE b; DROP TABLE a;')], { mode: 'none' })).toBeNull();
    expect(await tableNames(database)).toEqual([]);
    expect(summary(await history.read())).toEqual([['a', true, true, 1]]);
  });
});
