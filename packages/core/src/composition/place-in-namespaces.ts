import { sorted } from '../compare.js';
import { CORE } from '../extension.js';
import type { Finding } from '../findings.js';
import { attributeOf, stringValues } from '../fragment/literals.js';
import { type Dependencies, dependencyClosure, manifestStart } from './dependencies.js';
import type { Dialect } from './dialect.js';
import { type Declaration, type Fragment, type FragmentBlock, findingAt } from './fragment.js';

/** What decides where a declaration is. */
export interface NamespaceContext {
  /** Core's datasource block. */
  readonly datasource: FragmentBlock | null;
  readonly dialect: Dialect;
  readonly dependencies: Dependencies;
  /** Database schemas to list in any case. */
  readonly also: readonly string[];
}

/** The database schemas of a composition. */
export interface Namespaces {
  /** What the datasource must list. */
  readonly listed: readonly string[];
  /**
   * Where everything was as long as no schema was named: the one that a connection works in. Null where core's datasource
   * lists its own.
   */
  readonly implied: string | null;
}

/** Fragments whose declarations know the database schema that they are in. */
export interface PlacedFragments {
  readonly fragments: readonly Fragment[];
  readonly namespaces: Namespaces | null;
  readonly findings: readonly Finding[];
}

/**
 * Puts every model, view and enum into a database schema, where any of these extensions has one of its own or core's
 * datasource lists some: what the declaration says, else the namespace of its extension, else core's.
 */
export function placeInNamespaces(fragments: readonly Fragment[], context: NamespaceContext): PlacedFragments {
  const { datasource, dialect, also } = context;
  const written = listedSchemas(datasource);
  const own = fragments.flatMap(({ source }) => (source.name === CORE ? [] : (source.namespace ?? [])));
  if (!dialect.hasSchemas) return { fragments, namespaces: null, findings: unsupported(fragments, dialect) };
  const cores = fragments.find(({ extension }) => extension === CORE)?.source.namespace ?? dialect.defaultSchema;
  if (written === null && own.length === 0 && also.every((each) => each === cores)) {
    return { fragments, namespaces: null, findings: fragments.flatMap((fragment) => unlisted(fragment, [], dialect)) };
  }
  const placed = fragments.map((fragment): Fragment => {
    const schema = (fragment.extension === CORE ? null : fragment.source.namespace) ?? cores;
    return { ...fragment, schema, declarations: fragment.declarations.map((each) => placedIn(each, schema)) };
  });
  const isCoresUsed = placed.some(({ declarations }) => declarations.some(({ schema }) => schema === cores));
  // Where core's datasource lists none, everything has been in this one so far.
  const isCoresListed = written === null || isCoresUsed;
  const base = [...(written ?? []), ...(isCoresListed ? [cores] : [])];
  return {
    fragments: placed,
    namespaces: {
      listed: [...new Set([...(written ?? []), ...sorted([...base, ...own, ...also])])],
      implied: written === null ? cores : null,
    },
    findings: placed.flatMap((fragment) =>
      unlisted(fragment, [...base, ...namespacesOf(fragment, fragments, context)], dialect),
    ),
  };
}

function listedSchemas(datasource: FragmentBlock | null): readonly string[] | null {
  const property = datasource?.block.properties.find(({ key }) => key === 'schemas');
  return property === undefined ? null : stringValues(property.value);
}

/** A composite type has no table. */
function placedIn(declaration: Declaration, schema: string): Declaration {
  return declaration.kind === 'type' || declaration.schema !== null ? declaration : { ...declaration, schema };
}

/** The namespaces of an extension and of what it depends on: what its own revisions know of. */
function namespacesOf(
  { extension }: Fragment,
  fragments: readonly Fragment[],
  { dependencies }: NamespaceContext,
): readonly string[] {
  const closure = dependencyClosure(extension, dependencies.direct);
  return fragments.flatMap(({ source }) =>
    source.name !== CORE && closure.has(source.name) ? (source.namespace ?? []) : [],
  );
}

/**
 * What is in a schema that nobody lists. It is not listed for it: once the last model has left, nobody would know any more
 * that a table is left there, and a slip of the pen would make a schema.
 */
function unlisted(
  { extension, declarations, source }: Fragment,
  listed: readonly string[],
  { defaultSchema }: Dialect,
): readonly Finding[] {
  return declarations.flatMap(({ kind, name, schema, file, block }) => {
    const attribute = attributeOf(block.attributes, 'schema');
    if (attribute === null || schema === null || listed.includes(schema)) return [];
    const list = [...new Set([...(listed.length === 0 ? [defaultSchema] : listed), schema])];
    const inManifest =
      extension === CORE || source.namespace
        ? ''
        : ` Or give all of ${extension} this schema, with "namespace": ${JSON.stringify(schema)} under "orchestrate" in ${source.manifestPath}.`;
    return findingAt(
      { file, offset: attribute.span.start },
      {
        code: 'SCHEMA_NOT_LISTED',
        message: `${kind} ${name} is in the database schema ${JSON.stringify(schema)}, which core's datasource does not list and which is the namespace of no extension that ${extension} depends on.`,
        fix: `Correct the name, or list it in core's datasource: schemas = [${list.map((each) => JSON.stringify(each)).join(', ')}].${inManifest}`,
      },
    );
  });
}

function unsupported(fragments: readonly Fragment[], { provider }: Dialect): readonly Finding[] {
  return fragments.flatMap(({ source }): readonly Finding[] => {
    const { name, namespace, manifestPath } = source;
    if (name === CORE || namespace === undefined || namespace === null) return [];
    return [
      {
        code: 'COMPOSITION.NAMESPACE_UNSUPPORTED',
        severity: 'error',
        message: `${name} wants the namespace ${JSON.stringify(namespace)}, and a database of the provider ${provider} has no schemas.`,
        extension: name,
        where: manifestStart(source),
        fix: `Remove "namespace" from "orchestrate" in ${manifestPath}; names of tables can be told apart with @@map.`,
        related: [],
      },
    ];
  });
}
