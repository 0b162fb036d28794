import type { MergedExtension, MergeResult } from '@prisma-orchestrate/core';
import { count } from './count.js';
import type { Look } from './look.js';
import { revisionNames } from './revision-names.js';
import { wrapLines } from './wrap-lines.js';

/** What was joined, and what to do with it. */
export function renderMerge({ dryRun, merged }: MergeResult, look: Look, extension: string | undefined): string {
  if (merged.length === 0) return wrapLines(`Nothing to merge: ${describeNone(extension)}.\n`, look);
  const lines = merged.flatMap((each) => describe(each, look));
  const next = dryRun
    ? ['Nothing was written.']
    : ['Next: commit it with the branches, then run:', '  orchestrate upgrade --all'];
  return wrapLines(`${[...lines, ...next].join('\n')}\n`, look);
}

function describeNone(extension: string | undefined): string {
  return extension === undefined ? 'no extension has diverged' : `${extension} has not diverged`;
}

function describe({ extension, heads, orders, revision, directory }: MergedExtension, look: Look): readonly string[] {
  const title =
    revision === null
      ? `Would join the branches of ${look.bold(extension)}`
      : `${look.green('Created')} ${look.bold(revision)} in ${directory ?? ''}`;
  const why =
    orders === 1 ? 'one needs the other, so there is one order' : `the same schema in ${count(orders, 'order')}`;
  return [title, `  joins ${revisionNames(heads)}: ${why}`];
}
