import type { Provider } from '../database.js';
import type { EngineConnection, EngineValue, ResultTable } from '../engine-connection.js';
import { lockTimeout } from '../lock-errors.js';
import type { PostgresConnection } from './connection/postgres-connection.js';
import { explainPostgresError, sqlState } from './connection/postgres-errors.js';
import { RAW_TYPES, toResultTable } from './connection/result-types.js';
import { describeLockHolder, readLockHolder } from './lock/lock-holder.js';
import { PRISMA_KEY } from './lock/postgres-lock.js';
import { quoteLiteral } from './quote.js';

/** What {@link postgresEngineConnection} works on. */
export interface PostgresEngineParts {
  readonly provider: Provider;
  /** For people; without secrets. */
  readonly display: string;
  readonly defaultSchema: string;
  /** The connection of the moment. */
  readonly connection: () => PostgresConnection;
  /** Does work and tells what is wrong with the database from what is wrong with the statement. */
  readonly explained: <Result>(work: () => Promise<Result>) => Promise<Result>;
}

/** Shows a connection to a PostgreSQL database to Prisma's engine. */
export function postgresEngineConnection(parts: PostgresEngineParts): EngineConnection {
  const { provider, display, defaultSchema, connection, explained } = parts;
  const texts = (values: readonly EngineValue[]): readonly unknown[] => values.map(({ value }) => value);
  return {
    provider,
    defaultSchema,
    queryTable: (sql, values) => explained(() => queryTable(connection(), sql, texts(values))),
    executeRaw: (sql, values) =>
      explained(async () => {
        if (sql !== TAKES_LOCK) return executeRaw(connection(), sql, texts(values));
        await takeLock(connection(), display);
        return 0;
      }),
    executeScript: (script) => explained(() => executeScript(connection(), script)),
    reset: (scope) =>
      explained(async () => {
        const { resetSchemas } = await import('./reset-schemas.js');
        await resetSchemas(connection(), { ...scope, schemas: scope.schemas ?? [defaultSchema] });
      }),
    explain: (error) => {
      const { message, code } = explainPostgresError(error, connection().placeOf(error));
      return { message: code === null ? message : `ERROR: ${message}`, code };
    },
  };
}

async function queryTable(
  connection: PostgresConnection,
  sql: string,
  values: readonly unknown[],
): Promise<ResultTable> {
  const query = async (): Promise<ResultTable> => toResultTable(await connection.queryRaw(sql, values, RAW_TYPES));
  const table = await query();
  if (!hasStrangeTime(table)) return table;
  // The server writes points in time as its settings say.
  const [row] = await connection.query<{ readonly style: string }>("SELECT current_setting('datestyle') AS style");
  await connection.script(['SET datestyle = ISO']);
  const again = await query();
  await connection.script([`SET datestyle = ${quoteLiteral(row?.style ?? 'ISO')}`]);
  return again;
}

function hasStrangeTime({ columns, rows }: ResultTable): boolean {
  const times = columns.flatMap(({ type }, at) => (type === 'datetime' ? [at] : []));
  return times.some((at) => rows.some((row) => row[at] !== null && !/^\d{4,}-\d\d-\d\d/.test(String(row[at]))));
}

async function executeRaw(connection: PostgresConnection, sql: string, values: readonly unknown[]): Promise<number> {
  if (values.length > 0) return (await connection.queryRaw(sql, values, RAW_TYPES)).rowCount;
  // What has no values may be several statements.
  await executeScript(connection, sql);
  return 0;
}

/** What the engine asks for before it migrates. */
const TAKES_LOCK = `SELECT pg_advisory_lock(${PRISMA_KEY})`;

/** The engine itself gives up after ten seconds, but leaves the server waiting, and says nothing of who holds the lock. */
const LOCK_TIMEOUT_MS = 9_500;

async function takeLock(connection: PostgresConnection, display: string): Promise<void> {
  try {
    // Such a lock outlives the transaction, and the limit does not.
    await executeScript(connection, `BEGIN;\nSET LOCAL lock_timeout = ${LOCK_TIMEOUT_MS};\n${TAKES_LOCK};\nCOMMIT;`);
  } catch (error) {
    if (sqlState(error) !== '55P03') throw error;
    const holder = await readLockHolder(connection, [PRISMA_KEY]);
    throw lockTimeout({
      timeoutMs: LOCK_TIMEOUT_MS,
      what: display,
      holder,
      who: describeLockHolder(holder),
      otherwise: 'The lock ends with its session.',
      isBounded: false,
    });
  }
}

async function executeScript(connection: PostgresConnection, script: string): Promise<void> {
  const wasInside = connection.transaction !== 'none';
  try {
    // The server takes a byte order mark for a word; our own runs leave it out as well.
    await connection.script([script.replace(/^\uFEFF/, '')]);
  } catch (error) {
    // In a transaction that has failed, nothing could be recorded of the failure.
    if (!wasInside && connection.transaction !== 'none' && !connection.isLost) await connection.script(['ROLLBACK']);
    throw error;
  }
}
