import type { CatalogEntry, Database, Driver } from '../../database/database.js';
import { diffShadow } from '../../engine/diff-shadow.js';
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
  const { extension, shadow, driver, files, tables } = options;
  await using excerpt = await driver.openExcerpt(shadow, tables.managed);
  const drafted = await diffShadow({ shadow: excerpt, files, external: tables.external });
  if (drafted.up.trim() === '') return null;

  // In the whole shadow database, where views and triggers of others may stand in the way.
  const up = await shadow.keepDependents(drafted.up);
  const down = await shadow.keepDependents(drafted.down);
  const brokenBefore = await shadow.findBroken();
  const before = await shadow.readColumns();
  await run(up, { ...options, database: shadow });
  const after = await shadow.readColumns();
  const broken = await shadow.findBroken();
  if (broken !== null && broken !== brokenBefore) throw draftBreaks(extension, broken);
  const destructive = destructiveSteps({ before, after }, driver);
  const lost = destructiveSteps({ before: after, after: before }, driver);
  const reversible = await isReversible({ up, down }, { ...options, database: excerpt });
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

/** Whether down takes back what up does, and up can be run again. */
async function isReversible(
  scripts: { readonly up: string; readonly down: string },
  options: RunScriptOptions,
): Promise<boolean> {
  const { database } = options;
  const before = await database.readCatalog();
  await run(scripts.up, options);
  const after = await database.readCatalog();
  try {
    await run(scripts.down, options);
    const isBack = isSame(await database.readCatalog(), before);
    await run(scripts.up, options);
    return isBack && isSame(await database.readCatalog(), after);
  } catch {
    // A down script that fails here would fail there; the file says so, and the revision itself is sound.
    return false;
  }
}

async function run(script: string, { database, driver, extension }: RunScriptOptions): Promise<void> {
  await database.begin();
  for (const { sql } of driver.parseScript(script)) {
    try {
      await database.execute(sql);
    } catch (cause) {
      await database.rollback();
      throw draftFails(extension, { sql, message: database.explain(cause).message }, cause);
    }
  }
  await database.commit({ verify: true });
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
    ...lost.filter(({ kind }) => kind.startsWith('dropped')).map(({ message }) => `-- Data is lost: ${message}`),
    ...destructive
      .filter(({ kind }) => kind.startsWith('dropped'))
      .map(
        ({ table, column }) =>
          `-- Data does not come back: what was in ${column === null ? table : `${table}.${column}`}.`,
      ),
  ];
  return tidy([...notes, down].join('\n'));
}

function tidy(script: string): string {
  return `${script.trim()}\n`;
}
