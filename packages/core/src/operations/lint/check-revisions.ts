import path from 'node:path';
import { readTextFile } from '../../config/read-text-file.js';
import { LineIndex } from '../../fragment/line-index.js';
import { jsonAt, parseJsonTree } from '../../json/json-tree.js';
import type { LintFinding } from '../../lint/lint-finding.js';
import type { RevisionToLint } from '../../lint/revision/revision-check.js';
import { REVISION_CHECKS } from '../../lint/revision/revision-rules.js';
import { formatTimestamp } from '../../revisions/timestamp.js';
import type { LintContext, LintedRevision } from './lint-context.js';

/** What the rules for revisions find. */
export async function checkRevisions(context: LintContext): Promise<readonly LintFinding[]> {
  const { root } = context.open.workspace;
  const wanted = REVISION_CHECKS.filter(({ rule }) => context.severityOf(rule.code) !== 'off');
  const now = formatTimestamp(new Date());
  return context.revisions.flatMap((linted) => {
    const revision: RevisionToLint = {
      ...linted,
      now,
      messagePlace: messagePlace(root, linted),
      appliedChecksum: context.applied?.get(linted.revision.id)?.checksum ?? null,
    };
    return wanted.flatMap(({ check }) => check(revision));
  });
}

function messagePlace(root: string, { revision, files }: LintedRevision): RevisionToLint['messagePlace'] {
  if (revision.parentage === 'implied') return { file: files.up, line: 1, column: 1 };
  const text = readTextFile(path.resolve(root, files.manifest)) ?? '{}';
  const node = jsonAt(parseJsonTree(text), ['message']);
  return { file: files.manifest, ...new LineIndex(text).at(node?.start ?? 0) };
}
