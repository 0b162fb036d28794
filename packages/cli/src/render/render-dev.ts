import type { DevResult, PendingRevision } from '@prisma-orchestrate/core';
import { count } from './count.js';
import type { Look } from './look.js';
import { renderDestructiveSteps } from './render-destructive-steps.js';
import { hasErrors } from './render-findings.js';
import { renderMigration } from './render-migration.js';
import { wrapLines } from './wrap-lines.js';

/** The SQL of what is pending, extension by extension, and what it would lose. */
export function renderPending(pending: readonly PendingRevision[], look: Look): string {
  return pending.map((each) => `${renderChange(each, look)}\n`).join('\n');
}

/** Why a round of a watch made no revisions; empty where it had none to make. */
export function renderUnmade(pending: readonly PendingRevision[], look: Look): string {
  if (pending.length === 0) return '';
  const what = `${count(pending.length, 'revision')} to make`;
  return wrapLines(`${look.yellow(what)}: give a message with -m, or run \`orchestrate dev\` in a terminal.\n`, look);
}

function renderChange({ extension, migrationSql, destructive }: PendingRevision, look: Look): string {
  const sql = migrationSql
    .trimEnd()
    .split('\n')
    .map((line) => (line === '' ? '' : `  ${line.startsWith('--') ? look.dim(line) : line}`));
  const losses = destructive.length === 0 ? [] : ['  This loses data:', renderDestructiveSteps(destructive, look)];
  return [wrapLines(`${look.bold(extension)} has changed:`, look), ...sql, ...losses].join('\n');
}

/** What a round made, applied, wrote and generated; one line where there was nothing to do. */
export function renderDev(result: DevResult, look: Look): string {
  const { findings, pending, revisions, upgrade, composition, generated } = result;
  if (hasErrors(findings)) return '';
  const changed = composition.files.filter(({ state }) => state !== 'unchanged').length;
  const applied = upgrade !== null && upgrade.revisions.length > 0 ? upgrade : null;
  const lines = [
    ...revisions.map(({ revision, directory }) => `${look.green('Created')} ${look.bold(revision)} in ${directory}\n`),
    ...revisions
      .filter(({ reversible }) => !reversible)
      .map(({ revision }) => `  ${look.yellow('cannot be reverted as it is')}: ${revision}; see its down.sql\n`),
    ...(applied === null ? [] : [renderMigration(applied, look)]),
    ...(changed === 0 ? [] : [`${look.green('Wrote')} ${count(changed, 'file')} in ${composition.directory}.\n`]),
    ...(generated ? [`${look.green('Generated')} the client.\n`] : []),
  ];
  if (lines.length > 0 || pending.length > 0) return wrapLines(lines.join(''), look);
  return wrapLines(
    `Nothing to do: no change needs a revision${upgrade === null ? '' : `, ${upgrade.database} is up to date`}, and so is ${composition.directory}.\n`,
    look,
  );
}
