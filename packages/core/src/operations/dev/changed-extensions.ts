import type { Composition } from '../../composition/composition.js';
import type { Database, Driver, ShadowDatabase } from '../../database/database.js';
import { diffShadow, type ShadowDiff } from '../../engine/diff-shadow.js';
import type { ExtensionSource } from '../../fragment/extension-source.js';
import type { Workspace } from '../../workspace/workspace.js';
import { listingClosure } from '../make-revision/listing-closure.js';
import type { ManagedTables } from '../make-revision/managed-tables.js';
import { managedTables } from '../make-revision/managed-tables.js';
import { composeExtensions } from '../run/compose-checked.js';
import { NOBODY, type ReplayedEntity } from '../run/replay.js';

/** What {@link changedExtensions} compares. */
export interface ChangedExtensionsOptions {
  readonly workspace: Workspace;
  readonly sources: readonly ExtensionSource[];
  /** All fragments, composed without an error. */
  readonly whole: Composition;
  readonly driver: Driver;
  /** With every revision of every extension replayed; left as it is. */
  readonly shadow: ShadowDatabase;
  /** Who created what in it. */
  readonly creators: ReadonlyMap<string, ReplayedEntity>;
}

/** An extension whose fragment says something else than its revisions make. */
export interface ChangedExtension {
  readonly name: string;
  /** From what the fragment says back to what the revisions make: it shows what the change lets go of. */
  readonly down: string;
}

/**
 * The extensions whose fragments say something else than their revisions make, dependencies first. Where nothing has
 * changed, one comparison of everything with everything tells so.
 */
export async function changedExtensions(options: ChangedExtensionsOptions): Promise<readonly ChangedExtension[]> {
  const { whole } = options;
  const all = managedByAnyone(options);
  const compose = composer(options, undefined);
  if ((await diff(options, { closure: whole, tables: all, compose })).up.trim() === '') return [];
  const changed: ChangedExtension[] = [];
  for (const name of whole.extensions) {
    const tables = managedTables({ ...options, extension: name, entities: whole.entities });
    const { closure } = composeExtensions(options.workspace, { sources: options.sources, extension: name });
    const { up, down } = await diff(options, { closure, tables, compose: composer(options, name) });
    if (up.trim() !== '') changed.push({ name, down });
  }
  return changed;
}

function composer(
  { workspace, sources }: ChangedExtensionsOptions,
  extension: string | undefined,
): (namespaces: readonly string[]) => Composition {
  return (namespaces) => composeExtensions(workspace, { sources, extension, namespaces }).closure;
}

interface Comparison {
  readonly closure: Composition;
  readonly tables: Pick<ManagedTables, 'managed' | 'namespaces' | 'external'>;
  readonly compose: (namespaces: readonly string[]) => Composition;
}

async function diff(
  { driver, shadow }: ChangedExtensionsOptions,
  { closure, tables, compose }: Comparison,
): Promise<ShadowDiff> {
  const { files } = listingClosure({ closure, held: tables.namespaces, shadow, compose });
  const excerpt: Database = await driver.openExcerpt(shadow, tables.managed);
  await using _own = excerpt === shadow ? null : excerpt;
  return await diffShadow({ shadow: excerpt, files, external: tables.external });
}

/** All but what no revision has made and no fragment holds. */
function managedByAnyone(options: ChangedExtensionsOptions): ManagedTables {
  const { whole, creators } = options;
  const owned = new Map([...creators].map(([name, entity]) => [name, claimed(entity)]));
  const entities = whole.entities.map((entity) => ({ ...entity, extension: ANYONE }));
  return managedTables({ ...options, extension: ANYONE, entities, creators: owned });
}

const ANYONE = '*';

function claimed(entity: ReplayedEntity): ReplayedEntity {
  return entity.creator === NOBODY ? entity : { ...entity, creator: ANYONE };
}
