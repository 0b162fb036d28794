import type { Database, HistoryTable } from '../../database/database.js';
import { OrchestrateError } from '../../errors.js';
import type { HistoryRow } from '../../revisions/history-row.js';
import type { Workspace } from '../../workspace/workspace.js';
import type { MigrationStep } from './migration-step.js';

/** What {@link assertHistoryMoved} looks at. */
export interface HistoryMovedOptions {
  readonly database: Database;
  readonly workspace: Workspace;
  readonly rows: readonly HistoryRow[];
}

/**
 * Refuses to apply the first revision of an extension that was given a namespace after it had a history: that is still
 * in the default schema, and a second one would only be in the way of it.
 *
 * @throws OrchestrateError `HISTORY.NOT_MOVED`
 */
export async function assertHistoryMoved(
  steps: readonly MigrationStep[],
  { database, workspace, rows }: HistoryMovedOptions,
): Promise<void> {
  const { defaultSchema } = database;
  const recorded = new Set(rows.map(({ extension }) => extension));
  const touched = new Set(steps.map(({ revision }) => revision.extension));
  const former = workspace.extensions.flatMap(
    ({ name, historyTable, namespace, formerNames }): readonly HistoryTable[] => {
      const isElsewhere = namespace !== null && namespace !== defaultSchema;
      const isFresh = touched.has(name) && !recorded.has(name);
      return isElsewhere && isFresh
        ? [{ extension: name, table: historyTable, schema: defaultSchema, formerNames }]
        : [];
    },
  );
  if (former.length === 0) return;
  const [row] = await database.readHistory(former);
  const extension = workspace.extensions.find(({ name }) => name === row?.extension);
  if (extension !== undefined) throw notMoved(extension, defaultSchema ?? '');
}

function notMoved(
  { name, historyTable, namespace }: Workspace['extensions'][number],
  defaultSchema: string,
): OrchestrateError {
  return new OrchestrateError({
    code: 'HISTORY.NOT_MOVED',
    message: `The history of extension "${name}" is expected in schema "${namespace}", its namespace, and is in schema "${defaultSchema}"; nothing was changed.`,
    fix: `Move it there: CREATE SCHEMA IF NOT EXISTS "${namespace}"; ALTER TABLE "${defaultSchema}"."${historyTable}" SET SCHEMA "${namespace}"; and its tables with a revision (docs/postgresql.md). Or take the namespace out of its manifest again.`,
    meta: { extension: name, table: historyTable, from: defaultSchema, to: namespace },
  });
}
