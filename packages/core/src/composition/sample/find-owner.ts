import { CORE } from '../../extension.js';
import type { ExtensionSource } from '../../fragment/extension-source.js';
import { argumentOf, attributeOf, fieldNames } from '../../fragment/literals.js';
import type { Field } from '../../fragment/parsed-file.js';
import { type Declaration, readFragment } from '../fragment.js';
import { isScalar } from '../schema-index.js';

/** A model of core that rows of an extension can belong to. */
export interface OwnerModel {
  readonly name: string;
  /** The field that identifies a row. */
  readonly id: string;
  /** Its type with the native one, as a foreign key repeats it: `String @db.Uuid`. */
  readonly type: string;
}

/** What people and customers are usually called, the best first. */
const OWNERS = ['user', 'account', 'member', 'person', 'customer', 'organization', 'tenant'];

/** The types of an id that a foreign key can repeat. */
const UNFIT_TYPES: ReadonlySet<string> = new Set(['Unsupported', 'Json', 'Float', 'Boolean']);

/** The model of core to relate to: one that stands for a user or an account, else the first with an id of one column. */
export function findOwner(sources: readonly ExtensionSource[]): OwnerModel | null {
  const core = sources.find(({ name }) => name === CORE);
  if (core === undefined) return null;
  const models = readFragment(core).declarations.flatMap((declaration): readonly OwnerModel[] => {
    const id = declaration.kind === 'model' ? idOf(declaration) : null;
    return id === null ? [] : [{ name: declaration.name, id: id.name, type: typeOf(id, declaration) }];
  });
  const named = (fits: (name: string, owner: string) => boolean) =>
    OWNERS.flatMap((owner) => models.filter(({ name }) => fits(name.toLowerCase(), owner)));
  const exact = named((name, owner) => name === owner || name === `${owner}s`);
  const similar = named((name, owner) => name.endsWith(owner) || name.endsWith(`${owner}s`));
  return exact[0] ?? similar[0] ?? models[0] ?? null;
}

function idOf({ block }: Declaration): Field | null {
  if (attributeOf(block.attributes, 'ignore') !== null) return null;
  const compound = attributeOf(block.attributes, 'id');
  const listed = compound === null ? [] : fieldNames(argumentOf(compound, 'fields', 'first')?.value ?? '');
  const field =
    listed.length === 1
      ? block.fields.find(({ name }) => name === listed[0])
      : block.fields.find(({ attributes }) => attributeOf(attributes, 'id') !== null);
  if (field === undefined || field.type.arity !== 'required') return null;
  return isScalar(field.type.name) && !UNFIT_TYPES.has(field.type.name) ? field : null;
}

function typeOf({ type, attributes }: Field, { file }: Declaration): string {
  const native = attributes.filter(({ name }) => /^db\./.test(name));
  return [type.name, ...native.map(({ span }) => file.text.slice(span.start, span.end))].join(' ');
}
