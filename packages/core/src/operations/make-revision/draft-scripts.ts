import type { CatalogEntry, Database, Driver } from '../../database/database.js';
import { diffShadow } from '../../engine/diff-shadow.js';
import type { DestructiveStep } from './destructive-steps.js';
import { destructiveSteps } from './destructive-steps.js';
import type { ExternalNames } from './external-names.js';
import { draftFails } from './revision-errors.js';

/** What the scripts of a revision are drafted from. */
export interface DraftOptions {
  readonly extension: string;
  /** Replayed to where the revision starts; left where it ends. */
  readonly shadow: Database;
  readonly driver: Driver;
  /** The composed schema of the extension and its dependencies. */
  readonly files: readonly { readonly path: string; readonly text: string }[];
  readonly external: ExternalNames;
}

/** The scripts between the revisions and the fragment, proven in the shadow database. */
export interface Draft {
  readonly up: string;
  readonly down: string;
  readonly destructive: readonly DestructiveStep[];
  /** Whether up, down and up again lead to the same schemas. */
  readonly reversible: boolean;
}

/** Drafts `migration.sql` and `down.sql`; null where the revisions already produce what the fragment says. */
export async function draftScripts(options: DraftOptions): Promise<Draft | null> {
  const { shadow, driver, files, external } = options;
  const { up, down } = await diffShadow({ shadow, files, external });
  if (up.trim() === '') return null;

  const before = await stateOf(shadow);
  await run(up, options);
  const after = await stateOf(shadow);
  const destructive = destructiveSteps({ before: before.columns, after: after.columns }, driver);
  const lostOnTheWayBack = destructiveSteps({ before: after.columns, after: before.columns }, driver);
  const reversible = await isReversible(options, { up, down, before: before.catalog, after: after.catalog });
  return {
    up: tidy(up),
    down: downScript(down, { lost: lostOnTheWayBack, destructive, reversible }),
    destructive,
    reversible,
  };
}

interface State {
  readonly columns: Awaited<ReturnType<Database['readColumns']>>;
  readonly catalog: readonly CatalogEntry[];
}

async function stateOf(shadow: Database): Promise<State> {
  return { columns: await shadow.readColumns(), catalog: await shadow.readCatalog() };
}

async function isReversible(
  options: DraftOptions,
  scripts: { up: string; down: string; before: readonly CatalogEntry[]; after: readonly CatalogEntry[] },
): Promise<boolean> {
  const { shadow } = options;
  try {
    await run(scripts.down, options);
    const isBack = isSame(await shadow.readCatalog(), scripts.before);
    await run(scripts.up, options);
    return isBack && isSame(await shadow.readCatalog(), scripts.after);
  } catch {
    // A down script that fails here would fail there; the file says so, and the revision itself is sound.
    await shadow.rollback();
    return false;
  }
}

async function run(script: string, { shadow, driver, extension }: DraftOptions): Promise<void> {
  await shadow.begin();
  for (const { sql } of driver.parseScript(script)) {
    try {
      await shadow.execute(sql);
    } catch (cause) {
      await shadow.rollback();
      throw draftFails(extension, { sql, message: shadow.explain(cause).message }, cause);
    }
  }
  await shadow.commit({ verify: true });
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
