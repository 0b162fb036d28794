import type {
  ColumnType,
  Provider as EngineProvider,
  SqlDriverAdapter,
  SqlQuery,
  SqlResultSet,
} from '@prisma/driver-adapter-utils';
import { ColumnTypeEnum } from '@prisma/driver-adapter-utils';
import type { Provider } from '../database/database.js';
import type { EngineConnection, EngineValue, ResultTable, ResultType } from '../database/engine-connection.js';
import { adapterError } from './adapter-errors.js';

/** What the engine calls a database. */
export const ENGINE_PROVIDERS: Readonly<Record<Provider, EngineProvider>> = {
  sqlite: 'sqlite',
  postgresql: 'postgres',
  cockroachdb: 'postgres',
};

/** How those who show databases to the engine are called. */
export const ADAPTER_NAME = 'prisma-orchestrate';

const COLUMN_TYPES: Readonly<Record<ResultType, ColumnType>> = {
  boolean: ColumnTypeEnum.Boolean,
  'small-integer': ColumnTypeEnum.Int32,
  integer: ColumnTypeEnum.Int64,
  double: ColumnTypeEnum.Double,
  character: ColumnTypeEnum.Character,
  text: ColumnTypeEnum.Text,
  bytes: ColumnTypeEnum.Bytes,
  datetime: ColumnTypeEnum.DateTime,
  'character-list': ColumnTypeEnum.CharacterArray,
  'text-list': ColumnTypeEnum.TextArray,
};

/** What {@link engineAdapter} is made of. */
export interface EngineAdapterParts {
  readonly connection: EngineConnection;
  /** Told of every error of the database: the engine repeats some of them only by a number. */
  readonly onError: (error: unknown, sql: string) => void;
  /** What is to be done once the engine is done with the connection; closing it is the affair of whoever opened it. */
  readonly onDispose?: () => Promise<void>;
}

/** Shows one connection to Prisma's engine. */
export function engineAdapter({ connection, onError, onDispose }: EngineAdapterParts): SqlDriverAdapter {
  const { provider, defaultSchema } = connection;
  // Anything but errors of its own kind reaches the engine as "External error" without its text.
  const translated = async <Result>(sql: string, work: () => Promise<Result>): Promise<Result> => {
    try {
      return await work();
    } catch (error) {
      onError(error, sql);
      throw adapterError(connection, error);
    }
  };
  return {
    provider: ENGINE_PROVIDERS[provider],
    adapterName: ADAPTER_NAME,
    getConnectionInfo: () => ({
      ...(defaultSchema === null ? {} : { schemaName: defaultSchema }),
      supportsRelationJoins: false,
    }),
    queryRaw: (query) =>
      translated(query.sql, async () => toResultSet(await connection.queryTable(query.sql, valuesOf(query)))),
    executeRaw: (query) => translated(query.sql, () => connection.executeRaw(query.sql, valuesOf(query))),
    executeScript: (script) =>
      translated(script, async () => {
        if (script.trim() !== '') await connection.executeScript(script);
      }),
    startTransaction: () => {
      throw new Error('The schema engine asked for a transaction, which it never does.');
    },
    dispose: async () => onDispose?.(),
  };
}

function valuesOf({ args, argTypes }: SqlQuery): readonly EngineValue[] {
  return args.map((value, at) => ({ value, type: argTypes[at]?.scalarType ?? 'unknown' }));
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
