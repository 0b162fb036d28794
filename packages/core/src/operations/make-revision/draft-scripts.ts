import type { CatalogEntry, Database, Driver } from '../../database/database.js';
import { diffShadow } from '../../engine/diff-shadow.js';
import { OrchestrateError } from '../../errors.js';
import type { DestructiveStep } from './destructive-steps.js';
import { destructiveSteps } from './destructive-steps.js';
import type { ManagedTables, MovedTable } from './managed-tables.js';
import { draftBreaks, draftFails } from './revision-errors.js';

/** What the scripts of a revision are drafted from. */
export interface DraftOptions {
  readonly extension: string;
  /** Replayed to where the revision starts; left where it ends. */
  readonly shadow: Database;
  readonly driver: Driver;
  /** The composed schema of the extension and its dependencies. */
  readonly files: readonly { readonly path: string; readonly text: string }[];
  readonly tables: ManagedTables;
  /** Names of its enums that columns of other extensions have. */
  readonly sharedEnums: readonly string[];
}

/** The scripts between the revisions and the fragment, proven in the shadow database. */
export interface Draft {
  readonly up: string;
  readonly down: string;
  readonly destructive: readonly DestructiveStep[];
  /** Whether up, down and up again lead to the same schemas. */
  readonly reversible: boolean;
  /** The tables that change hands with it, as models have moved. */
  readonly moved: readonly MovedTable[];
}

/** Drafts `migration.sql` and `down.sql`; null where the revisions already produce what the fragment says. */
export async function draftScripts(options: DraftOptions): Promise<Draft | null> {
  const { extension, shadow, driver, files, tables, sharedEnums } = options;
  const excerpt = await driver.openExcerpt(shadow, tables.managed);
  // Where it is the shadow database itself, others go on with that.
  await using _own = excerpt === shadow ? null : excerpt;
  const drafted = await diffShadow({ shadow: excerpt, files, external: tables.external });
  if (drafted.up.trim() === '') return null;

  const { up, down } = await shadow.completeDraft(drafted, { sharedEnums });
  const brokenBefore = await shadow.findBroken();
  const before = { columns: await shadow.readColumns(), catalog: await excerpt.readCatalog() };
  // In the whole shadow database too, where views and triggers of others may stand in the way.
  await run(up, { ...options, database: shadow });
  if (excerpt !== shadow) await run(up, { ...options, database: excerpt });
  const after = { columns: await shadow.readColumns(), catalog: await excerpt.readCatalog() };
  const broken = await shadow.findBroken();
  if (broken !== null && broken !== brokenBefore) throw draftBreaks(extension, broken);
  const destructive = destructiveSteps({ before: before.columns, after: after.columns }, driver);
  const lost = destructiveSteps({ before: after.columns, after: before.columns }, driver);
  const catalogs = { before: before.catalog, after: after.catalog };
  const reversible = await isReversible({ up, down, catalogs }, { ...options, database: excerpt });
  return {
    up: tidy(up),
    down: downScript(down, { lost, destructive, reversible }),
    destructive,
    reversible,
    moved: tables.moved,
  };
}

interface RunScriptOptions extends DraftOptions {
  readonly database: Database;
}

/** Whether down takes back what up has done, and up can be run again. */
async function isReversible(
  {
    up,
    down,
    catalogs,
  }: {
    readonly up: string;
    readonly down: string;
    readonly catalogs: { readonly before: readonly CatalogEntry[]; readonly after: readonly CatalogEntry[] };
  },
  options: RunScriptOptions,
): Promise<boolean> {
  const { database } = options;
  try {
    await run(down, options);
    const isBack = isSame(await database.readCatalog(), catalogs.before);
    await run(up, options);
    return isBack && isSame(await database.readCatalog(), catalogs.after);
  } catch {
    // A down script that fails here would fail there; the file says so, and the revision itself is sound.
    return false;
  }
}

async function run(script: string, { database, driver, extension }: RunScriptOptions): Promise<void> {
  const statements = await driver.parseScript(script);
  // As an upgrade would run it: in one transaction, unless a statement cannot be in one.
  const isWhole = statements.every(({ kind, isRedundant }) => kind === 'plain' || isRedundant);
  const inside = isWhole ? statements.filter(({ isRedundant }) => !isRedundant) : statements;
  if (isWhole) await database.begin();
  for (const { sql } of inside) {
    try {
      await database.execute(sql);
    } catch (cause) {
      await database.rollback();
      if (cause instanceof OrchestrateError) throw cause;
      throw draftFails(extension, { sql, message: database.explain(cause).message }, cause);
    }
  }
  if (isWhole) await database.commit({ verify: true });
}

function isSame(left: readonly CatalogEntry[], right: readonly CatalogEntry[]): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}

function downScript(
  down: string,
  {
    lost,
    destructive,
    reversible,
  }: { lost: readonly DestructiveStep[]; destructive: readonly DestructiveStep[]; reversible: boolean },
): string {
  const notes = [
    ...(reversible ? [] : ['-- CHECK THIS: it does not restore the schema exactly as it was before the revision.']),
    ...lost.filter(isLoss).map(({ message }) => `-- Data is lost: ${message}`),
    ...destructive
      .filter(isLoss)
      .map(
        ({ table, column }) =>
          `-- Data does not come back: what was in ${column === null ? table : `${table}.${column}`}.`,
      ),
  ];
  return tidy([...notes, down].join('\n'));
}

function isLoss({ kind }: DestructiveStep): boolean {
  return kind === 'dropped-table' || kind === 'dropped-column';
}

function tidy(script: string): string {
  return `${script.trim()}\n`;
}
