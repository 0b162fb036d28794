import { CORE } from '../../extension.js';
import type { ExtensionSource } from '../../fragment/extension-source.js';
import type { OwnedEntity } from '../composition.js';
import { resolveDependencies } from '../dependencies.js';
import type { Dialect } from '../dialect.js';
import type { Declaration, Fragment, FragmentFile } from '../fragment.js';
import { readSchema } from '../read-schema.js';
import type { SchemaIndex } from '../schema-index.js';

/** The tables and enums that revisions have made. */
export interface MadeTables {
  /** By the name that `nameOf` gives: what it is, and the extension whose it is. */
  readonly made: ReadonlyMap<string, { readonly kind: 'table' | 'enum'; readonly creator: string }>;
  readonly nameOf: (entity: { readonly databaseName: string; readonly schema: string | null }) => string;
}

/** What is to be mended. */
export interface FixScope {
  /** Only faults of this extension; of all of them where it is null. */
  readonly chosen: string | null;
  /** Extensions whose files are not ours to change: installed packages. */
  readonly readOnly: ReadonlySet<string>;
  readonly tables: MadeTables;
}

/** What the rules look at. */
export interface FixContext extends FixScope {
  readonly index: SchemaIndex;
  readonly dialect: Dialect;
}

/** Where no revision has made anything. */
export const NOTHING_MADE: MadeTables = { made: new Map(), nameOf: ({ databaseName }) => databaseName };

/** Reads fragments for the rules. */
export function fixContext(sources: readonly ExtensionSource[], scope: FixScope): FixContext {
  const { index, dialect } = readSchema(sources, { dependencies: resolveDependencies(sources) });
  return { ...scope, index, dialect };
}

/** Whether a fault of this extension is to be mended, in its own files. */
export function isInScope({ chosen, readOnly }: FixScope, extension: string): boolean {
  return !readOnly.has(extension) && (chosen === null || chosen === extension);
}

/** The fragments to mend; core's rules are core's own. */
export function extensionsInScope(context: FixContext): readonly Fragment[] {
  return context.index.fragments.filter(({ extension }) => extension !== CORE && isInScope(context, extension));
}

/** Whether the reader has understood a file to its end. */
export function isWhole({ parsed }: FragmentFile): boolean {
  return parsed.unclosedComment === null && parsed.blocks.every(({ closed }) => closed);
}

/** Whether something of that name in the database is what revisions have made for this extension. */
export function isMade({ tables, index }: FixContext, entity: Omit<OwnedEntity, 'where'>): boolean {
  const name = tables.nameOf(entity);
  const found = tables.made.get(name);
  if (found === undefined || found.kind !== (entity.kind === 'enum' ? 'enum' : 'table')) return false;
  if (found.creator === entity.extension) return true;
  // Moved here by hand, unless the extension that made it still has it.
  const owner = index.fragments.find(({ extension }) => extension === found.creator);
  return !owner?.declarations.some((other) => tables.nameOf(other) === name);
}

/** As {@link isMade}, for a declaration. What Prisma does not make is always there already. */
export function isDeclarationMade(context: FixContext, declaration: Declaration): boolean {
  return declaration.kind === 'view' || isMade(context, declaration);
}

/** Whether a declaration is something in the database that has a name there. */
export function hasDatabaseName({ dialect }: FixContext, { kind }: Declaration): boolean {
  return kind === 'model' || kind === 'view' || (kind === 'enum' && dialect.hasEnums);
}
