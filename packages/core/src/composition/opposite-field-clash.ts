import type { Finding, RelatedPlace } from '../findings.js';
import { groupBy } from '../group-by.js';
import { type AddedField, type DefaultField, oppositeDeclaration, placeOfAdded } from './added-field.js';
import { findingAt, relatedPlace } from './fragment.js';
import { lowerCamelCase, upperFirst } from './opposite-name.js';
import type { RelationEnd } from './relation-end.js';

/** One name on one model that several fields want. */
export interface OppositeFieldClash {
  /** Added fields that keep the name; empty where a field of the model itself has it, or where nobody may. */
  readonly winners: readonly AddedField[];
  readonly losers: readonly AddedField[];
  /** All added fields, so that a name that is proposed is free. */
  readonly wanted: readonly AddedField[];
}

/** The finding of a clash, with the extending block that ends it. */
export function oppositeFieldClash(clash: OppositeFieldClash): Finding {
  const { winners, losers } = clash;
  const first = losers[0] as AddedField;
  const { model, name } = first;
  const own = model.block.fields.find((field) => field.name === name);
  const reasons = [...winners, ...losers].map(describe);
  const related: RelatedPlace[] = [...winners, ...losers].map((field) =>
    relatedPlace(placeOfAdded(field), describe(field)),
  );
  if (own !== undefined) {
    reasons.unshift(`the field that ${model.extension} declares there`);
    related.unshift(
      relatedPlace({ file: model.file, offset: own.nameSpan.start }, `${model.name}.${name} is declared here`),
    );
  }
  return findingAt(placeOfAdded(first), {
    code: 'OPPOSITE_FIELD_CLASH',
    message: `Only one field of ${model.name} can be called ${name}, and more want the name: ${reasons.join('; ')}.`,
    fix: fixOf(clash),
    related,
  });
}

/** The finding of several relations between two models that only names could tell apart. */
export function ambiguousRelations(
  clash: Omit<OppositeFieldClash, 'losers'> & { readonly losers: readonly DefaultField[] },
): Finding {
  const { losers } = clash;
  const { model, target } = (losers[0] as DefaultField).relation;
  const fields = losers.map(({ relation }) => `${model.name}.${relation.field.name}`);
  return findingAt(placeOfAdded(losers[0] as AddedField), {
    code: 'AMBIGUOUS_RELATIONS',
    message: `${fields.join(' and ')} refer to ${target.name} (${target.extension}) without names that tell the relations apart.`,
    fix: fixOf(clash),
    related: losers.map((field) => relatedPlace(placeOfAdded(field), describe(field))),
  });
}

function describe(field: AddedField): string {
  if (field.kind === 'extending') return `an extending block of ${field.source.from.file.extension}`;
  const { model, field: from } = field.relation;
  return `the opposite of ${model.name}.${from.name} (${field.relation.extension})`;
}

function fixOf(clash: OppositeFieldClash): string {
  const byFile = groupBy(clash.losers, (field) => placeOfAdded(field).file.path);
  const taken = new Set(clash.wanted.filter(({ model }) => model === clash.losers[0]?.model).map(({ name }) => name));
  return [...byFile].map(([path, losers]) => fixInFile(path, { losers, clash, taken })).join('\n\n');
}

function fixInFile(
  path: string,
  scope: { readonly losers: readonly AddedField[]; readonly clash: OppositeFieldClash; readonly taken: Set<string> },
): string {
  const { losers, clash, taken } = scope;
  const { model } = losers[0] as AddedField;
  const forward: string[] = [];
  const opposite: string[] = [];
  const renames: string[] = [];
  for (const loser of losers) {
    const name = freeName(loser, { clash, taken });
    if (loser.kind === 'extending') renames.push(`${loser.name} to ${name}`);
    else {
      const relation = explicitName(loser.relation, clash);
      if (relation.rewritten !== null) forward.push(`  ${relation.rewritten}`);
      opposite.push(`  ${oppositeDeclaration(loser.relation, { name, relationName: relation.name })}`);
    }
  }
  const steps: string[] = [];
  if (renames.length > 0)
    steps.push(`In ${path}, rename in the extending block of ${model.name}: ${renames.join(', ')}.`);
  if (forward.length > 0) steps.push(`In ${path}, name the relations:\n\n${forward.join('\n')}`);
  if (opposite.length > 0) {
    const start = forward.length > 0 ? 'and add:' : `Add to ${path}:`;
    steps.push(`${start}\n\n/// @extend\n${model.kind} ${model.name} {\n${opposite.join('\n')}\n}`);
  }
  return steps.join('\n\n');
}

/** A name for the opposite field that nothing on the model has; it counts as taken from then on. */
function freeName(
  loser: AddedField,
  { clash, taken }: { readonly clash: OppositeFieldClash; readonly taken: Set<string> },
): string {
  const isSeveral = clash.losers.filter((other) => sourceModel(other) === sourceModel(loser)).length > 1;
  const byExtension = `${lowerCamelCase(placeOfAdded(loser).file.extension)}${upperFirst(loser.name)}`;
  const byField = loser.kind === 'default' ? `${loser.name}As${upperFirst(loser.relation.field.name)}` : byExtension;
  const wishes = isSeveral ? [byField] : [byExtension, byField];
  const isTaken = (name: string) => taken.has(name) || loser.model.block.fields.some((field) => field.name === name);
  let name = wishes.find((wish) => !isTaken(wish));
  for (let number = 2; name === undefined; number++) if (!isTaken(`${byField}${number}`)) name = `${byField}${number}`;
  taken.add(name);
  return name;
}

function sourceModel(field: AddedField): unknown {
  return field.kind === 'default' ? field.relation.model : field.source.field.type.name;
}

/** Several relations between two models need names; the forward field is shown with the one it gets. */
function explicitName(
  relation: RelationEnd,
  { wanted }: OppositeFieldClash,
): { readonly name: string | null; readonly rewritten: string | null } {
  if (relation.name !== null) return { name: relation.name, rewritten: null };
  const others = wanted.filter(
    (field) =>
      field.model === relation.target &&
      (field.kind === 'default' ? field.relation.model : field.source.end?.target) === relation.model,
  );
  if (others.length < 2) return { name: null, rewritten: null };
  const name = `${relation.model.name}${upperFirst(relation.field.name)}`;
  const { start, end } = relation.field.span;
  const text = relation.file.text.slice(start, end);
  return { name, rewritten: text.replace(/@relation\s*\(\s*/, `@relation(${JSON.stringify(name)}, `) };
}
