import type { FleetResult } from '@prisma-orchestrate/core';
import { count } from './count.js';
import { type EntryGroup, groupEntries } from './group-fleet.js';
import type { Look } from './look.js';
import { type Column, renderTable } from './render-table.js';
import { wrap } from './wrap.js';
import { wrapLines } from './wrap-lines.js';

/** How many databases of a group are named. */
const NAMED = 8;

/** A table of databases with the same outcome, the failed ones first, what is wrong with those, and one line for all. */
export function renderFleet(result: FleetResult, look: Look): string {
  const { databases, retry, stopped } = result;
  if (databases.length === 0) return `${wrapLines(`There are no databases${shardText(result)}.`, look)}\n`;
  const groups = groupEntries(databases);
  const parts = [
    renderTable(groups, columns(look), look),
    ...groups.filter(({ error }) => error !== null).map((group) => `${renderError(group, look)}\n`),
    `${wrapLines(summarize(result), look)}\n`,
    ...(stopped === null || stopped === 'interrupted' ? [] : [`${wrapLines(STOPPED[stopped], look)}\n`]),
    ...(retry === null ? [] : [`${look.cyan('Then run:')} ${wrap(retry, { width: look.width, taken: 10 })}\n`]),
  ];
  // Errors and what goes before and after them stand apart.
  const [table = '', ...rest] = parts;
  return `${table}\n${rest.join('')}`;
}

const STOPPED = {
  error: 'No other database was begun after the first error, as --on-error stop asks for.',
  canary: 'No other database was begun, as one of the first ones has failed.',
} as const;

function columns(look: Look): readonly Column<EntryGroup>[] {
  return [
    { title: 'count', align: 'right', value: ({ names }) => String(names.length) },
    { title: 'outcome', value: ({ outcome }) => OUTCOMES[outcome], paint: ({ outcome }) => paintOf(outcome, look) },
    { title: 'revisions', align: 'right', value: ({ revisions }) => (revisions === 0 ? '' : String(revisions)) },
    { title: 'databases', value: ({ names }) => nameSome(names) },
  ];
}

const OUTCOMES: Readonly<Record<EntryGroup['outcome'], string>> = {
  failed: 'failed',
  interrupted: 'interrupted',
  'not-started': 'not started',
  upgraded: 'upgraded',
  pending: 'pending',
  'up-to-date': 'up to date',
};

function paintOf(outcome: EntryGroup['outcome'], look: Look) {
  if (outcome === 'failed') return look.red;
  if (outcome === 'interrupted' || outcome === 'not-started') return look.yellow;
  return outcome === 'upgraded' ? look.green : (text: string) => text;
}

function renderError({ names, error }: EntryGroup, look: Look): string {
  if (error === null) return '';
  const { code, message, fix } = error;
  return [
    `${look.red(look.bold('Error:'))} ${wrap(`${nameSome(names)}: ${message}`, { width: look.width, taken: 7 })}`,
    `${look.cyan('Fix:')} ${wrap(fix, { width: look.width, taken: 5 })}`,
    `${look.dim(code)}\n`,
  ].join('\n');
}

function nameSome(names: readonly string[]): string {
  if (names.length <= NAMED) return names.join(', ');
  return `${names.slice(0, NAMED - 1).join(', ')} and ${names.length - NAMED + 1} more`;
}

/** `Upgraded 481 of 500 databases (962 revisions): 17 had nothing to do, 2 failed.` */
function summarize(result: FleetResult): string {
  const { dryRun, totals } = result;
  const { databases, upgraded, upToDate, pending, failed, interrupted, notStarted, revisions } = totals;
  const others = [
    ...(failed === 0 ? [] : [`${failed} failed`]),
    ...(interrupted === 0 ? [] : [`${interrupted} interrupted`]),
    ...(notStarted === 0 ? [] : [`${notStarted} not started`]),
    ...(upToDate === 0 ? [] : [`${upToDate} with nothing to do`]),
  ];
  const rest = others.length === 0 ? '' : `: ${others.join(', ')}`;
  const all = `${count(databases, 'database')}${shardText(result)}`;
  const applied = revisions === 0 ? '' : ` (${count(revisions, 'revision')})`;
  return dryRun
    ? `Would upgrade ${pending} of ${all}${applied}${rest}; nothing was changed.`
    : `Upgraded ${upgraded} of ${all}${applied}${rest}.`;
}

function shardText({ shard }: FleetResult): string {
  return shard === null ? '' : ` in shard ${shard.index}/${shard.count}`;
}
