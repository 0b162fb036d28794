import type { Field } from '../../fragment/parsed-file.js';
import { arityOf, oppositeDeclaration } from '../added-field.js';
import { collectRelationEnds } from '../collect-relation-ends.js';
import type { Declaration, FragmentBlock } from '../fragment.js';
import { oppositeName } from '../opposite-name.js';
import { pairEnds } from '../pair-ends.js';
import { readExtendingBlocks } from '../read-extending-blocks.js';
import type { RelationEnd } from '../relation-end.js';
import type { SchemaIndex } from '../schema-index.js';

/** A relation field that has to stand elsewhere, as one of the models has another owner. */
export interface MovedField {
  /** Where it stands; null where the composer has added it so far. */
  readonly from: { readonly place: FragmentBlock; readonly field: Field } | null;
  /** The field with its comments, as it is written. */
  readonly text: string;
  /** The model that has it in the composed schema. */
  readonly model: Declaration;
  /** Whose text it goes into: the block of the model itself, an extending block, or none, where the composer adds it. */
  readonly into: 'model' | { readonly extensionBlockOf: string } | 'nothing';
}

/** Who owns what from now on. */
export interface NewOwners {
  readonly ownerOf: (declaration: Declaration) => string;
  /** Which of two extensions has a many-to-many relation between them, and so depends on the other. */
  readonly holderOf: (left: string, right: string) => string;
}

/** The relation fields that cannot stay where they are. */
export function movedFields(index: SchemaIndex, { ownerOf, holderOf }: NewOwners): readonly MovedField[] {
  const extending = readExtendingBlocks(index).fields;
  const blockOf = new Map(extending.flatMap(({ end, from }) => (end === null ? [] : [[end, from] as const])));
  const pairs = pairEnds([...collectRelationEnds(index).ends, ...blockOf.keys()]);
  const isConcerned = ({ model, target }: RelationEnd): boolean =>
    model !== target && (ownerOf(model) !== model.extension || ownerOf(target) !== target.extension);
  return pairs
    .filter(({ ends }) => ends.some(isConcerned))
    .flatMap(({ ends }) => {
      const forward = ends.find(({ foreignKey }) => foreignKey !== null) ?? null;
      const [only, ...others] = ends;
      if (only !== undefined && others.length === 0) return addedSoFar(only, ownerOf);
      return ends
        .filter((end) => end !== forward)
        .flatMap((end) => moveEnd(end, { forward, holder: holderOf(ownerOf(end.model), ownerOf(end.target)) }));
    });

  function moveEnd(
    end: RelationEnd,
    { forward, holder }: { readonly forward: RelationEnd | null; readonly holder: string },
  ): readonly MovedField[] {
    const owner = ownerOf(end.model);
    const source = forward === null ? holder : ownerOf(forward.model);
    const isOwn = owner === ownerOf(end.target) || owner === source;
    const block = blockOf.get(end);
    if (isOwn ? block === undefined : block?.file.extension === source) return [];
    const place = block ?? end.model;
    const { file, field, model } = end;
    const text = file.text.slice(field.lines.start, field.lines.end);
    const isDefault = forward !== null && isSame(text, defaultOf(forward));
    const into = isOwn ? 'model' : isDefault ? 'nothing' : { extensionBlockOf: source };
    return [{ from: { place, field }, text, model, into }];
  }
}

/** The composer adds the opposite field between extensions only. */
function addedSoFar(forward: RelationEnd, ownerOf: NewOwners['ownerOf']): readonly MovedField[] {
  if (ownerOf(forward.model) !== ownerOf(forward.target)) return [];
  return [{ from: null, text: defaultOf(forward), model: forward.target, into: 'model' }];
}

function defaultOf(forward: RelationEnd): string {
  const name = oppositeName(forward.model.name, arityOf(forward));
  return oppositeDeclaration(forward, { name, relationName: forward.name });
}

function isSame(left: string, right: string): boolean {
  const words = (text: string): string => text.trim().split(/\s+/).join(' ');
  return words(left) === words(right);
}
