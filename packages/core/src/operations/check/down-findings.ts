import type { Finding, Severity, SourcePosition } from '../../findings.js';
import type { Revision } from '../../revisions/revision.js';
import { describeDifferences } from '../run/describe-difference.js';
import type { DownVerdict } from './prove-down.js';

/** A revision, its files, and what came of taking it back. */
export interface DownFindingsOptions {
  readonly revision: Revision;
  readonly verdict: DownVerdict;
  /** Relative to the workspace root. */
  readonly files: { readonly up: string; readonly down: string };
  readonly downScript: string;
}

/** How a script starts that was seen not to restore the schema when it was made; joined ones may hold it further down. */
const LABEL = /^-- CHECK THIS: it does not restore/;

const BACK = { onlyLeft: 'is not restored', onlyRight: 'is left behind' };
const AGAIN = { onlyLeft: 'is missing', onlyRight: 'is there besides' };

/** What is wrong with the way back of a revision. */
export function downFindings({ revision, verdict, files, downScript }: DownFindingsOptions): readonly Finding[] {
  if (verdict.kind === 'restores') return [];
  const { id, extension } = revision;
  const common = { extension, related: [] };
  if (verdict.kind === 'fails') {
    const { statement, failure } = verdict.error;
    const isDown = verdict.direction === 'down';
    const file = isDown ? files.down : files.up;
    const where = placeOf(file, statement?.line);
    const place =
      statement === null ? `the end of ${file}` : `statement ${statement.index} (${file}:${statement.line})`;
    if (isDown) {
      const message = `${id} cannot be reverted: ${place} failed: ${failure.message}`;
      const fix = `Correct ${file}; it must take back what migration.sql does.`;
      return [{ code: 'CHECK.DOWN_FAILS', severity: 'error', message, where, fix, ...common }];
    }
    const message = `${id} cannot be applied again once it was reverted: ${place} failed: ${failure.message}`;
    const fix = `Correct ${files.down}; it must take back all that migration.sql does.`;
    return [{ code: 'CHECK.NOT_REPEATABLE', severity: 'error', message, where, fix, ...common }];
  }
  if (verdict.direction === 'up') {
    const message = `${id} makes something else when it is applied again once it was reverted:\n${describeDifferences(verdict.differences, AGAIN)}`;
    const fix = `Let ${files.down} take back all that migration.sql does, and leave "if not exists" out of migration.sql.`;
    const where = placeOf(files.up, undefined);
    return [{ code: 'CHECK.NOT_REPEATABLE', severity: 'error', message, where, fix, ...common }];
  }
  // Who has the label in the file knows.
  const severity: Severity = LABEL.test(downScript) ? 'warning' : 'error';
  return [
    {
      code: 'CHECK.DOWN_DIFFERS',
      severity,
      message: `Reverting ${id} does not restore what was there before it:\n${describeDifferences(verdict.differences, BACK)}`,
      where: placeOf(files.down, undefined),
      fix: `Correct ${files.down}.`,
      ...common,
    },
  ];
}

function placeOf(file: string, line: number | undefined): SourcePosition {
  return { file, line: line ?? 1, column: 1 };
}
