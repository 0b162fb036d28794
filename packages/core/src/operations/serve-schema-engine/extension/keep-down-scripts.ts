import type { Database, Driver } from '../../../database/database.js';
import { renderKeptScript } from '../../../revisions/kept-script.js';
import { revisionId } from '../../../revisions/revision.js';
import { readDownScript } from '../../../workspace/read-down-script.js';
import { openHistory } from '../../run/applied-state.js';
import { inTransaction } from '../../run/in-transaction.js';
import type { OpenWorkspace } from '../../run/open-workspace.js';

/** What was applied, and where. */
export interface KeepDownScriptsOptions {
  /** Locked. */
  readonly database: Database;
  readonly driver: Driver;
  readonly open: OpenWorkspace;
  readonly extension: string;
  /** Of the migrations that Prisma has recorded as applied. */
  readonly names: readonly string[];
}

/** Has the rows that Prisma has written, by running or by `migrate resolve`, keep what ours keep: the way back, for when the directory is gone. */
export async function keepDownScripts({
  database,
  driver,
  open,
  extension,
  names,
}: KeepDownScriptsOptions): Promise<void> {
  const { workspace, graph } = open;
  const applied = new Set(names);
  const history = openHistory({ database, driver, workspace });
  const rows = (await history.read()).filter(
    (row) => row.extension === extension && applied.has(row.name) && row.finishedAt !== null && (row.logs ?? '') === '',
  );
  const changes: { readonly id: string; readonly logs: string }[] = [];
  for (const { id, name } of rows) {
    const revision = graph.byId.get(revisionId(extension, name));
    const logs = revision === undefined ? null : renderKeptScript(revision, await readDownScript(revision));
    if (logs !== null) changes.push({ id, logs });
  }
  if (changes.length === 0) return;
  await inTransaction(database, async () => {
    for (const { id, logs } of changes) await history.update({ extension, id }, { logs });
  });
}
