import path from 'node:path';
import { rootRelative } from '../../../config/root-relative.js';
import { hasErrors } from '../../../findings.js';
import type { LintFinding } from '../../../lint/lint-finding.js';
import { FOREIGN_OBJECT, FOREIGN_ROWS, OWNERSHIP_RULES } from '../../../lint/ownership/ownership-rules.js';
import { ruleFinding } from '../../../lint/rule-finding.js';
import type { Revision, RevisionId } from '../../../revisions/revision.js';
import { failureFinding } from '../../check/failure-finding.js';
import { authorsFindings } from '../../run/authors-findings.js';
import { isBeforeStart } from '../is-before-start.js';
import type { LintContext } from '../lint-context.js';
import { bareName } from './catalog-owners.js';
import type { ForeignEffect } from './foreign-effects.js';
import type { ForeignTouch } from './foreign-touches.js';
import type { PlacedEffect } from './kept-effects.js';
import { readOwnership } from './read-ownership.js';
import { replayEffects } from './replay-effects.js';

/** What revisions change of other extensions: what their scripts say themselves, and what shows when they run. */
export async function checkOwnership(context: LintContext): Promise<readonly LintFinding[]> {
  const { open, scope, severityOf, driver, mayReplay } = context;
  const { workspace, graph } = open;
  if (driver === null || OWNERSHIP_RULES.every(({ code }) => severityOf(code) === 'off')) return [];
  const ownership = await readOwnership(context);
  const told = new Map(ownership.foreign.map(({ revision, touches }) => [revision.id, touches]));
  const wanted = graph.order.filter(
    (revision) => scope.revisions.has(revision.id) && !isBeforeStart(revision, workspace.config.lint.startAfter),
  );
  const findings = wanted.flatMap((revision) =>
    (told.get(revision.id) ?? []).map((touch) => touchFinding(revision, touch, workspace.root)),
  );
  if (mayReplay && wanted.length > 0 && !hasErrors(open.findings)) {
    const isToldOf = (id: RevisionId, effect: ForeignEffect): boolean =>
      (told.get(id) ?? []).some((touch) => explains(touch, effect));
    try {
      const effects = await replayEffects(context, { driver, ownership, isToldOf });
      for (const revision of wanted) {
        const unseen = (effects.get(revision.id) ?? []).filter((effect) => !isToldOf(revision.id, effect));
        findings.push(...unseen.map((effect) => effectFinding(revision, effect, workspace.root)));
      }
    } catch (error) {
      const finding = failureFinding(error);
      findings.push({ ...finding, fix: `${finding.fix} Or leave running revisions out: orchestrate lint --no-replay` });
    }
  }
  return authorsFindings(findings, workspace.extensions);
}

/** Whether what a statement says is what running it has shown. */
function explains({ script, owner, object, touch }: ForeignTouch, effect: ForeignEffect): boolean {
  if (script === 'down' || owner !== effect.owner) return false;
  if (effect.change === 'written') return touch.action === 'written' && object === effect.table;
  if (touch.action === 'written') return false;
  return effect.table === null ? bareName(effect.name) === bareName(object) : effect.table === object;
}

function effectFinding(revision: Revision, effect: PlacedEffect, root: string): LintFinding {
  const { id, extension, directory } = revision;
  const { change, kind, name, table, owner, line } = effect;
  const isRows = change === 'written';
  const verb = { made: 'makes', changed: 'changes', gone: 'drops', written: 'writes rows of' }[change];
  const what = isRows
    ? name
    : kind === 'table'
      ? `the table ${name}`
      : `the ${kind} ${name}${table === null ? '' : ` of ${table}`}`;
  return ruleFinding(isRows ? FOREIGN_ROWS : FOREIGN_OBJECT, {
    message: `${id} ${verb} ${what}, which belongs to ${owner}. The script does not say so: running it has shown it.`,
    extension,
    where: { file: rootRelative(root, path.join(directory, 'migration.sql')), line: line ?? 1, column: 1 },
    fix: isRows ? rowsFix(owner) : objectFix({ owner, extension, object: table ?? name }),
  });
}

function touchFinding(revision: Revision, foreign: ForeignTouch, root: string): LintFinding {
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
  if (kind === 'table' || name === object) return `${verb} the ${kind} ${object}`;
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
