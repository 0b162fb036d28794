import { compose } from '../../composition/compose.js';
import type { Database, Driver, HistoryTable } from '../../database/database.js';
import { sqlHistory } from '../../history/sql-history.js';
import { appliedSet } from '../../revisions/consistency.js';
import { historyError } from '../../revisions/consistency-errors.js';
import type { HistoryProblem } from '../../revisions/history-problem.js';
import type { HistoryRow } from '../../revisions/history-row.js';
import { historyRowState } from '../../revisions/history-row.js';
import type { KeptScript } from '../../revisions/kept-script.js';
import { parseKeptScript } from '../../revisions/kept-script.js';
import type { Undo } from '../../revisions/plan-uninstall.js';
import { planUninstall } from '../../revisions/plan-uninstall.js';
import type { Revision } from '../../revisions/revision.js';
import { revisionId } from '../../revisions/revision.js';
import type { RevisionGraph } from '../../revisions/revision-graph.js';
import { readDownScript } from '../../workspace/read-down-script.js';
import { readFragments } from '../../workspace/read-fragments.js';
import { appliedStateOf } from '../run/applied-state.js';
import { countRows, findLosses } from '../run/data-losses.js';
import { assertNoErrors } from '../run/findings-error.js';
import { DataFollower } from '../run/follow-data.js';
import type { MigrationStep } from '../run/migration-step.js';
import { migrationStep } from '../run/migration-step.js';
import type { OpenWorkspace } from '../run/open-workspace.js';
import { halfDoneError } from '../run/run-errors.js';
import { parseStepProgress } from '../run/step-progress.js';
import { droppedObjects } from './dropped-objects.js';
import type { InstalledHistories } from './installed-history.js';
import { findHistories, readKeptOf } from './installed-history.js';
import { declaredDependents, tableDependents } from './uninstall-dependents.js';
import { blocked, noScript, unknownExtension } from './uninstall-errors.js';
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
  const isCodeThere = open.workspace.extensions.some(({ name }) => name === extension);
  if (own === null && !isCodeThere) {
    const names = [
      ...open.workspace.extensions.map(({ name }) => name),
      ...histories.others.map((each) => each.extension),
    ];
    throw unknownExtension(extension, { names: names.slice(1), database: database.display });
  }
  const others = await readOthers(histories, parts);
  const rows = own === null ? [] : await database.readHistory([own]);
  assertNothingHalfDone(rows, open);
  const graph = soundGraph(open, [...others.rows, ...rows]);
  const undo = await planOf({ histories, rows, graph, parts, isCodeThere });
  const steps = await stepsOf(undo, { driver, root: open.workspace.root });

  const data = new DataFollower(await database.readColumns(), driver.nameKey);
  const gone = new Set<string>();
  for (const { statements } of steps) {
    for (const change of await database.readDataChanges(statements, data.tables)) {
      for (const { kind, table } of data.follow(change)) if (kind === 'table') gone.add(table);
    }
  }
  const tables = [...gone];
  const holders = await tableHolders(open, database);
  const dependents = [
    ...others.dependents,
    ...tableDependents({
      extension,
      tables,
      foreignKeys: await database.readForeignKeys(),
      holders,
      adoptions: adoptionsOf({ graph, open, rows: [...others.rows, ...rows], kept: others.kept }),
    }),
  ];
  if (dependents.length > 0) throw blocked(extension, dependents);
  assertNoErrors(open.findings, `Cannot uninstall ${extension}`);

  const counts = await countRows(
    tables.map((table) => ({ table })),
    { database, driver },
  );
  const there = new Set((await database.listEntities()).filter(({ kind }) => kind === 'table').map(({ name }) => name));
  const held = [...holders].filter(([, holder]) => holder === extension).map(([table]) => table);
  const adopted = undo.flatMap(({ revision }) => revision.adopts);
  return {
    own,
    steps,
    rows,
    preview: {
      extension,
      revisions: undo.map(({ revision, source }) => ({ revision: revision.id, script: source })),
      tables: tables.map((table, at) => ({ table, ...(counts[at] ?? { rows: 0, isAtLeast: true }) })),
      objects: steps.flatMap(({ statements }) => droppedObjects(statements)),
      losses: (await findLosses(steps, { database, driver })).filter(({ kind }) => kind !== 'table'),
      historyTable: own === null ? null : driver.quoteHistoryTable(own),
      remaining: [...new Set([...held, ...adopted])].filter((table) => there.has(table) && !gone.has(table)),
    },
  };
}

interface Others {
  readonly dependents: ReturnType<typeof declaredDependents>;
  /** Of the workspace, the extension itself left out. */
  readonly rows: readonly HistoryRow[];
  /** Of extensions whose code is gone. */
  readonly kept: readonly HistoryRow[];
}

