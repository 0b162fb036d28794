import type { DataChange } from '../database.js';
import { isName, nameOf, readTokens } from './sql-tokens.js';
import { StatementReader } from './statement-reader.js';

/** What one statement does to the data of tables; see {@link Database.readDataChanges}. */
export function dataChangeOf(sql: string): readonly DataChange[] {
  // What has none of these does nothing, and may be long.
  if (!/^(?:ALTER|CREATE|DELETE|DROP|INSERT|REPLACE|WITH)\b/i.test(sql)) return [];
  if (/^(?:INSERT|REPLACE)\b/i.test(sql) && !/\bSELECT\b/i.test(sql)) return [];
  const statement = new StatementReader(readTokens(sql));
  if (statement.take('WITH')) statement.skipTo('DELETE', 'INSERT', 'REPLACE', 'SELECT', 'UPDATE');
  return (
    readDrop(statement) ?? readAlter(statement) ?? readDelete(statement) ?? readCreate(statement) ?? readCopy(statement)
  );
}

function readDrop(statement: StatementReader): readonly DataChange[] | null {
  if (!statement.take('DROP', 'TABLE')) return null;
  statement.take('IF', 'EXISTS');
  return [{ kind: 'table-dropped', table: statement.name() }];
}

function readAlter(statement: StatementReader): readonly DataChange[] | null {
  if (!statement.take('ALTER', 'TABLE')) return null;
  const table = statement.name();
  if (statement.take('RENAME', 'TO')) return [{ kind: 'table-renamed', table, to: statement.name() }];
  if (statement.take('RENAME')) {
    statement.take('COLUMN');
    const column = statement.name();
    return statement.take('TO') ? [{ kind: 'column-renamed', table, column, to: statement.name() }] : [];
  }
  if (!statement.take('DROP') || statement.take('CONSTRAINT')) return [];
  statement.take('COLUMN');
  return [{ kind: 'column-dropped', table, column: statement.name() }];
}

function readDelete(statement: StatementReader): readonly DataChange[] | null {
  if (!statement.take('DELETE', 'FROM')) return null;
  return [{ kind: 'rows-deleted', table: statement.name(), isPartial: statement.skipTo('WHERE', 'LIMIT') }];
}

function readCreate(statement: StatementReader): readonly DataChange[] | null {
  if (!statement.take('CREATE')) return null;
  if (!statement.take('TEMP')) statement.take('TEMPORARY');
  if (!statement.take('TABLE')) return [];
  statement.take('IF', 'NOT', 'EXISTS');
  const to = statement.name();
  const copied = statement.take('AS') ? readSelect(statement, to) : [];
  return [{ kind: 'table-made', table: to }, ...copied];
}

function readCopy(statement: StatementReader): readonly DataChange[] {
  if (!statement.take('REPLACE') && !statement.take('INSERT')) return [];
  statement.skipTo('INTO');
  statement.take('INTO');
  const to = statement.name();
  statement.skipParentheses();
  return readSelect(statement, to);
}

/** Only a plain `SELECT … FROM one_table` is sure to copy every row. */
function readSelect(statement: StatementReader, to: string): readonly DataChange[] {
  if (!statement.take('SELECT') || statement.take('DISTINCT')) return [];
  const values = statement.until('FROM');
  if (!statement.take('FROM')) return [];
  const table = statement.name();
  if (!statement.isAtEnd()) return [];
  const isWhole = values.some((token, at) => token === '*' && (at === 0 || values[at - 1] === ','));
  return [{ kind: 'rows-copied', table, to, columns: isWhole ? null : values.filter(isName).map(nameOf) }];
}
