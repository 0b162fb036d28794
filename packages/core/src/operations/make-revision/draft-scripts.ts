import type { CatalogEntry, Database, Driver } from '../../database/database.js';
import { diffShadow } from '../../engine/diff-shadow.js';
import { StatementError } from '../run/run-errors.js';
import { runScript } from '../run/run-script.js';
import type { DestructiveStep } from './destructive-steps.js';
import { destructiveSteps } from './destructive-steps.js';
import { labelDown } from './label-down.js';
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
    up: `${up.trim()}\n`,
    down: labelDown(down, { lost, destructive, reversible }),
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
  try {
    await runScript(script, { database, driver });
  } catch (error) {
    if (!(error instanceof StatementError)) throw error;
    throw draftFails(extension, { sql: error.statement?.sql ?? script, message: error.failure.message }, error.cause);
  }
}

function isSame(left: readonly CatalogEntry[], right: readonly CatalogEntry[]): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}
