import { hash } from 'node:crypto';
import { setImmediate as turn } from 'node:timers/promises';
import type BetterSqlite3 from 'better-sqlite3';
import { sorted } from '../../../compare.js';
import type { DigestOptions, TableDigest } from '../../backups.js';
import { quoteIdentifier } from '../quote.js';
import { sqliteCode } from '../sqlite-errors.js';

const ROWS_PER_TURN = 20_000;

/** The rows of every table in numbers; of virtual tables those that hold what is in them. */
export async function readSqliteDigests(
  connection: BetterSqlite3.Database,
  { checksums, onProgress, signal }: DigestOptions,
): Promise<readonly TableDigest[]> {
  const tables = listStoredTables(connection);
  const digests: TableDigest[] = [];
  for (const table of tables) {
    await turn();
    signal?.throwIfAborted();
    onProgress?.(digests.length, tables.length);
    digests.push(
      checksums
        ? await digestRows(connection, table, signal)
        : { table, rows: countRows(connection, table), checksum: null },
    );
  }
  return digests;
}

/** Statistics are made anew from what is there, and the schema is described elsewhere. */
export function listStoredTables(connection: BetterSqlite3.Database): readonly string[] {
  const names = connection
    .prepare<[], string>(
      `SELECT name FROM pragma_table_list WHERE schema = 'main' AND type IN ('table', 'shadow')
       AND (name NOT LIKE 'sqlite\\_%' ESCAPE '\\' OR name = 'sqlite_sequence')`,
    )
    .pluck()
    .all();
  return sorted(names);
}

function countRows(connection: BetterSqlite3.Database, table: string): number {
  const count = (how: string): number =>
    connection
      .prepare<[], number>(`SELECT count(*) FROM ${quoteIdentifier(table)} ${how}`)
      .pluck()
      .get() as number;
  try {
    return count('');
  } catch (error) {
    if (sqliteCode(error) === null) throw error;
    // An index may need a collation that only the application has.
    return count('NOT INDEXED');
  }
}

/** Adds up a hash of each row, so that their order makes no difference and a row that is there twice does. */
async function digestRows(
  connection: BetterSqlite3.Database,
  table: string,
  signal: AbortSignal | undefined,
): Promise<TableDigest> {
  const columns = connection
    .prepare<[string], string>('SELECT name FROM pragma_table_xinfo(?) WHERE hidden = 0 ORDER BY cid')
    .pluck()
    .all(table)
    .map(quoteIdentifier);
  const statement = connection
    .prepare<[], Value[]>(`SELECT ${columns.join(', ')} FROM ${quoteIdentifier(table)} NOT INDEXED`)
    .raw(true)
    .safeIntegers(true);
  const encoder = new RowEncoder();
  const sums = new Uint32Array(4);
  let rows = 0;
  for (const row of statement.iterate()) {
    const digest = hash('sha256', encoder.encode(row), 'buffer');
    for (let lane = 0; lane < sums.length; lane += 1) {
      sums[lane] = (sums[lane] ?? 0) + digest.readUInt32LE(lane * 4);
    }
    rows += 1;
    if (rows % ROWS_PER_TURN === 0) {
      await turn();
      signal?.throwIfAborted();
    }
  }
  return { table, rows, checksum: Buffer.from(sums.buffer).toString('hex') };
}

type Value = null | bigint | number | string | Buffer;

/** Bytes of a row, different for different rows: each value with its type, and its length where that may vary. */
class RowEncoder {
  #buffer = Buffer.alloc(4096);
  #length = 0;

  encode(row: readonly Value[]): Buffer {
    this.#length = 0;
    for (const value of row) this.#add(value);
    return this.#buffer.subarray(0, this.#length);
  }

  #add(value: Value): void {
    if (value === null) this.#tag('n', 0);
    else if (typeof value === 'bigint') this.#length = this.#buffer.writeBigInt64LE(value, this.#tag('i', 8));
    else if (typeof value === 'number') this.#length = this.#buffer.writeDoubleLE(value, this.#tag('r', 8));
    else if (typeof value === 'string') {
      const size = Buffer.byteLength(value);
      const at = this.#sized('t', size);
      this.#length = at + this.#buffer.write(value, at);
    } else {
      const at = this.#sized('b', value.length);
      this.#length = at + value.copy(this.#buffer, at);
    }
  }

  #sized(tag: string, size: number): number {
    return this.#buffer.writeUInt32LE(size, this.#tag(tag, 4 + size));
  }

  /** Makes room for a tag and what comes after it; gives the place of that. */
  #tag(tag: string, size: number): number {
    if (this.#length + 1 + size > this.#buffer.length) {
      this.#buffer = Buffer.concat([this.#buffer], (this.#length + 1 + size) * 2);
    }
    this.#length = this.#buffer.writeUInt8(tag.charCodeAt(0), this.#length);
    return this.#length;
  }
}
