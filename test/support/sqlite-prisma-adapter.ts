import type BetterSqlite3 from 'better-sqlite3';
import { ColumnTypeEnum, DriverAdapterError, type PrismaQuery } from './prisma-adapter.js';

/** Shows a SQLite database to Prisma's engine. */
export function sqlitePrismaAdapter(connection: BetterSqlite3.Database): object {
  const { DateTime } = ColumnTypeEnum;
  return {
    provider: 'sqlite',
    adapterName: 'test',
    getConnectionInfo: () => ({ supportsRelationJoins: false }),
    queryRaw: ({ sql, args }: PrismaQuery) =>
      translated(() => {
        const statement = connection.prepare(sql);
        if (!statement.reader) {
          statement.run(...args.map(toSqlite));
          return { columnNames: [], columnTypes: [], rows: [] };
        }
        const rows = statement.raw(true).all(...args.map(toSqlite)) as unknown[][];
        const columns = statement.columns();
        const columnTypes = columns.map(({ type }, at) => (type === 'DATETIME' ? DateTime : typeOf(rows, at)));
        const values = rows.map((row) => row.map((value, at) => fromSqlite(value, columnTypes[at])));
        return { columnNames: columns.map(({ name }) => name), columnTypes, rows: values };
      }),
    executeRaw: ({ sql, args }: PrismaQuery) =>
      translated(() => connection.prepare(sql).run(...args.map(toSqlite)).changes),
    executeScript: (script: string) => translated(() => void connection.exec(script)),
    startTransaction: () => {
      throw new Error('The engine asked for a transaction.');
    },
    dispose: async () => {},
  };
}

// The native engine stores times as milliseconds.
function toSqlite(value: unknown): unknown {
  if (typeof value === 'boolean') return value ? 1 : 0;
  const isTime = typeof value === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]+(?:Z|\+00:00)$/.test(value);
  return isTime ? Date.parse(value) : value;
}

function fromSqlite(value: unknown, type: number | undefined): unknown {
  if (type === ColumnTypeEnum.DateTime && typeof value === 'number') return new Date(value).toISOString();
  return type === ColumnTypeEnum.Int64 && value !== null ? String(value) : value;
}

function typeOf(rows: readonly (readonly unknown[])[], at: number): number {
  const { Int64, Double, Text, Bytes } = ColumnTypeEnum;
  const value = rows.find((row) => row[at] !== null)?.[at];
  if (typeof value === 'number') return Number.isInteger(value) ? Int64 : Double;
  return value instanceof Uint8Array ? Bytes : Text;
}

async function translated<Result>(work: () => Result): Promise<Result> {
  try {
    return work();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new DriverAdapterError({
      kind: 'sqlite',
      extendedCode: 1,
      message,
      originalCode: 'SQLITE_ERROR',
      originalMessage: message,
    });
  }
}
