import type { RestoreRequest, RestoreResult } from '@prisma-orchestrate/core';
import { describeDifference } from '@prisma-orchestrate/core/operations/restore';
import { count } from './count.js';
import type { Look } from './look.js';
import { describeBackup, describeRevisions } from './render-backup.js';
import { renderItems } from './render-items.js';
import { renderProblems } from './render-problems.js';
import { renderTime } from './render-time.js';
import { wrapLines } from './wrap-lines.js';

/** What is to be looked at before a database is replaced. */
export function renderRestoreRequest({ database, backup, keepsReplaced }: RestoreRequest, look: Look): string {
  const { name, takenAt, isOfThisDatabase, database: of } = backup;
  const revisions = describeRevisions(backup);
  const lines = [
    `This replaces all that is in ${look.bold(database)} by ${name}:`,
    renderItems(
      [
        ...(takenAt === null ? [] : [`taken on ${renderTime(takenAt)}; what was written since is not in it`]),
        ...(isOfThisDatabase ? [] : [`taken of ${of ?? 'a database that nothing names'}, which is another one`]),
        describeBackup(backup),
        ...(revisions === '' ? [] : [`applied: ${revisions}`]),
        keepsReplaced
          ? 'the database that is there now is kept beside it'
          : 'the database that is there now goes for good',
      ],
      look,
    ),
    '',
  ];
  return wrapLines(lines.join('\n'), look);
}

/** What was proved, or what came of it. */
export function renderRestore(result: RestoreResult, look: Look): string {
  const { action, database, backup, compared, differences } = result;
  if (action === 'restored') {
    return wrapLines(`${look.green('Restored')} ${database} from ${backup.name}${proof(compared)}.\n`, look);
  }
  if (differences.length > 0) {
    const found = differences.map(describeDifference);
    const head = `${backup.name} does not restore to what was backed up:`;
    return wrapLines(`${look.red('Differs')}: ${head}\n${renderItems(found, look)}\n`, look);
  }
  const what =
    compared === null
      ? `restores to a sound database; without a manifest there is nothing to compare it with`
      : `restores to what was backed up${proof(compared)}${compared.checksums ? '' : '. It was made without checksums, so that values could not be compared'}`;
  return wrapLines(`${look.green('Verified')}: ${backup.name} ${what}.\n`, look);
}

/** Where the old database is, and how the restored one stands to the code. */
export function renderRestoreNotes(result: RestoreResult, look: Look): string {
  const { action, replaced, extensions, problems } = result;
  if (action === 'verified') return '';
  const pending = extensions.filter((extension) => extension.pending > 0);
  const revisions = pending.reduce((sum, extension) => sum + extension.pending, 0);
  const lines = [
    ...(replaced === null
      ? []
      : [`What was there before is kept: ${replaced.place}`, `Bring it back with: ${replaced.bringBack}`]),
    ...(pending.length === 0
      ? []
      : [
          `Pending now: ${count(revisions, 'revision')} of ${pending.map(({ name }) => name).join(', ')}. Apply with: orchestrate upgrade --all`,
        ]),
  ];
  const notes = lines.length === 0 ? '' : `${wrapLines(lines.join('\n'), look)}\n`;
  return notes + renderProblems(problems, look);
}

function proof(compared: RestoreResult['compared']): string {
  if (compared === null) return '';
  const { tables, rows, checksums } = compared;
  const what = checksums ? 'the schema, all values' : 'the schema';
  return `: ${what} and the numbers of ${count(rows, 'row')} in ${count(tables, 'table')} are as they were`;
}
