import { CORE } from '../extension.js';
import type { Finding } from '../findings.js';
import type { ExtensionSource } from '../fragment/extension-source.js';
import type { Dependencies } from './dependencies.js';
import { type Dialect, dialectOf } from './dialect.js';
import { type Fragment, type FragmentBlock, readFragment } from './fragment.js';
import { type Namespaces, placeInNamespaces } from './place-in-namespaces.js';
import { indexSchema, type SchemaIndex } from './schema-index.js';

/** The fragments of some extensions, read and seen as one schema. */
export interface ReadSchema {
  readonly index: SchemaIndex;
  /** Core's datasource block, null where it has none. */
  readonly datasource: FragmentBlock | null;
  readonly dialect: Dialect;
  /** Null where nothing is in a schema that has to be named. */
  readonly namespaces: Namespaces | null;
  readonly findings: readonly Finding[];
}

/** How to read fragments. */
export interface ReadSchemaOptions {
  readonly dependencies: Dependencies;
  /** Database schemas to list in any case. */
  readonly namespaces?: readonly string[] | undefined;
}

/** Reads the fragments, in dependency order, and finds out in which database schema everything is. */
export function readSchema(
  sources: readonly ExtensionSource[],
  { dependencies, namespaces: also = [] }: ReadSchemaOptions,
): ReadSchema {
  const byName = new Map(sources.map((source) => [source.name, source]));
  const fragments = dependencies.order.map((name) => readFragment(byName.get(name) as ExtensionSource));
  const datasource = datasourceOf(fragments);
  const dialect = dialectOf(datasource?.block ?? null);
  const placed = placeInNamespaces(fragments, { datasource, dialect, dependencies, also });
  return {
    index: indexSchema(placed.fragments, dependencies),
    datasource,
    dialect,
    namespaces: placed.namespaces,
    findings: placed.findings,
  };
}

function datasourceOf(fragments: readonly Fragment[]): FragmentBlock | null {
  const core = fragments.find(({ extension }) => extension === CORE);
  return core?.config.find(({ block }) => block.kind === 'datasource') ?? null;
}
