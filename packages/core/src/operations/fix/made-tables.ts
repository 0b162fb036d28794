import type { MadeTables } from '../../composition/fix/fix-context.js';
import type { Database, Driver, ShadowDatabase } from '../../database/database.js';
import { driverFor } from '../../database/driver-for.js';
import { diffShadow } from '../../engine/diff-shadow.js';
import { preloadEngine } from '../../engine/engine-runtime.js';
import { hasErrors } from '../../findings.js';
import type { ExtensionSource } from '../../fragment/extension-source.js';
import { listingClosure } from '../make-revision/listing-closure.js';
import { managedTables } from '../make-revision/managed-tables.js';
import { composeChecked, composeExtensions } from '../run/compose-checked.js';
import { providerOf } from '../run/datasource-of.js';
import { openShadow } from '../run/open-shadow.js';
import type { OpenWorkspace } from '../run/open-workspace.js';
import type { ReplayedEntity } from '../run/replay.js';
import { replay } from '../run/replay.js';
import type { RunOptions } from '../run-options.js';

/** A shadow database in which all revisions have run. */
export interface ReplayedWorkspace extends AsyncDisposable {
  readonly tables: MadeTables;
  /** What a fragment would change in the tables that are made; null where it is not valid, and nobody can tell. */
  changesOf(extension: string, sources: readonly ExtensionSource[]): Promise<string | null>;
}

/** Replays all revisions, which tells what they have made. */
export async function replayWorkspace(
  open: OpenWorkspace,
  {
    sources,
    extension,
    options,
  }: { readonly sources: readonly ExtensionSource[]; readonly extension: string; readonly options: RunOptions },
): Promise<ReplayedWorkspace> {
  const { workspace, graph } = open;
  preloadEngine();
  const driver = await driverFor(providerOf(sources));
  const shadow = await openShadow(workspace, { driver, extension, options });
  try {
    const { onEvent, signal } = options;
    const made = await replay({
      shadow,
      driver,
      revisions: graph.order,
      extension,
      root: workspace.root,
      onEvent,
      signal,
    });
    return {
      tables: { made, nameOf: (entity) => shadow.entityName(entity) },
      changesOf: (name, texts) => madeChanges(open, { extension: name, sources: texts, made, driver, shadow }),
      [Symbol.asyncDispose]: () => shadow[Symbol.asyncDispose](),
    };
  } catch (error) {
    await shadow[Symbol.asyncDispose]();
    throw error;
  }
}

interface MadeChangesOptions {
  readonly extension: string;
  readonly sources: readonly ExtensionSource[];
  readonly made: ReadonlyMap<string, ReplayedEntity>;
  readonly driver: Driver;
  readonly shadow: ShadowDatabase;
}

/** The names of tables that are not made yet are of no account, wherever they stand. */
async function madeChanges(
  { workspace }: OpenWorkspace,
  { extension, sources, made, driver, shadow }: MadeChangesOptions,
): Promise<string | null> {
  const { whole, closure, findings } = await composeChecked(workspace, { sources, extension });
  if (hasErrors(findings)) return null;
  const { entities } = whole;
  const tables = managedTables({ extension, entities, creators: made, shadow });
  const unmade = entities.filter(
    (entity) => entity.kind !== 'type' && entity.kind !== 'view' && !made.has(shadow.entityName(entity)),
  );
  const namesOf = (kind: 'table' | 'enum'): readonly string[] =>
    unmade
      .filter((entity) => (entity.kind === 'enum') === (kind === 'enum'))
      .map((entity) => shadow.engineName(shadow.entityName(entity)));
  const { files } = listingClosure({
    closure,
    held: tables.namespaces,
    shadow,
    compose: (namespaces) => composeExtensions(workspace, { sources, extension, namespaces }).closure,
  });
  const excerpt: Database = await driver.openExcerpt(shadow, tables.managed);
  await using _own = excerpt === shadow ? null : excerpt;
  const { up } = await diffShadow({
    shadow: excerpt,
    files,
    external: {
      tables: [...new Set([...tables.external.tables, ...namesOf('table')])],
      enums: [...new Set([...tables.external.enums, ...namesOf('enum')])],
    },
  });
  return unmade.reduce(
    (sql, { databaseName }) => sql.replaceAll(driver.quoteIdentifier(databaseName), driver.quoteIdentifier('?')),
    up,
  );
}
