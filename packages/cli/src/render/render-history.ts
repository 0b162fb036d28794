import type { HistoryEntry, HistoryResult } from '@prisma-orchestrate/core';
import type { Look, Paint } from './look.js';
import { type Column, renderTable } from './render-table.js';
import { renderTime } from './render-time.js';

const MARKS: Readonly<Record<HistoryEntry['state'], string>> = {
  applied: '[x]',
  pending: '[ ]',
  failed: '[!]',
  missing: '[?]',
};

/** All revisions in plan order, with marks that can be told apart without colour. */
export function renderHistory({ entries }: HistoryResult, look: Look): string {
  if (entries.length === 0) return 'There are no revisions yet: make one with `orchestrate revision`.\n';
  const columns: readonly Column<HistoryEntry>[] = [
    { title: 'state', value: describeState, paint: (entry) => paintOf(entry, look) },
    { title: 'revision', value: ({ revision }) => revision, cuttable: true },
    { title: 'applied at', value: ({ appliedAt }) => (appliedAt === null ? '-' : renderTime(appliedAt)) },
    { title: 'message', value: ({ message }) => message },
  ];
  return renderTable(entries, columns, look);
}

function describeState({ state, edited, outOfOrder }: HistoryEntry): string {
  return `${MARKS[state]} ${state}${edited ? ', edited' : ''}${outOfOrder ? ', out of order' : ''}`;
}

function paintOf({ state, edited }: HistoryEntry, look: Look): Paint {
  if (state === 'failed' || state === 'missing') return look.red;
  if (edited || state === 'pending') return look.yellow;
  return look.green;
}
