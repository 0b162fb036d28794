import type { RevisionResult } from '@prisma-orchestrate/core';
import type { Look } from './look.js';
import { renderDestructiveSteps } from './render-destructive-steps.js';
import { wrapLines } from './wrap-lines.js';

/** What was made and what to look at before it is applied. */
export function renderRevision(result: RevisionResult, look: Look): string {
  if (result.kind === 'no-change') return wrapLines(`No change in ${result.extension}: no revision was made.\n`, look);
  const { revision, directory, requires, destructive, reversible, migrationSql, canUpgrade } = result;
  const [extension] = revision.split('/');
  const lines = [
    `${look.green('Created')} ${look.bold(revision)} in ${directory}`,
    ...(requires.length === 0 ? [] : [`  requires ${requires.join(', ')}`]),
    ...(destructive.length === 0
      ? []
      : ['  loses what these statements remove:', renderDestructiveSteps(destructive, look)]),
    ...(reversible || isBlank(migrationSql)
      ? []
      : [`  ${look.yellow('cannot be reverted as it is')}: write down.sql yourself if you want to`]),
    ...(canUpgrade
      ? [
          isBlank(migrationSql)
            ? 'Next: write migration.sql and down.sql, then run:'
            : 'Next: read migration.sql and down.sql, then run:',
          `  orchestrate upgrade --extension ${extension}`,
        ]
      : ['Next: write migration.sql. Orchestrate has no driver to apply it; it is in the form of Prisma Migrate.']),
  ];
  return wrapLines(`${lines.join('\n')}\n`, look);
}

/** Nothing but comments, as in a revision that is still to be written. */
function isBlank(sql: string): boolean {
  return sql.split('\n').every((line) => line.trim() === '' || line.startsWith('--'));
}
