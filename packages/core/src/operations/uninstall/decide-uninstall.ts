import type { Database, DatabaseEntity, Driver, HistoryTable } from '../../database/database.js';
import { CORE } from '../../extension.js';
import type { HistoryRow } from '../../revisions/history-row.js';
import type { RevisionGraph } from '../../revisions/revision-graph.js';
import { appliedStateOf } from '../run/applied-state.js';
import { countRows, findLosses } from '../run/data-losses.js';
import { assertNoErrors } from '../run/findings-error.js';
import { DataFollower } from '../run/follow-data.js';
import type { MigrationStep } from '../run/migration-step.js';
import type { OpenWorkspace } from '../run/open-workspace.js';
import { calledNow } from '../run/select-extension.js';
import { droppedEnums, droppedObjects } from './dropped-objects.js';
import type { InstalledHistories } from './installed-history.js';
import { findHistories } from './installed-history.js';
import { appliedAdoptions, readOthers, tableHolders } from './read-others.js';
import { readUndo, stepsOf } from './read-undo.js';
import { tableDependents } from './uninstall-dependents.js';
import { blocked, unknownExtension } from './uninstall-errors.js';
import type { UninstallPreview } from './uninstall-preview.js';

/** What an uninstall is decided from. */
export interface DecideUninstallParts {
  readonly database: Database;
  readonly driver: Driver;
  readonly open: OpenWorkspace;
  readonly extension: string;
}

/** A decided uninstall. */
export interface DecidedUninstall {
  /** Null where the extension has no history in this database: there is nothing to do in it. */
  readonly own: HistoryTable | null;
  readonly preview: UninstallPreview;
  /** In the order in which they run. */
  readonly steps: readonly MigrationStep[];
  /** All rows of its history. */
  readonly rows: readonly HistoryRow[];
}

/**
 * Decides what goes, and that nothing else depends on it.
 *
 * @throws OrchestrateError `UNINSTALL.BLOCKED`, `UNINSTALL.NO_DOWN_SCRIPT`, `UNINSTALL.UNKNOWN`, `UNINSTALL.AMBIGUOUS`,
 * `HISTORY.*` for what is wrong with its own history
 */
export async function decideUninstall(parts: DecideUninstallParts): Promise<DecidedUninstall> {
  const { database, driver, open, extension } = parts;
  const histories = await findHistories(database, { workspace: open.workspace, extension });
  const { own } = histories;
  const entities = await database.listEntities();
  const holders = await tableHolders(open, database);
  const held = [...holders].filter(([, holder]) => holder === extension).map(([table]) => table);
  if (own === null) return absent(held, { parts, histories, entities });

  const others = await readOthers(histories, parts);
  const rows = await database.readHistory([own]);
  const graph = soundGraph(open, [...others.rows, ...rows]);
  const expected = histories.known.find((table) => table.extension === extension) ?? own;
  const undo = await readUndo({ ...parts, own, expected, rows, graph }).catch((error: unknown) => {
    // Whoever cannot uninstall it for a reason more is told the one that takes longer to mend.
    throw others.dependents.length > 0 ? blocked(extension, others.dependents) : error;
  });
  const steps = await stepsOf(undo, { driver, root: open.workspace.root });
  const tables = await tablesGone(steps, parts);
  const objects = steps.flatMap(({ statements }) => droppedObjects(statements));
  const dependents = [
    ...others.dependents,
    ...tableDependents({
      extension,
      tables,
      enums: droppedEnums(objects, namesOf(entities, 'enum')),
      foreignKeys: await database.readForeignKeys(),
      references: await database.readReferences(),
      holders,
      adoptions: appliedAdoptions({
        graph,
        revisions: open.revisions,
        rows: [...others.rows, ...rows],
        kept: others.kept,
      }),
    }),
  ];
  if (dependents.length > 0) throw blocked(extension, dependents);
  assertNoErrors(open.findings, `Cannot uninstall ${extension}`);

  const counts = await countRows(
    tables.map((table) => ({ table })),
    { database, driver },
  );
  const owned = [...held, ...undo.flatMap(({ revision }) => revision.adopts)];
  const stays = namesOf(entities, 'table').filter((table) => !tables.includes(table));
  return {
    own,
    steps,
    rows,
    preview: {
      extension,
      revisions: undo.map(({ revision, source }) => ({ revision: revision.id, script: source })),
      tables: tables.map((table, at) => ({ table, ...(counts[at] ?? { rows: 0, isAtLeast: true }) })),
      objects,
      losses: (await findLosses(steps, { database, driver })).filter(({ kind }) => kind !== 'table'),
      historyTable: driver.quoteHistoryTable(own),
      remaining: stays.filter((table) => owned.includes(table)),
    },
  };
}

interface AbsentOptions {
  readonly parts: DecideUninstallParts;
  readonly histories: InstalledHistories;
  readonly entities: readonly DatabaseEntity[];
}

/** @throws OrchestrateError `UNINSTALL.UNKNOWN` where there is no code either */
function absent(held: readonly string[], { parts, histories, entities }: AbsentOptions): DecidedUninstall {
  const { database, open, extension } = parts;
  const known = open.workspace.extensions.map(({ name }) => name);
  if (!known.includes(extension)) {
    const names = [...known, ...histories.others.map((table) => table.extension)].filter((name) => name !== CORE);
    const renamed = calledNow(open.workspace, extension);
    throw unknownExtension(extension, { names, renamed, database: database.display });
  }
  const remaining = namesOf(entities, 'table').filter((table) => held.includes(table));
  const nothing = { revisions: [], tables: [], objects: [], losses: [], historyTable: null };
  return { own: null, steps: [], rows: [], preview: { extension, ...nothing, remaining } };
}

/** Null where the revisions have no order: those of others may require what is gone. */
function soundGraph(open: OpenWorkspace, rows: readonly HistoryRow[]): RevisionGraph | null {
  return open.findings.some(({ severity }) => severity === 'error') ? null : appliedStateOf(rows, open).graph;
}

/** The tables that the steps drop, in their order; one that is only rebuilt is none of them. */
async function tablesGone(
  steps: readonly MigrationStep[],
  { database, driver }: DecideUninstallParts,
): Promise<readonly string[]> {
  const data = new DataFollower(await database.readColumns(), driver.nameKey);
  const gone = new Set<string>();
  for (const { statements } of steps) {
    for (const change of await database.readDataChanges(statements, data.tables)) {
      for (const { kind, table } of data.follow(change)) if (kind === 'table') gone.add(table);
    }
  }
  return [...gone];
}

function namesOf(entities: readonly DatabaseEntity[], wanted: DatabaseEntity['kind']): readonly string[] {
  return entities.filter(({ kind }) => kind === wanted).map(({ name }) => name);
}
