import pg from 'pg';
import { ColumnTypeEnum, DriverAdapterError, type PrismaQuery } from './prisma-adapter.js';

/** What the engine's queries give, by the object identifier of the type; all else is text. */
const COLUMN_TYPES: Readonly<Record<number, number>> = {
  16: ColumnTypeEnum.Boolean,
  18: ColumnTypeEnum.Character,
  20: ColumnTypeEnum.Int64,
  21: ColumnTypeEnum.Int32,
  23: ColumnTypeEnum.Int32,
  26: ColumnTypeEnum.Int64,
  701: ColumnTypeEnum.Double,
  1002: ColumnTypeEnum.CharacterArray,
  1003: ColumnTypeEnum.TextArray,
  1009: ColumnTypeEnum.TextArray,
  1184: ColumnTypeEnum.DateTime,
};

type TypeId = Parameters<typeof pg.types.getTypeParser>[0];

// Missing from the types of pg, which have no lists.
const TEXT_LIST = 1009 as TypeId;

const parsers: Readonly<Record<number, (value: string) => unknown>> = {
  16: (value) => value === 't',
  21: Number,
  23: Number,
  701: Number,
  1184: (value) => new Date(value).toISOString(),
  ...Object.fromEntries([1002, 1003, 1009].map((oid) => [oid, pg.types.getTypeParser(TEXT_LIST)])),
};

const types = { getTypeParser: (oid: number) => parsers[oid] ?? ((value: string): unknown => value) };

/** Shows a PostgreSQL database to Prisma's engine, over one connection; the schema is the one that its names mean. */
export function postgresPrismaAdapter(client: pg.Client, schemaName: string): object {
  const run = ({ sql, args }: PrismaQuery): Promise<pg.QueryArrayResult<unknown[]>> =>
    translated(() => client.query<unknown[]>({ text: sql, values: [...args], rowMode: 'array', types }));
  return {
    provider: 'postgres',
    adapterName: 'test',
    getConnectionInfo: () => ({ schemaName, supportsRelationJoins: true }),
    queryRaw: async (query: PrismaQuery) => {
      const { fields, rows } = await run(query);
      return {
        columnNames: fields.map(({ name }) => name),
        columnTypes: fields.map(({ dataTypeID }) => COLUMN_TYPES[dataTypeID] ?? ColumnTypeEnum.Text),
        rows,
      };
    },
    executeRaw: async (query: PrismaQuery) => (await run(query)).rowCount ?? 0,
    executeScript: (script: string) => translated(async () => void (await client.query(script))),
    startTransaction: () => {
      throw new Error('The engine asked for a transaction.');
    },
    dispose: async () => {},
  };
}

async function translated<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof pg.DatabaseError)) throw error;
    const { code = 'XX000', severity = 'ERROR', message, detail, column, hint } = error;
    const about = { detail, column, hint, originalCode: code, originalMessage: message };
    throw new DriverAdapterError({ kind: 'postgres', code, severity, message, ...about });
  }
}
