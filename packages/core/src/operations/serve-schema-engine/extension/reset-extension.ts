import { type CatalogDifference, catalogDifferences } from '../../../database/catalog-differences.js';
import type { CatalogEntry, Database, DatabaseEntity, Driver, HistoryTable } from '../../../database/database.js';
import { EngineError } from '../../../engine/schema-engine.js';
import type { Extension } from '../../../workspace/workspace.js';
import { describeDifference } from '../../run/describe-difference.js';
import { inTransaction } from '../../run/in-transaction.js';
import type { OpenWorkspace } from '../../run/open-workspace.js';
import { findHistories } from '../../uninstall/installed-history.js';
import { readOthers, tableHolders } from '../../uninstall/read-others.js';
import { describeDependent, tableDependents } from '../../uninstall/uninstall-dependents.js';

/** What {@link resetExtension} works on. */
export interface ResetExtensionOptions {
  /** Open for writing, and locked. */
  readonly database: Database;
  readonly driver: Driver;
  readonly open: OpenWorkspace;
  readonly extension: Extension;
  readonly history: HistoryTable;
  readonly isHistoryThere: boolean;
  /** Its tables and enums. */
  readonly own: readonly DatabaseEntity[];
  /** What else its revisions make. */
  readonly made: readonly CatalogEntry[];
}

/**
 * Drops what an extension has in a database, and what is recorded of it: all or, where anything of others would go or
 * break, nothing.
 *
 * @throws EngineError
 */
export async function resetExtension(options: ResetExtensionOptions): Promise<void> {
  await assertNobodyDepends(options);
  const { database, driver, history, isHistoryThere } = options;
  await inTransaction(database, async () => {
    const before = await database.readCatalog();
    const brokenBefore = await database.findBroken();
    const goes = ownEntries(before, options);
    const tables = tablesOf(goes);
    for (const entry of goes) {
      const goesWithTable = entry.kind !== 'table' && tables.has(entry.table ?? null);
      const statement = goesWithTable ? null : driver.dropStatement(entry);
      if (statement !== null) await database.execute(statement);
    }
    if (isHistoryThere) await database.execute(`DELETE FROM ${driver.quoteHistoryTable(history)}`);
    const lost = catalogDifferences(before, await database.readCatalog()).filter(isOfOthers(goes));
    if (lost.length > 0) throw breaksOthers(options.extension, lost.map(lostLine));
    const broken = brokenBefore === null ? await database.findBroken() : null;
    if (broken !== null) throw breaksOthers(options.extension, [broken]);
  });
}

async function assertNobodyDepends({ database, open, extension, own }: ResetExtensionOptions): Promise<void> {
  const { name } = extension;
  const histories = await findHistories(database, { workspace: open.workspace, extension: name });
  const { dependents } = await readOthers(histories, { database, open, extension: name });
  const namesOf = (wanted: DatabaseEntity['kind']): readonly string[] =>
    own.filter(({ kind }) => kind === wanted).map((entity) => entity.name);
  const all = [
    ...dependents.filter((dependent) => dependent.kind === 'revision' && dependent.isApplied),
    ...tableDependents({
      extension: name,
      tables: namesOf('table'),
      enums: namesOf('enum'),
      foreignKeys: await database.readForeignKeys(),
      references: await database.readReferences(),
      holders: await tableHolders(open, database),
      adoptions: [],
    }),
  ];
  if (all.length > 0) throw breaksOthers(extension, [...new Set(all.map((each) => describeDependent(each, name)))]);
}

/** What of a catalog is the extension's. */
function ownEntries(
  catalog: readonly CatalogEntry[],
  { database, driver, open, extension, own, made }: ResetExtensionOptions,
): readonly CatalogEntry[] {
  const tables = new Set(own.filter(({ kind }) => kind === 'table').map(({ name }) => name));
  const enums = new Set(own.filter(({ kind }) => kind === 'enum').map(({ name }) => plain(database.quoteTable(name))));
  const madeKeys = new Set(made.map(keyOf));
  const isOwn = (entry: CatalogEntry): boolean =>
    (entry.kind === 'table' && tables.has(entry.table ?? '')) ||
    (entry.kind === 'enum' && enums.has(plain(entry.name))) ||
    // What is on a table that others hold by now is theirs, but for what goes by itself.
    (madeKeys.has(keyOf(entry)) && entry.kind !== 'table' && entry.kind !== 'enum');
  const namespace = ownNamespace(open, extension, database);
  const isInNamespace = ({ name, table, kind }: CatalogEntry): boolean =>
    namespace !== null &&
    table === undefined &&
    kind !== 'enum' &&
    [`${namespace}.`, `${driver.quoteIdentifier(namespace)}.`].some((prefix) => name.startsWith(prefix));
  return catalog.filter((entry) => isOwn(entry) || isInNamespace(entry));
}

/** The database schema that the extension has for itself; null where it has none. */
function ownNamespace(
  { workspace }: OpenWorkspace,
  { name, namespace }: Extension,
  { defaultSchema }: Pick<Database, 'defaultSchema'>,
): string | null {
  const isShared = workspace.extensions.some((other) => other.name !== name && other.namespace === namespace);
  return isShared || namespace === defaultSchema ? null : namespace;
}

/** Told besides, of what goes. */
const REMARKS = new Set(['comment', 'publication']);

function isOfOthers(goes: readonly CatalogEntry[]): (difference: CatalogDifference) => boolean {
  const keys = new Set(goes.map(keyOf));
  const tables = tablesOf(goes);
  // A sequence goes with the column that it belongs to.
  const owners = goes.filter(({ kind }) => kind === 'table').map(({ name }) => `owned by ${name}.`);
  return ({ kind, name, table, left }) =>
    left !== null &&
    !REMARKS.has(kind) &&
    !keys.has(keyOf({ kind, name })) &&
    !tables.has(table ?? null) &&
    !(kind === 'sequence' && owners.some((owner) => left.includes(owner)));
}

function tablesOf(goes: readonly CatalogEntry[]): ReadonlySet<string | null> {
  return new Set(goes.flatMap(({ kind, table }) => (kind === 'table' && table !== undefined ? [table] : [])));
}

function lostLine(difference: CatalogDifference): string {
  return describeDifference(difference, { onlyLeft: 'would go as well', onlyRight: 'would come' });
}

function breaksOthers({ name }: Extension, lines: readonly string[]): EngineError {
  const shown = lines.slice(0, MAX_LINES);
  const more = lines.length > shown.length ? [`… and ${lines.length - shown.length} more`] : [];
  return new EngineError(
    `${name} cannot be reset while others depend on what it has; nothing was changed:\n${[...shown, ...more].map((line) => `- ${line}`).join('\n')}\nTo take back its revisions with those that need them, run: orchestrate downgrade --extension ${name} --target base --cascade`,
  );
}

const MAX_LINES = 12;

function keyOf({ kind, name }: Pick<CatalogEntry, 'kind' | 'name'>): string {
  return JSON.stringify([kind, name]);
}

function plain(name: string): string {
  return name.replaceAll('"', '');
}
