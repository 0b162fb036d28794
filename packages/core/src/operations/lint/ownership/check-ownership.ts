import path from 'node:path';
import { rootRelative } from '../../../config/root-relative.js';
import type { LintFinding } from '../../../lint/lint-finding.js';
import { FOREIGN_OBJECT, FOREIGN_ROWS, OWNERSHIP_RULES } from '../../../lint/ownership/ownership-rules.js';
import { ruleFinding } from '../../../lint/rule-finding.js';
import type { Revision } from '../../../revisions/revision.js';
import { authorsFindings } from '../../run/authors-findings.js';
import { isBeforeStart } from '../is-before-start.js';
import type { LintContext } from '../lint-context.js';
import type { ForeignTouch } from './foreign-touches.js';
import { readOwnership } from './read-ownership.js';

/** What revisions change of other extensions, as far as their scripts say so themselves. */
export async function checkOwnership(context: LintContext): Promise<readonly LintFinding[]> {
  const { open, scope, severityOf, driver } = context;
  const { workspace } = open;
  if (driver === null || OWNERSHIP_RULES.every(({ code }) => severityOf(code) === 'off')) return [];
  const { foreign } = await readOwnership(context);
  const wanted = ({ id, extension, name }: Revision): boolean =>
    scope.revisions.has(id) && !isBeforeStart({ extension, name }, workspace.config.lint.startAfter);
  const findings = foreign
    .filter(({ revision }) => wanted(revision))
    .flatMap(({ revision, touches }) => touches.map((touch) => findingOf(revision, touch, workspace.root)));
  return authorsFindings(findings, workspace.extensions);
}

function findingOf(revision: Revision, foreign: ForeignTouch, root: string): LintFinding {
  const { touch, owner, object, script, line } = foreign;
  const { id, extension, directory } = revision;
  const file = rootRelative(root, path.join(directory, script === 'up' ? 'migration.sql' : 'down.sql'));
  const isRows = touch.action === 'written';
  return ruleFinding(isRows ? FOREIGN_ROWS : FOREIGN_OBJECT, {
    message: `${id} ${deedOf(foreign)}, which belongs to ${owner}.`,
    extension,
    where: { file, line, column: 1 },
    fix: isRows ? rowsFix(owner) : objectFix({ owner, extension, object }),
  });
}

const VERBS: Readonly<Record<ForeignTouch['touch']['action'], string>> = {
  made: 'makes',
  changed: 'changes',
  renamed: 'renames or moves',
  dropped: 'drops',
  written: 'writes rows of',
};

function deedOf({ touch, object }: ForeignTouch): string {
  const { kind, action, name } = touch;
  const verb = VERBS[action];
  if (action === 'written') return `${verb} ${object}`;
  if (kind === 'schema') return `${verb} the schema ${name} with ${object}`;
  if (kind === 'table' || touch.table === null) return `${verb} the ${kind} ${object}`;
  return `${verb} the ${kind} ${name === '' ? '' : `${name} `}on ${object}`;
}

/** What to do instead of changing what another extension owns. */
export function objectFix({
  owner,
  extension,
  object,
}: {
  readonly owner: string;
  readonly extension: string;
  readonly object: string;
}): string {
  return `Move the statement into a revision of ${owner} (orchestrate revision --extension ${owner} -m "…") and require that here. Columns of your own for its rows go into a one-to-one side table; if ${object} is to be ${extension}'s, orchestrate transfer hands its model over.`;
}

/** What to do instead of writing rows of another extension. */
export function rowsFix(owner: string): string {
  return `Move the statement into a revision of ${owner} (orchestrate revision --extension ${owner} -m "…"), or write such rows by its code when the application runs. Where ${owner} means them to be written here, say so: -- orchestrate-ignore ${FOREIGN_ROWS.code}: why`;
}
