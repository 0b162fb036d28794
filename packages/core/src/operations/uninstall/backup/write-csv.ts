import path from 'node:path';
import type { Database } from '../../../database/database.js';
import { csvLine } from './csv-line.js';
import { DurableFile } from './durable-file.js';
import { fileNames } from './file-names.js';

/** What rows are written with. */
export interface WriteRowsOptions {
  readonly database: Database;
  readonly tables: readonly string[];
  /** Absolute; there already. */
  readonly directory: string;
  /** Told after each row; throws to stop. */
  readonly onRow: (table: string) => Promise<void>;
}

/** Writes a file with a header line for each table. @returns the names of the files */
export async function writeCsv({ database, tables, directory, onRow }: WriteRowsOptions): Promise<readonly string[]> {
  const names = fileNames(tables, '.csv');
  for (const [table, name] of names) {
    await using file = await DurableFile.create(path.join(directory, name));
    const { columns, rows } = await database.readRows(table, 'text');
    await file.write(csvLine(columns));
    for await (const row of rows) {
      await file.write(csvLine(row));
      await onRow(table);
    }
    await file.finish();
  }
  return [...names.values()];
}
