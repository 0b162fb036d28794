import path from 'node:path';
import { readTextFile } from '../../config/read-text-file.js';
import type { Driver, Statement } from '../../database/database.js';
import { LineIndex } from '../../fragment/line-index.js';
import { jsonAt, parseJsonTree } from '../../json/json-tree.js';
import type { LintFinding } from '../../lint/lint-finding.js';
import type { LintedStatement, RevisionToLint } from '../../lint/revision/revision-check.js';
import { REVISION_CHECKS } from '../../lint/revision/revision-rules.js';
import { formatTimestamp } from '../../revisions/timestamp.js';
import type { LintContext, LintedRevision } from './lint-context.js';

/** Clocks and time zones differ. */
const ONE_DAY_MS = 86_400_000;

/** What the rules for revisions find. */
export async function checkRevisions(context: LintContext): Promise<readonly LintFinding[]> {
  const { driver, open } = context;
  const { root } = open.workspace;
  const wanted = REVISION_CHECKS.filter(({ rule }) => context.severityOf(rule.code) !== 'off');
  const latest = formatTimestamp(new Date(Date.now() + ONE_DAY_MS));
  const findings: LintFinding[] = [];
  for (const linted of context.revisions) {
    const { revision, downScript } = linted;
    const toLint: RevisionToLint = {
      ...linted,
      latest,
      messagePlace: messagePlace(root, linted),
      statements: driver === null ? null : await Promise.all(linted.statements.map((each) => readWords(each, driver))),
      downStatements: driver === null || downScript === null ? null : await driver.parseScript(downScript),
      appliedChecksum: context.applied?.get(revision.id)?.checksum ?? null,
    };
    findings.push(...wanted.flatMap(({ check }) => check(toLint)));
  }
  return findings;
}

/** More of a statement than its beginning is not asked for. */
const LONGEST_BEGINNING = 4000;

async function readWords({ line, kind, sql }: Statement, driver: Driver): Promise<LintedStatement> {
  const text = sql.slice(0, LONGEST_BEGINNING);
  const words = (await driver.readTokens(text))
    .filter((token) => token.kind !== 'blank' && token.kind !== 'comment')
    .map(({ kind: tokenKind, start, end }) => ({ kind: tokenKind, text: text.slice(start, end) }));
  return { line, kind, words };
}

function messagePlace(root: string, { revision, files }: LintedRevision): RevisionToLint['messagePlace'] {
  if (revision.parentage === 'implied') return { file: files.up, line: 1, column: 1 };
  const text = readTextFile(path.resolve(root, files.manifest)) ?? '{}';
  const node = jsonAt(parseJsonTree(text), ['message']);
  return { file: files.manifest, ...new LineIndex(text).at(node?.start ?? 0) };
}
