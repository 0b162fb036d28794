import type { Provider } from '../database.js';
import type { EngineConnection, EngineValue } from '../engine-connection.js';
import type { PostgresConnection } from './connection/postgres-connection.js';
import { explainPostgresError } from './connection/postgres-errors.js';
import { RAW_TYPES, toResultTable } from './connection/result-types.js';

/** What {@link postgresEngineConnection} works on. */
export interface PostgresEngineParts {
  readonly provider: Provider;
  readonly defaultSchema: string;
  /** The connection of the moment. */
  readonly connection: () => PostgresConnection;
  /** Does work and tells what is wrong with the database from what is wrong with the statement. */
  readonly explained: <Result>(work: () => Promise<Result>) => Promise<Result>;
}

/** Shows a connection to a PostgreSQL database to Prisma's engine. */
export function postgresEngineConnection(parts: PostgresEngineParts): EngineConnection {
  const { provider, defaultSchema, connection, explained } = parts;
  const texts = (values: readonly EngineValue[]): readonly unknown[] => values.map(({ value }) => value);
  return {
    provider,
    defaultSchema,
    queryTable: async (sql, values) =>
      toResultTable(await explained(() => connection().queryRaw(sql, texts(values), RAW_TYPES))),
    executeRaw: async (sql, values) =>
      (await explained(() => connection().queryRaw(sql, texts(values), RAW_TYPES))).rowCount,
    executeScript: (script) => explained(() => executeScript(connection(), script)),
    explain: (error) => explainPostgresError(error, connection().placeOf(error)),
  };
}

async function executeScript(connection: PostgresConnection, script: string): Promise<void> {
  const wasInside = connection.transaction !== 'none';
  try {
    await connection.script([script]);
  } catch (error) {
    // In a transaction that has failed, nothing could be recorded of the failure.
    if (!wasInside && connection.transaction !== 'none' && !connection.isLost) await connection.script(['ROLLBACK']);
    throw error;
  }
}