async function readOthers(
  histories: InstalledHistories,
  { database, open, extension }: DecideUninstallParts,
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

/** Null where the revisions have no order: those of others may require what is gone. */
function soundGraph(open: OpenWorkspace, rows: readonly HistoryRow[]): RevisionGraph | null {
  return open.findings.some(({ severity }) => severity === 'error') ? null : appliedStateOf(rows, open).graph;
}

interface PlanParts {
  readonly histories: InstalledHistories;
  readonly rows: readonly HistoryRow[];
  readonly graph: RevisionGraph | null;
  readonly parts: DecideUninstallParts;
  readonly isCodeThere: boolean;
}

async function planOf({ histories, rows, graph, parts, isCodeThere }: PlanParts): Promise<readonly Undo[]> {
  const { database, driver, open, extension } = parts;
  const { own } = histories;
  if (own === null) return [];
  const kept = new Map<string, KeptScript>();
  const expected = histories.known.find((table) => table.extension === extension) ?? own;
  for (const { id, logs } of await sqlHistory({ database, driver, tables: [expected] }).readKept(extension)) {
    const script = parseKeptScript(logs);
    if (script !== null) kept.set(id, script);
  }
  const revisions = open.revisions.filter((revision) => revision.extension === extension);
  const onDisk = await Promise.all(
    revisions.map(async (revision) => ({ revision, downScript: await readDownScript(revision) })),
  );
  const plan = planUninstall({ extension, rows, kept, onDisk, graph });
  switch (plan.kind) {
    case 'plan':
      return plan.undo;
    case 'no-script':
      throw noScript(plan.revisions, { extension, historyTable: driver.quoteHistoryTable(own), isCodeThere });
    case 'edited': {
      const problems = plan.revisions.map(
        ({ revision, row }): HistoryProblem => ({ kind: 'edited', id: revision.id, row, revision }),
      );
      throw historyError(problems as [HistoryProblem, ...HistoryProblem[]]);
    }
  }
}

/** How much of a revision that did not finish is in the database, nobody can tell. */
function assertNothingHalfDone(rows: readonly HistoryRow[], { revisions }: OpenWorkspace): void {
  const onDisk = new Set(revisions.map(({ id }) => id));
  const problems = rows
    .filter((row) => historyRowState(row) === 'failed')
    .map((row): HistoryProblem => {
      const id = revisionId(row.extension, row.name);
      if (onDisk.has(id) && parseStepProgress(row.logs) !== null) throw halfDoneError(id, 'up');
      return { kind: 'failed', id, row, isGone: !onDisk.has(id), done: null };
    });
  const [first, ...more] = problems;
  if (first !== undefined) throw historyError([first, ...more]);
}

function stepsOf(
  undo: readonly Undo[],
  { driver, root }: { readonly driver: Driver; readonly root: string },
): Promise<readonly MigrationStep[]> {
  return Promise.all(
    undo.map(async ({ revision, script, source }) => {
      const step = await migrationStep({ direction: 'down', revision, script, root, driver });
      return source === 'directory' ? step : { ...step, file: `down.sql of ${revision.id}, as the history keeps it` };
    }),
  );
}

/** Whose fragment holds which table, by the name that the database gives it. */
async function tableHolders(
  { workspace }: OpenWorkspace,
  database: Pick<Database, 'entityName'>,
): Promise<ReadonlyMap<string, string>> {
  const holders = new Map<string, string>();
  for (const entity of compose(await readFragments(workspace)).entities) {
    if (entity.kind === 'model' || entity.kind === 'join-table')
      holders.set(database.entityName(entity), entity.extension);
  }
  return holders;
}

interface AdoptionsOptions {
  readonly graph: RevisionGraph | null;
  readonly open: OpenWorkspace;
  readonly rows: readonly HistoryRow[];
  readonly kept: readonly HistoryRow[];
}

/** Applied revisions with the tables that they adopt, in the order of the plan as far as there is one. */
function adoptionsOf({
  graph,
  open,
  rows,
  kept,
}: AdoptionsOptions): readonly Pick<Revision, 'id' | 'extension' | 'adopts'>[] {
  const applied = appliedSet(rows);
  return [
    ...(graph?.order ?? open.revisions).filter(({ id, adopts }) => adopts.length > 0 && applied.has(id)),
    ...kept.flatMap(({ extension, name, logs, rolledBackAt }) => {
      const script = rolledBackAt === null ? parseKeptScript(logs) : null;
      return script === null ? [] : [{ id: revisionId(extension, name), extension, adopts: script.adopts }];
    }),
  ];
}
