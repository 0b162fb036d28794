import { sorted } from '../../compare.js';
import { CORE } from '../../extension.js';
import type { ExtensionSource } from '../../fragment/extension-source.js';
import { resolveDependencies } from '../dependencies.js';
import type { Declaration } from '../fragment.js';
import { readSchema } from '../read-schema.js';
import type { SchemaIndex } from '../schema-index.js';
import { type CrossReference, crossReferences } from './cross-references.js';
import { editFragments } from './edit-fragments.js';
import { type DependencyCycle, findDependencyCycle } from './find-dependency-cycle.js';
import { movedDeclarations } from './moved-declarations.js';
import { movedFields } from './moved-fields.js';

/** What to move where. */
export interface TransferRequest {
  /** The name of a model, view, enum or composite type. */
  readonly name: string;
  /** The extension that has it. */
  readonly from: string;
  readonly to: string;
}

/** What a transfer makes of the fragments. */
export interface TransferPlan {
  readonly kind: 'plan';
  /** The model, and what goes along with it. */
  readonly moved: readonly Declaration[];
  /** All extensions, with their new texts and dependencies. */
  readonly sources: readonly ExtensionSource[];
  /** The dependencies that are new, by extension. */
  readonly dependsOn: ReadonlyMap<string, readonly string[]>;
}

/** What comes of it, or why it cannot be. */
export type PlannedTransfer = TransferPlan | { readonly kind: 'cycle'; readonly cycle: DependencyCycle };

/** The declaration of that name in an extension's own fragment; null where it has none. */
export function findDeclaration(
  sources: readonly ExtensionSource[],
  { name, extension }: { readonly name: string; readonly extension: string | null },
): Declaration | null {
  const declarations = indexOf(sources).declarations.get(name) ?? [];
  return declarations.find((each) => extension === null || each.extension === extension) ?? null;
}

/**
 * Moves a declaration, and the enums that only it uses, to another extension: their blocks, the relation fields that then
 * have to stand elsewhere, and the dependencies that it takes. Nothing is checked but that extensions still do not depend on
 * each other in a circle.
 */
export function planTransfer(sources: readonly ExtensionSource[], request: TransferRequest): PlannedTransfer {
  const { name, from, to } = request;
  const index = indexOf(sources);
  const model = index.declarations.get(name)?.find(({ extension }) => extension === from);
  if (model === undefined) throw new Error(`${from} has no ${name}.`);
  // A many-to-many relation is held by what is moved, unless the dependencies go the other way.
  const preferred = tryTransfer({ index, sources, model, to, isHeldByMoved: true });
  if (preferred.kind === 'plan') return preferred;
  const other = tryTransfer({ index, sources, model, to, isHeldByMoved: false });
  return other.kind === 'plan' ? other : preferred;
}

interface TryTransferOptions {
  readonly index: SchemaIndex;
  readonly sources: readonly ExtensionSource[];
  readonly model: Declaration;
  readonly to: string;
  readonly isHeldByMoved: boolean;
}

function tryTransfer({ index, sources, model, to, isHeldByMoved }: TryTransferOptions): PlannedTransfer {
  const moved = movedDeclarations(index, { model, to });
  const fields = movedFields(index, {
    ownerOf: (declaration) => (moved.includes(declaration) ? to : declaration.extension),
    holderOf: (left, right) => ((left === to) === isHeldByMoved ? left : right),
  });
  const edited = editFragments(index, { sources, moved, fields, from: model.extension, to });
  const references = crossReferences(edited);
  const dependsOn = newDependencies(edited, references);
  const after = edited.map((source) => {
    const added = dependsOn.get(source.name) ?? [];
    return added.length === 0 ? source : { ...source, dependsOn: [...source.dependsOn, ...added] };
  });
  const cycle = findDependencyCycle(after, references);
  return cycle === null ? { kind: 'plan', moved, sources: after, dependsOn } : { kind: 'cycle', cycle };
}

function newDependencies(
  sources: readonly ExtensionSource[],
  references: readonly CrossReference[],
): ReadonlyMap<string, readonly string[]> {
  return new Map(
    sources.flatMap(({ name, dependsOn }) => {
      const needed = references.filter(({ from, to }) => from === name && to !== CORE && !dependsOn.includes(to));
      return needed.length === 0 ? [] : [[name, sorted(new Set(needed.map(({ to }) => to)))] as const];
    }),
  );
}

function indexOf(sources: readonly ExtensionSource[]): SchemaIndex {
  return readSchema(sources, { dependencies: resolveDependencies(sources) }).index;
}
