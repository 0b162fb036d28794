import type { Finding } from '../findings.js';
import { groupBy } from '../group-by.js';
import { type AddedField, arityOf, type DefaultField, oppositeDeclaration, placeOfAdded } from './added-field.js';
import { byOrder } from './dependencies.js';
import { findingAt, placeOf, relatedPlace } from './fragment.js';
import { ambiguousRelations, oppositeFieldClash } from './opposite-field-clash.js';
import { oppositeName } from './opposite-name.js';
import type { RelationPair } from './pair-ends.js';
import type { ExtendingField } from './read-extending-blocks.js';
import { placeOfEnd, type RelationEnd } from './relation-end.js';
import type { SchemaIndex } from './schema-index.js';

/** The fields to add to each model, and the findings about those that cannot be. */
export interface OppositeFields {
  readonly added: readonly AddedField[];
  readonly findings: readonly Finding[];
}

/** Decides which opposite fields the relations between extensions need, and under which names. */
export function planOppositeFields(
  index: SchemaIndex,
  relations: { readonly pairs: readonly RelationPair[]; readonly extending: readonly ExtendingField[] },
): OppositeFields {
  const findings: Finding[] = [];
  const wanted: AddedField[] = relations.extending.map((source) => ({
    kind: 'extending',
    name: source.field.name,
    model: source.model,
    source,
  }));
  const ambiguous: (readonly DefaultField[])[] = [];
  for (const { ends } of relations.pairs) {
    const defaults: DefaultField[] = [];
    for (const end of ends) {
      if (end.model.extension === end.target.extension && end.origin === 'model') continue;
      if (ends.some((other) => other !== end && other.model === end.target)) continue;
      if (end.origin === 'extending block') findings.push(unanswered(end));
      else if (end.field.type.arity === 'list') findings.push(oneSidedList(end));
      else defaults.push(defaultField(end));
    }
    // Prisma tells relations between the same models apart by name only.
    if (defaults.length > 1) ambiguous.push(defaults);
    else wanted.push(...defaults);
  }
  const taken = [...wanted, ...ambiguous.flat()];
  findings.push(...ambiguous.map((fields) => ambiguousRelations({ winners: [], losers: fields, wanted: taken })));
  const { added, findings: clashes } = withoutClashes(index, wanted);
  return { added, findings: [...findings, ...clashes] };
}

function defaultField(relation: RelationEnd): DefaultField {
  const arity = arityOf(relation);
  return { kind: 'default', name: oppositeName(relation.model.name, arity), model: relation.target, relation };
}

/** Sets apart the fields whose name is taken; each clash is one finding. */
function withoutClashes(index: SchemaIndex, wanted: readonly AddedField[]): OppositeFields {
  const compare = byOrder(index.dependencies.order);
  const byName = groupBy(wanted, ({ model, name }) => `${model.extension}\n${model.name}\n${name}`);
  const added: AddedField[] = [];
  const findings: Finding[] = [];
  for (const fields of byName.values()) {
    const { winners, losers } = judge(
      [...fields].sort((left, right) => compare(placeOfAdded(left), placeOfAdded(right))),
    );
    added.push(...winners);
    if (losers.length > 0) findings.push(oppositeFieldClash({ winners, losers, wanted }));
  }
  return { added, findings };
}

/** A model's own field wins; then what comes first in the order, unless one extension wants the name twice. */
function judge(fields: readonly AddedField[]): {
  readonly winners: readonly AddedField[];
  readonly losers: readonly AddedField[];
} {
  const [first] = fields;
  if (first === undefined) return { winners: [], losers: [] };
  const own = first.model.block.fields.some(({ name }) => name === first.name);
  if (own) return { winners: [], losers: fields };
  const { extension } = placeOfAdded(first).file;
  const firsts = fields.filter((field) => placeOfAdded(field).file.extension === extension);
  const extending = firsts.filter(({ kind }) => kind === 'extending');
  // Twice in one extension's own blocks is for Prisma to say; a block of one's own beats a default.
  const winners = extending.length > 0 ? extending : firsts.length === 1 ? firsts : [];
  return { winners, losers: fields.filter((field) => !winners.includes(field)) };
}

function oneSidedList(end: RelationEnd): Finding {
  const { model, target, field, name } = end;
  const opposite = oppositeDeclaration(end, { name: oppositeName(model.name, 'list'), relationName: name });
  return findingAt(placeOfEnd(end), {
    code: 'MANY_TO_MANY_OPPOSITE',
    message: `${model.name}.${field.name} is a list of ${target.name}, a model of ${target.extension}, and nothing is on the other side. A foreign key in ${target.name} is not ${end.extension}'s to add, so this can only be a many-to-many relation, which must be said.`,
    fix: `Add to ${end.file.path}:\n\n/// @extend\nmodel ${target.name} {\n  ${opposite}\n}`,
    related: [relatedPlace(placeOf(target), `model ${target.name} is declared here`)],
  });
}

function unanswered(end: RelationEnd): Finding {
  const { model, target, field, name } = end;
  const relation = name === null ? '' : ` named ${JSON.stringify(name)}`;
  return findingAt(placeOfEnd(end), {
    code: 'EXTEND_WITHOUT_RELATION',
    message: `The extending block adds ${field.name} to ${model.name}, but ${target.name} has no relation${relation} to ${model.name} that it could be the opposite of.`,
    fix: `Add the relation to model ${target.name}, with the foreign key there, or give both sides the same @relation("…") name; or remove the field.`,
    related: [relatedPlace(placeOf(target), `${target.kind} ${target.name} is declared here`)],
  });
}
