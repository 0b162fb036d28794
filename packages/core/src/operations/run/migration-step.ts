import path from 'node:path';
import { rootRelative } from '../../config/root-relative.js';
import type { Driver, Statement } from '../../database/database.js';
import { renderKeptScript } from '../../revisions/kept-script.js';
import type { Revision, RevisionId } from '../../revisions/revision.js';

/** How the statements of a run are grouped into transactions. */
export type TransactionMode = 'revision' | 'all' | 'none';

/** One revision to apply or to revert, with its script taken apart. */
export interface MigrationStep {
  readonly direction: 'up' | 'down';
  readonly revision: Revision;
  /** The script's path relative to the workspace root, for people. */
  readonly file: string;
  readonly statements: readonly Statement[];
  /** What its row keeps in `logs` as long as it is applied (see {@link renderKeptScript}); null where nothing. */
  readonly kept: string | null;
  /** The first statement that cannot run in a transaction, null where all can. */
  readonly outside: Statement | null;
}

/** What a {@link migrationStep} is made from. */
export interface MigrationStepParts {
  readonly direction: 'up' | 'down';
  readonly revision: Revision;
  readonly script: string;
  /** The text of its down.sql, for a step up. */
  readonly downScript?: string | null;
  readonly root: string;
  readonly driver: Driver;
}

/** Takes a revision's script apart. */
export async function migrationStep({
  direction,
  revision,
  script,
  downScript = null,
  root,
  driver,
}: MigrationStepParts): Promise<MigrationStep> {
  const name = direction === 'up' ? 'migration.sql' : 'down.sql';
  const statements = await driver.parseScript(script);
  return {
    direction,
    revision,
    file: rootRelative(root, path.join(revision.directory, name)),
    statements,
    kept: renderKeptScript(revision, direction === 'up' ? downScript : script),
    outside: statements.find(({ kind, isRedundant }) => kind !== 'plain' && !isRedundant) ?? null,
  };
}

/** What is done with a revision of a plan. */
export type RevisionAction = 'applied' | 'reverted' | 'recorded';

/** What a step does with its revision; squashes of `recordOnly` are recorded without running. */
export function actionOf(
  direction: MigrationStep['direction'],
  revision: Pick<Revision, 'id'>,
  recordOnly: ReadonlySet<RevisionId> | undefined,
): RevisionAction {
  if (direction === 'down') return 'reverted';
  return recordOnly?.has(revision.id) === true ? 'recorded' : 'applied';
}

/** The statements of a step that runs in a transaction of ours. */
export function statementsInside({ statements }: MigrationStep): readonly Statement[] {
  return statements.filter(({ isRedundant }) => !isRedundant);
}

/** Whether a step runs statement by statement, outside of one transaction for the whole of it. */
export function runsStepwise(step: MigrationStep, mode: TransactionMode): boolean {
  if (mode === 'none' || step.revision.transactional === 'no') return true;
  return step.revision.transactional === 'auto' && step.outside !== null;
}
