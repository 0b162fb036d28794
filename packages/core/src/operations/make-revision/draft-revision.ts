import { foreignEnumUses } from '../../composition/foreign-enum-uses.js';
import { foreignReferences } from '../../composition/foreign-references.js';
import type { Driver, ShadowDatabase } from '../../database/database.js';
import { driverFor } from '../../database/driver-for.js';
import { preloadEngine } from '../../engine/engine-runtime.js';
import type { ExtensionSource } from '../../fragment/extension-source.js';
import { planUpgrade } from '../../revisions/plan-upgrade.js';
import type { Revision } from '../../revisions/revision.js';
import type { RevisionGraph } from '../../revisions/revision-graph.js';
import type { Extension } from '../../workspace/workspace.js';
import { composeExtensions, lintComposition } from '../run/compose-checked.js';
import { providerOf } from '../run/datasource-of.js';
import { assertNoErrors } from '../run/findings-error.js';
import { openShadow } from '../run/open-shadow.js';
import type { OpenWorkspace } from '../run/open-workspace.js';
import type { ReplayedEntity } from '../run/replay.js';
import { replay } from '../run/replay.js';
import type { RunOptions } from '../run-options.js';
import type { Draft } from './draft-scripts.js';
import { draftScripts } from './draft-scripts.js';
import { assertCoreIsThere, listingClosure } from './listing-closure.js';
import { managedTables } from './managed-tables.js';
import { missingEnums, missingReferences } from './missing-references.js';
import { dependencyPending, notAdopted } from './revision-errors.js';
import { takenTables } from './taken-tables.js';

/** Whose revision to draft, and how the work is watched. */
export interface DraftRevisionOptions {
  readonly extension: Extension;
  /** All fragments, as they were read. */
  readonly sources: readonly ExtensionSource[];
  readonly options: RunOptions;
}

/** As {@link DraftRevisionOptions}, where several are drafted one after the other. */
export interface DraftInShadowOptions extends DraftRevisionOptions {
  readonly driver: Driver;
  /** As it was when it was opened; it is not left so. */
  readonly shadow: ShadowDatabase;
  /** Told what the replay has made, before anything is compared with it. */
  readonly onReplayed?: ((creators: ReadonlyMap<string, ReplayedEntity>) => void) | undefined;
}

/** Replays the extension and its dependencies, compares with their fragments, and tries what comes out. */
export async function draftRevision(
  open: OpenWorkspace,
  { extension, sources, options }: DraftRevisionOptions,
): Promise<Draft | null> {
  const { workspace } = open;
  // Before there is a shadow database for it.
  assertNoErrors(composeExtensions(workspace, { sources, extension: extension.name }).findings, jobOf(extension));
  preloadEngine();

  const driver = await driverFor(providerOf(sources));
  await using shadow = await openShadow(workspace, { driver, extension: extension.name, options });
  // Awaited here: the shadow database is closed when this function returns.
  return await draftInShadow(open, { extension, options, sources, driver, shadow });
}

/** What is replayed for a draft. */
export interface DraftPlan {
  /** The revisions that run. */
  readonly plan: ReadonlySet<Revision>;
  /** Those and the ones that only tell what they adopt, in plan order. */
  readonly revisions: readonly Revision[];
}

/** What is replayed for an extension and its dependencies. */
export function draftPlan(graph: RevisionGraph, extensions: readonly string[]): DraftPlan {
  const targets = extensions.flatMap((name) => graph.headsOf(name));
  const plan = new Set(planUpgrade({ graph, applied: new Set(), targets }));
  // An extension that is not replayed may have adopted a table of one that is.
  return { plan, revisions: graph.order.filter((revision) => plan.has(revision) || revision.adopts.length > 0) };
}

function jobOf({ name }: Extension): string {
  return `Cannot make a revision of ${name}`;
}

/** As {@link draftRevision}, in a shadow database that is there already. */
export async function draftInShadow(
  open: OpenWorkspace,
  { extension, options, sources, driver, shadow, onReplayed }: DraftInShadowOptions,
): Promise<Draft | null> {
  const { workspace, graph } = open;
  const { whole, closure, findings } = composeExtensions(workspace, { sources, extension: extension.name });
  const job = jobOf(extension);
  assertNoErrors(findings, job);
  assertCoreIsThere(whole, shadow);
  const { plan, revisions } = draftPlan(graph, closure.extensions);
  const watched = { extension: extension.name, root: workspace.root, onEvent: options.onEvent, signal: options.signal };
  const replayPlan = () =>
    replay({
      shadow,
      driver,
      revisions,
      runs: (revision) => plan.has(revision),
      ...watched,
    });
  const creators = await replayPlan();
  onReplayed?.(creators);
  const enumUses = driver.hasEnums ? foreignEnumUses(sources) : [];
  const missing = [
    ...missingReferences(foreignReferences(sources, extension.name), await shadow.readColumns(), shadow),
    ...missingEnums(
      enumUses.filter((use) => use.extension === extension.name),
      new Set(creators.keys()),
      shadow,
    ),
  ];
  if (missing.length > 0) throw dependencyPending(extension.name, missing);
  const taken = await takenTables({
    extension: extension.name,
    entities: whole.entities,
    graph,
    creators,
    replayed: plan,
    replayAll: async () => {
      await shadow.reset();
      const everything = await replay({ shadow, driver, revisions: graph.order, ...watched });
      await shadow.reset();
      await replayPlan();
      return everything;
    },
    shadow,
  });
  if (taken.length > 0) throw notAdopted(extension.name, taken);
  const tables = managedTables({ extension: extension.name, entities: whole.entities, creators, shadow });
  const { files } = listingClosure({
    closure,
    held: tables.namespaces,
    shadow,
    compose: (namespaces) => composeExtensions(workspace, { sources, extension: extension.name, namespaces }).closure,
  });
  try {
    return await draftScripts({
      extension: extension.name,
      shadow,
      driver,
      files,
      tables,
      sharedEnums: enumUses
        .filter(({ target }) => target.extension === extension.name)
        .map(({ target }) => shadow.entityName(target)),
    });
  } catch (error) {
    // The engine has checked the schema itself; only where it failed has the validator to say what and where.
    assertNoErrors(await lintComposition(workspace, closure), job);
    throw error;
  }
}
