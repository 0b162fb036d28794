import type { CurrentResult } from '@prisma-orchestrate/core';
import type { Look } from './look.js';
import { type Column, renderTable } from './render-table.js';
import { revisionNames } from './revision-names.js';

type Row = CurrentResult['extensions'][number];

/** Where each extension stands. */
export function renderCurrent({ extensions }: CurrentResult, look: Look): string {
  const columns: readonly Column<Row>[] = [
    { title: 'extension', value: ({ name }) => name },
    { title: 'current', value: describe, paint: ({ isHead }) => (isHead ? look.green : look.yellow) },
  ];
  return renderTable(extensions, columns, look);
}

function describe({ revisions, heads, pending, isHead }: Row): string {
  if (revisions.length + heads.length === 0) return '-';
  const current = revisions.length === 0 ? '(base)' : revisionNames(revisions);
  return isHead ? `${current} (head)` : `${current} (${pending} pending)`;
}
