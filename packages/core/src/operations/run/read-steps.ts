import path from 'node:path';
import { rootRelative } from '../../config/root-relative.js';
import type { Driver } from '../../database/database.js';
import { OrchestrateError } from '../../errors.js';
import type { Revision, RevisionId } from '../../revisions/revision.js';
import { readDownScript } from '../../workspace/read-down-script.js';
import type { Workspace } from '../../workspace/workspace.js';
import type { MigrationStep } from './migration-step.js';
import { migrationStep } from './migration-step.js';

/** What a plan's scripts are read for. */
export interface ReadStepsOptions {
  readonly direction: 'upgrade' | 'downgrade';
  readonly workspace: Workspace;
  readonly driver: Driver;
  /** Steps up that were read before; those that are read now are added. */
  readonly known?: Map<RevisionId, Promise<MigrationStep>> | undefined;
}

/**
 * The scripts of a plan, taken apart.
 *
 * @throws OrchestrateError `DOWNGRADE.NO_DOWN_SCRIPT`, naming every revision that has none
 */
export async function readSteps(
  revisions: readonly Revision[],
  { direction, workspace, driver, known }: ReadStepsOptions,
): Promise<readonly MigrationStep[]> {
  const { root } = workspace;
  if (direction === 'upgrade') {
    const read = async (revision: Revision): Promise<MigrationStep> => {
      const downScript = await readDownScript(revision);
      return migrationStep({ direction: 'up', revision, script: revision.sql, downScript, root, driver });
    };
    return Promise.all(
      revisions.map((revision) => {
        const step = known?.get(revision.id) ?? read(revision);
        known?.set(revision.id, step);
        return step;
      }),
    );
  }
  const steps: MigrationStep[] = [];
  const without: Revision[] = [];
  for (const revision of revisions) {
    const script = await readDownScript(revision);
    if (script === null) without.push(revision);
    else steps.push(await migrationStep({ direction: 'down', revision, script, root, driver }));
  }
  if (without.length > 0) throw noDownScript(without, root);
  return steps;
}

function noDownScript(revisions: readonly Revision[], root: string): OrchestrateError {
  const files = revisions.map(({ directory }) => rootRelative(root, path.join(directory, 'down.sql')));
  return new OrchestrateError({
    code: 'DOWNGRADE.NO_DOWN_SCRIPT',
    message: `There is no down.sql for ${revisions.map(({ id }) => id).join(', ')}; nothing was reverted.`,
    fix: `Write ${files.join(', ')}, with the statements that undo migration.sql (an empty file, where there is nothing to undo).`,
    meta: { revisions: revisions.map(({ id }) => id), files },
  });
}
