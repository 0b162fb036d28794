import { catalogDifferences } from '../../database/catalog-differences.js';
import type { CatalogEntry, Driver, ShadowDatabase, TableColumn } from '../../database/database.js';
import type { Revision } from '../../revisions/revision.js';
import { replay } from '../run/replay.js';
import { StatementError } from '../run/run-errors.js';
import { runScript } from '../run/run-script.js';
import type { RunOptions } from '../run-options.js';

/** Where squashes are tried. */
export interface SquashGround {
  readonly shadow: ShadowDatabase;
  readonly driver: Driver;
  readonly extension: string;
  readonly root: string;
  readonly options: RunOptions;
}

/** What a shadow database holds at one point. */
export interface ShadowState {
  readonly catalog: readonly CatalogEntry[];
  readonly columns: readonly TableColumn[];
}

/** What is known of a pair of scripts. */
export interface TriedScripts {
  /** Whether the way up gives what the folded revisions give. */
  readonly isSame: boolean;
  /** Whether up, down and up again lead to the same schemas. */
  readonly isReversible: boolean;
}

/** Runs revisions in the shadow database as it is. */
export async function replayOn(ground: SquashGround, revisions: readonly Revision[]): Promise<void> {
  const { onEvent, signal } = ground.options;
  await replay({ ...ground, revisions, onEvent, signal });
}

/** What the shadow database holds. */
export async function readState({ shadow }: SquashGround): Promise<ShadowState> {
  return { catalog: await shadow.readCatalog(), columns: await shadow.readColumns() };
}

/** What scripts are tried on and measured by. */
export interface TryScriptsOptions {
  /** Everything before the squash. */
  readonly base: readonly Revision[];
  readonly before: ShadowState;
  /** With the folded revisions. */
  readonly after: ShadowState;
  readonly up: string;
  /** Null where only the way up is tried. */
  readonly down: string | null;
}

/** Runs scripts up, down and up again from where the squash starts. */
export async function tryScripts(
  ground: SquashGround,
  { base, before, after, up, down }: TryScriptsOptions,
): Promise<TriedScripts> {
  const { shadow } = ground;
  const runs = async (script: string, expected: ShadowState): Promise<boolean> => {
    try {
      await runScript(script, { database: shadow, driver: ground.driver });
    } catch (error) {
      if (error instanceof StatementError) return false;
      throw error;
    }
    return catalogDifferences(expected.catalog, await shadow.readCatalog()).length === 0;
  };
  await shadow.reset();
  await replayOn(ground, base);
  const isSame = await runs(up, after);
  const isReversible = isSame && down !== null && (await runs(down, before)) && (await runs(up, after));
  return { isSame, isReversible };
}
