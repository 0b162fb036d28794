import type { SquashResult } from '@prisma-orchestrate/core';
import { count } from './count.js';
import type { Look } from './look.js';
import { type Column, renderTable } from './render-table.js';
import { wrapLines } from './wrap-lines.js';

type Carried = SquashResult['carried'][number];

const COLUMNS: readonly Column<Carried>[] = [
  { title: 'place', value: ({ file, line }) => `${file}:${line}` },
  { title: 'written by hand', value: ({ sql }) => firstLine(sql) },
];

/** What was made of what; with `--dry-run` the SQL. */
export function renderSquash(result: SquashResult, look: Look): string {
  const { dryRun, revision, replaces, directory, migrationSql } = result;
  const amount = count(replaces.length, 'revision');
  if (dryRun) return `-- ${revision} would stand for ${amount}; nothing was written.\n\n${migrationSql}`;
  return wrapLines(`${look.green('Folded')} ${amount} into ${revision}, in ${directory}\n`, look);
}

/** What a person has to know before they commit it. */
export function renderSquashNotes({ carried, form, downSql, reversible, dryRun }: SquashResult, look: Look): string {
  const notes = [
    ...(carried.length === 0
      ? []
      : [
          `${renderTable(carried, COLUMNS, look)}\nThat was written by hand, so the scripts are carried over as they are.`,
        ]),
    ...(form === 'joined' && carried.length === 0
      ? [
          'The shortest way to the same schema is not proven to be the same, so the scripts are carried over as they are.',
        ]
      : []),
    ...(downSql === null
      ? ['There is no down.sql: not every folded revision has one, so it cannot be reverted before you write it.']
      : reversible
        ? []
        : ['Check down.sql: it does not restore the schema exactly as it was.']),
    ...(dryRun
      ? []
      : [
          'Keep the folded revisions until `orchestrate upgrade` has run on every database; then remove their directories.',
        ]),
  ];
  return notes.map((note) => `${wrapLines(note, look)}\n`).join('');
}

function firstLine(sql: string): string {
  const [first = '', ...others] = sql.split('\n');
  return others.length === 0 ? first : `${first} …`;
}
