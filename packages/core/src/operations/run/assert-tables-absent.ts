import type { Composition } from '../../composition/composition.js';
import type { Database } from '../../database/database.js';
import { OrchestrateError } from '../../errors.js';
import { groupBy } from '../../group-by.js';
import type { HistoryRow } from '../../revisions/history-row.js';
import { historyRowState } from '../../revisions/history-row.js';
import type { RevisionId } from '../../revisions/revision.js';
import type { RevisionGraph } from '../../revisions/revision-graph.js';
import type { Workspace } from '../../workspace/workspace.js';
import type { MigrationStep } from './migration-step.js';
import { tableChange } from './table-changes.js';

/** What {@link assertTablesAbsent} looks at. */
export interface TablesAbsentOptions {
  readonly database: Database;
  readonly workspace: Workspace;
  readonly graph: RevisionGraph;
  readonly rows: readonly HistoryRow[];
  /** What the fragments make up, from a caller that knows it; they are read and composed otherwise. */
  readonly compose?: (() => Promise<Composition>) | undefined;
}

/** A table that a revision makes and the database has. */
interface TableThere {
  readonly extension: string;
  readonly table: string;
  readonly revision: RevisionId;
}

/**
 * Refuses to apply the first revision of an extension whose own tables are there already: its history is elsewhere, or
 * was never written. Tables of others do not matter, nor do those that the extension has taken over or that an earlier
 * step takes away.
 *
 * @throws OrchestrateError `UPGRADE.TABLES_EXIST`
 */
export async function assertTablesAbsent(
  steps: readonly MigrationStep[],
  { database, workspace, graph, rows, compose = () => composeWorkspace(workspace) }: TablesAbsentOptions,
): Promise<void> {
  const recorded = new Set(rows.filter((row) => historyRowState(row) !== 'rolled-back').map((row) => row.extension));
  const fresh = new Set(steps.map(({ revision }) => revision.extension).filter((name) => !recorded.has(name)));
  if (fresh.size === 0) return;
  const there = new Set((await database.listEntities()).map(({ name }) => name));
  if (there.size === 0) return;
  const own = ownTables(await compose(), database);
  const gone = new Set<string>();
  const found: TableThere[] = [];
  for (const { revision, statements } of steps) {
    const { id, extension } = revision;
    for (const statement of statements) {
      const change = tableChange(statement);
      for (const name of change.gone) gone.add(name);
      if (change.made === null || gone.has(change.made) || !fresh.has(extension)) continue;
      for (const table of own.get(extension)?.get(change.made) ?? []) {
        const isAdopted = graph.revisionsOf(extension).some(({ adopts }) => adopts.includes(table));
        if (there.has(table) && !isAdopted) found.push({ extension, table, revision: id });
      }
    }
  }
  if (found.length > 0) throw tablesExist(found, { database, graph });
}

/** The tables of each fragment as {@link Database.entityName} has them, by their names without schema in lower case. */
function ownTables(
  { entities }: Composition,
  database: Database,
): ReadonlyMap<string, ReadonlyMap<string, readonly string[]>> {
  const own = new Map<string, Map<string, string[]>>();
  for (const entity of entities) {
    if (entity.kind !== 'model' && entity.kind !== 'join-table') continue;
    const tables = own.get(entity.extension) ?? new Map<string, string[]>();
    const bareName = entity.databaseName.toLowerCase();
    tables.set(bareName, [...(tables.get(bareName) ?? []), database.entityName(entity)]);
    own.set(entity.extension, tables);
  }
  return own;
}

/** The composition of all fragments, read anew. */
export async function composeWorkspace(workspace: Workspace): Promise<Composition> {
  const { readFragments } = await import('../../workspace/read-fragments.js');
  const { compose } = await import('../../composition/compose.js');
  return compose(await readFragments(workspace));
}

function tablesExist(
  found: readonly TableThere[],
  { database, graph }: { readonly database: Database; readonly graph: RevisionGraph },
): OrchestrateError {
  const byExtension = [...groupBy(found, ({ extension }) => extension)];
  const lines = byExtension.map(([extension, tables]) => {
    const names = [...new Set(tables.map(({ table }) => table))];
    return `${extension}: ${names.join(', ')}, made by ${tables[0]?.revision}`;
  });
  const isAll = byExtension.length > 1 && byExtension.length === graph.extensions.length;
  const commands = isAll
    ? ['`orchestrate stamp --all head`']
    : byExtension.map(([extension]) => `\`orchestrate stamp --extension ${extension} head\``);
  const elsewhere =
    database.defaultSchema === null
      ? ''
      : ` If their history is in another schema than "${database.defaultSchema}", name that one in the URL: \`?schema=…\`.`;
  return new OrchestrateError({
    code: 'UPGRADE.TABLES_EXIST',
    message: [
      'The database has tables already that the first revisions of an extension are to make, and no record of those; nothing was changed:',
      ...lines,
    ].join('\n'),
    fix: `If the database has what the revisions make, record that: ${commands.join(', ')} (or the last revision it has).${elsewhere}`,
    meta: { tables: found },
  });
}
