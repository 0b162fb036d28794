import { compose } from '../../composition/compose.js';
import type { Database } from '../../database/database.js';
import { appliedSet } from '../../revisions/consistency.js';
import type { HistoryRow } from '../../revisions/history-row.js';
import { parseKeptScript } from '../../revisions/kept-script.js';
import type { Revision } from '../../revisions/revision.js';
import { revisionId } from '../../revisions/revision.js';
import type { RevisionGraph } from '../../revisions/revision-graph.js';
import { readFragments } from '../../workspace/read-fragments.js';
import type { OpenWorkspace } from '../run/open-workspace.js';
import type { InstalledHistories } from './installed-history.js';
import { readKeptOf } from './installed-history.js';
import type { UninstallDependent } from './uninstall-dependents.js';
import { declaredDependents } from './uninstall-dependents.js';

/** What there is besides the extension that goes. */
export interface Others {
  /** Fragments and revisions that need it. */
  readonly dependents: readonly UninstallDependent[];
  /** The histories of the workspace, its own left out. */
  readonly rows: readonly HistoryRow[];
  /** Of extensions whose code is gone, the rows that keep a script. */
  readonly kept: readonly HistoryRow[];
}

/** Reads the histories of all others. */
export async function readOthers(
  histories: InstalledHistories,
  {
    database,
    open,
    extension,
  }: { readonly database: Database; readonly open: OpenWorkspace; readonly extension: string },
): Promise<Others> {
  const rows = await database.readHistory(histories.known.filter((table) => table.extension !== extension));
  const kept = await readKeptOf(database, histories.others);
  const dependents = declaredDependents({
    extension,
    formerNames: histories.formerNames,
    extensions: open.workspace.extensions,
    revisions: open.revisions,
    applied: appliedSet(rows),
    keptRows: kept,
  });
  return { rows, kept, dependents };
}

/** Whose fragment holds which table, by the name that the database gives it. */
export async function tableHolders(
  { workspace }: OpenWorkspace,
  database: Pick<Database, 'entityName'>,
): Promise<ReadonlyMap<string, string>> {
  const holders = new Map<string, string>();
  for (const entity of compose(await readFragments(workspace)).entities) {
    if (entity.kind !== 'model' && entity.kind !== 'join-table') continue;
    holders.set(database.entityName(entity), entity.extension);
  }
  return holders;
}

/** What {@link appliedAdoptions} looks through. */
export interface AppliedAdoptionsOptions {
  /** Null where the revisions have no order. */
  readonly graph: RevisionGraph | null;
  readonly revisions: readonly Revision[];
  /** Of the workspace. */
  readonly rows: readonly HistoryRow[];
  /** Of extensions whose code is gone. */
  readonly kept: readonly HistoryRow[];
}

/** Applied revisions with the tables that they adopt, in the order of the plan as far as there is one. */
export function appliedAdoptions({
  graph,
  revisions,
  rows,
  kept,
}: AppliedAdoptionsOptions): readonly Pick<Revision, 'id' | 'extension' | 'adopts'>[] {
  const applied = appliedSet(rows);
  return [
    ...(graph?.order ?? revisions).filter(({ id, adopts }) => adopts.length > 0 && applied.has(id)),
    ...kept.flatMap(({ extension, name, logs, rolledBackAt }) => {
      const script = rolledBackAt === null ? parseKeptScript(logs) : null;
      return script === null ? [] : [{ id: revisionId(extension, name), extension, adopts: script.adopts }];
    }),
  ];
}
