import path from 'node:path';
import type { ForeignKey } from '../../../database/database.js';
import { DurableFile } from './durable-file.js';
import { orderTables } from './order-tables.js';
import type { WriteRowsOptions } from './write-csv.js';

/** What a script that puts rows back is written with. */
export interface WriteSqlOptions extends WriteRowsOptions {
  readonly foreignKeys: readonly ForeignKey[];
  /** What it says of itself. */
  readonly head: readonly string[];
}

const NAME = 'rows.sql';
const ROWS_AT_ONCE = 100;
const CHARACTERS_AT_ONCE = 256 * 1024;

/** Writes one script, in one transaction, with the tables after those that they refer to. @returns its name */
export async function writeSql(options: WriteSqlOptions): Promise<readonly string[]> {
  const { database, directory, foreignKeys, head, onRow } = options;
  const { tables, backward } = orderTables(options.tables, foreignKeys);
  const { before, after } = await database.readRestoration(tables, backward);
  await using file = await DurableFile.create(path.join(directory, NAME));
  await file.write(comment([...head, ...emptyFirst(options, tables)]));
  await file.write(['BEGIN', ...before].map((statement) => `${statement};\n`).join(''));
  for (const table of tables) {
    const { columns, insert, rows } = await database.readRows(table, 'literals');
    await file.write(`\n${comment([table])}`);
    let count = 0;
    let characters = 0;
    for await (const row of rows) {
      const values = columns.length === 0 ? '' : row.join(', ');
      await file.write(`${count === 0 ? insert : ','}\n  (${values})`);
      count += 1;
      characters += values.length;
      if (count >= ROWS_AT_ONCE || characters >= CHARACTERS_AT_ONCE) {
        await file.write(';\n');
        count = 0;
        characters = 0;
      }
      await onRow(table);
    }
    if (count > 0) await file.write(';\n');
  }
  await file.write(`\n${[...after, 'COMMIT'].map((statement) => `${statement};\n`).join('')}`);
  await file.finish();
  return [NAME];
}

function emptyFirst({ database }: WriteSqlOptions, tables: readonly string[]): readonly string[] {
  const statements = tables.toReversed().map((table) => `  DELETE FROM ${database.quoteTable(table)};`);
  return ['The tables must be empty. Where revisions have put rows into them, remove those first:', ...statements];
}

function comment(lines: readonly string[]): string {
  return lines.map((line) => `-- ${line.replaceAll(/[\r\n]+/g, ' ')}\n`).join('');
}
