import type {
  ColumnType,
  Provider as EngineProvider,
  MappedError,
  SqlDriverAdapter,
  SqlMigrationAwareDriverAdapterFactory,
  SqlQuery,
  SqlResultSet,
} from '@prisma/driver-adapter-utils';
import { ColumnTypeEnum, DriverAdapterError } from '@prisma/driver-adapter-utils';
import type { Database, DatabaseFailure, Provider, ResultTable } from '../database/database.js';

/** What the engine calls a database, and the form in which it takes that database's errors. */
interface EngineDialect {
  readonly provider: EngineProvider;
  readonly error: (failure: DatabaseFailure) => MappedError;
}

const DIALECTS: Readonly<Record<Provider, EngineDialect>> = {
  sqlite: { provider: 'sqlite', error: ({ message }) => ({ kind: 'sqlite', extendedCode: 1, message }) },
  postgresql: { provider: 'postgres', error: postgresError },
  cockroachdb: { provider: 'postgres', error: postgresError },
};

function postgresError({ message, code }: DatabaseFailure): MappedError {
  const nothing = { detail: undefined, column: undefined, hint: undefined };
  const sqlState = code ?? 'XX000';
  return { kind: 'postgres', code: sqlState, severity: 'ERROR', message, ...nothing };
}

const COLUMN_TYPES: Readonly<Record<ResultTable['columns'][number]['type'], ColumnType>> = {
  boolean: ColumnTypeEnum.Boolean,
  'small-integer': ColumnTypeEnum.Int32,
  integer: ColumnTypeEnum.Int64,
  double: ColumnTypeEnum.Double,
  character: ColumnTypeEnum.Character,
  text: ColumnTypeEnum.Text,
  bytes: ColumnTypeEnum.Bytes,
  'character-list': ColumnTypeEnum.CharacterArray,
  'text-list': ColumnTypeEnum.TextArray,
};

/**
 * Shows a shadow database to Prisma's engine. It is both the main and the shadow connection: the engine only ever
 * describes it, and opens nothing of its own. The engine repeats a database error only by its number, so the error itself
 * goes to `onError`.
 */
export function engineAdapterFactory(
  shadow: Database,
  onError: (error: unknown) => void,
): SqlMigrationAwareDriverAdapterFactory {
  const { provider } = DIALECTS[shadow.provider];
  const connect = async (): Promise<SqlDriverAdapter> => engineAdapter(shadow, provider, onError);
  return { provider, adapterName: 'prisma-orchestrate', connect, connectToShadowDb: connect };
}

function engineAdapter(
  database: Database,
  provider: EngineProvider,
  onError: (error: unknown) => void,
): SqlDriverAdapter {
  const translated = <T>(work: () => Promise<T>): Promise<T> => translateErrors(work, { database, onError });
  return {
    provider,
    adapterName: 'prisma-orchestrate',
    getConnectionInfo: () => ({
      ...(database.defaultSchema === null ? {} : { schemaName: database.defaultSchema }),
      supportsRelationJoins: false,
    }),
    queryRaw: ({ sql, args }: SqlQuery) => translated(async () => toResultSet(await database.queryTable(sql, args))),
    executeRaw: ({ sql, args }: SqlQuery) =>
      translated(async () => {
        await database.execute(sql, args);
        return 0;
      }),
    executeScript: (script: string) =>
      translated(async () => {
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
async function translateErrors<T>(
  work: () => Promise<T>,
  { database, onError }: { readonly database: Database; readonly onError: (error: unknown) => void },
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    onError(error);
    const failure = database.explain(error);
    throw new DriverAdapterError({
      ...DIALECTS[database.provider].error(failure),
      originalCode: failure.code ?? 'unknown',
      originalMessage: failure.message,
    });
  }
}
