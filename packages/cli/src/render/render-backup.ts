import type { BackupResult, ListedBackup } from '@prisma-orchestrate/core';
import { count } from './count.js';
import type { Look } from './look.js';
import { renderBytes } from './render-bytes.js';
import { type Column, renderTable } from './render-table.js';
import { renderTime } from './render-time.js';
import { wrapLines } from './wrap-lines.js';

/** What was made, or a table of all there are. */
export function renderBackup(result: BackupResult, look: Look): string {
  const { made, database, backups, directory } = result;
  if (made !== null) {
    const what = `${look.green('Backed up')} ${database} to ${made.file}: ${describeBackup(made)}.`;
    return `${wrapLines(what, look)}\n`;
  }
  if (backups.length === 0) return wrapLines(`There are no backups in ${directory}.\n`, look);
  return renderTable(backups, columnsFor(backups, look), look);
}

/** Which older ones went. */
export function renderBackupNotes({ removed }: BackupResult, look: Look): string {
  if (removed.length === 0) return '';
  return `${wrapLines(`Removed ${count(removed.length, 'older backup')}: ${removed.join(', ')}.`, look)}\n`;
}

/** `7.0 MiB, 120480 rows`. */
export function describeBackup({ size, rows }: ListedBackup): string {
  return [renderBytes(size), ...(rows === null ? [] : [count(rows, 'row')])].join(', ');
}

/** `core 20260201093000_add_roles, blog 20260215120000_add_tags`; empty where nothing says it. */
export function describeRevisions({ revisions }: ListedBackup): string {
  return revisions.map(({ extension, last }) => `${extension}/${last}`).join(', ');
}

function columnsFor(backups: readonly ListedBackup[], look: Look): readonly Column<ListedBackup>[] {
  const ofOthers = backups.some(({ isOfThisDatabase }) => !isOfThisDatabase);
  return [
    { title: 'backup', value: ({ name }) => name },
    { title: 'taken', value: ({ takenAt }) => (takenAt === null ? '' : renderTime(takenAt)) },
    { title: 'size', value: ({ size }) => renderBytes(size), align: 'right' },
    {
      title: 'state',
      value: ({ state }) => state,
      paint: ({ state }) => (state === 'damaged' ? look.red : state === 'verified' ? look.green : (text) => text),
    },
    ...(ofOthers ? [{ title: 'of', value: describeOwner, cuttable: true }] : []),
    { title: 'revisions', value: describeRevisions },
  ];
}

function describeOwner({ isOfThisDatabase, database }: ListedBackup): string {
  return isOfThisDatabase ? 'this database' : (database ?? 'unknown');
}
