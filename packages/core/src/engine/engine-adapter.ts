import type {
  ColumnType,
  Provider as EngineProvider,
  SqlDriverAdapter,
  SqlMigrationAwareDriverAdapterFactory,
  SqlQuery,
  SqlResultSet,
} from '@prisma/driver-adapter-utils';
import { ColumnTypeEnum, DriverAdapterError } from '@prisma/driver-adapter-utils';
import type { Database, Provider, ResultTable } from '../database/database.js';

const ENGINE_PROVIDERS: Readonly<Record<Provider, EngineProvider>> = { sqlite: 'sqlite' };

const COLUMN_TYPES: Readonly<Record<ResultTable['columns'][number]['type'], ColumnType>> = {
  integer: ColumnTypeEnum.Int64,
  double: ColumnTypeEnum.Double,
  text: ColumnTypeEnum.Text,
  bytes: ColumnTypeEnum.Bytes,
};

/**
 * Shows a shadow database to Prisma's engine. It is both the main and the shadow connection: the engine only ever
 * describes it, and opens nothing of its own.
 */
export function engineAdapterFactory(shadow: Database): SqlMigrationAwareDriverAdapterFactory {
  const provider = ENGINE_PROVIDERS[shadow.provider];
  const connect = async (): Promise<SqlDriverAdapter> => engineAdapter(shadow, provider);
  return { provider, adapterName: 'prisma-orchestrate', connect, connectToShadowDb: connect };
}

function engineAdapter(database: Database, provider: EngineProvider): SqlDriverAdapter {
  return {
    provider,
    adapterName: 'prisma-orchestrate',
    getConnectionInfo: () => ({ supportsRelationJoins: false }),
    queryRaw: ({ sql, args }: SqlQuery) =>
      translated(database, async () => toResultSet(await database.queryTable(sql, args))),
    executeRaw: ({ sql, args }: SqlQuery) =>
      translated(database, async () => {
        await database.execute(sql, args);
        return 0;
      }),
    executeScript: (script: string) =>
      translated(database, async () => {
        // The only script that is ever sent is the empty one that prepares a shadow database.
        if (script.trim() !== '') await database.execute(script);
      }),
    startTransaction: () => {
      throw new Error('The schema engine asked for a transaction on a shadow database.');
    },
    // The shadow database belongs to whoever opened it.
    dispose: async () => {},
  };
}

function toResultSet({ columns, rows }: ResultTable): SqlResultSet {
  return {
    columnNames: columns.map(({ name }) => name),
    columnTypes: columns.map(({ type }) => COLUMN_TYPES[type]),
    rows: rows.map((row) =>
      row.map((value, at) => (columns[at]?.type === 'integer' && value !== null ? String(value) : value)),
    ),
  };
}

// Anything but a DriverAdapterError reaches the engine as "External error" without its text.
async function translated<T>(database: Database, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const { message, code } = database.explain(error);
    throw new DriverAdapterError({
      kind: 'sqlite',
      extendedCode: 1,
      message,
      originalCode: code ?? 'unknown',
      originalMessage: message,
    });
  }
}
