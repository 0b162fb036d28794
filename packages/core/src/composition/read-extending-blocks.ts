import { CORE } from '../extension.js';
import type { Finding } from '../findings.js';
import type { Field } from '../fragment/parsed-file.js';
import { checkReference } from './check-reference.js';
import { hasRelations } from './collect-relation-ends.js';
import { type Declaration, type FragmentBlock, findingAt, placeOf, relatedPlace } from './fragment.js';
import { foreignKeyOf, type RelationEnd, relationName } from './relation-end.js';
import { isScalar, resolveName, type SchemaIndex } from './schema-index.js';
import { sideTable } from './side-table.js';

/** A field of an extending block that goes into the extended model. */
export interface ExtendingField {
  readonly from: FragmentBlock;
  readonly model: Declaration;
  readonly field: Field;
  /** Null where its type is unknown; Prisma's validator says so at the user's own position. */
  readonly end: RelationEnd | null;
}

/** Reads every `/// @extend` block: what it may add, and what it tried to. */
export function readExtendingBlocks(index: SchemaIndex): {
  readonly fields: readonly ExtendingField[];
  readonly findings: readonly Finding[];
} {
  const fields: ExtendingField[] = [];
  const findings: Finding[] = [];
  for (const { extending } of index.fragments) {
    for (const from of extending) {
      const checked = checkTarget(index, from);
      findings.push(...checked.findings);
      if (checked.model === null) continue;
      const { model } = checked;
      for (const field of from.block.fields) {
        const read = readField(index, { from, model, field });
        findings.push(...read.findings);
        if (read.accepted !== null) fields.push(read.accepted);
      }
      findings.push(...checkRest(from, model));
    }
  }
  return { fields, findings };
}

/** The model that a block extends, null where it may not. */
function checkTarget(
  index: SchemaIndex,
  from: FragmentBlock,
): { readonly model: Declaration | null; readonly findings: readonly Finding[] } {
  const { extension } = from.file;
  const { name, kind } = from.block;
  const at = placeOf(from);
  const refuse = (code: string, message: string, fix: string) => ({
    model: null,
    findings: [findingAt(at, { code, message, fix })],
  });
  const model = resolveName(index, name, extension);
  if (model === null) {
    return refuse(
      'EXTEND_UNKNOWN_MODEL',
      `This block extends ${name}, and no fragment declares a model of that name.`,
      `Correct the name; or, if ${name} is to be ${extension}'s own model, remove "/// @extend" above it.`,
    );
  }
  if (!hasRelations(model) || (kind !== 'model' && kind !== 'view')) {
    const what = hasRelations(model) ? kind : model.kind;
    return refuse(
      'EXTEND_NOT_A_MODEL',
      `Only a model or a view can be extended; ${name} is ${what === 'enum' ? 'an' : 'a'} ${what} here.`,
      `Ask ${model.extension} to change ${model.file.path}, or declare ${what === 'enum' ? 'an enum' : 'a type'} of your own with another name.`,
    );
  }
  if (model.extension === extension) {
    return refuse(
      'EXTEND_OWN_MODEL',
      `${name} is ${extension}'s own model and needs no extending block.`,
      `Move the fields into model ${name} in ${model.file.path}, and remove this block.`,
    );
  }
  const finding = checkReference(index, { at, target: model, subject: 'This extending block' });
  // core may not extend at all; an undeclared dependency is only a line away, so its fields go on.
  return { model: extension === CORE ? null : model, findings: finding === null ? [] : [finding] };
}

function readField(
  index: SchemaIndex,
  candidate: Omit<ExtendingField, 'end'>,
): { readonly accepted: ExtendingField | null; readonly findings: readonly Finding[] } {
  const { from, model, field } = candidate;
  const { extension } = from.file;
  const at = { file: from.file, offset: field.nameSpan.start };
  const written = from.file.text.slice(field.span.start, field.span.end);
  const target = isScalar(field.type.name) ? null : resolveName(index, field.type.name, extension);
  if (isScalar(field.type.name) || (target !== null && !hasRelations(target))) {
    const finding = findingAt(at, {
      code: 'EXTEND_COLUMN',
      message: `${extension} adds column ${field.name} to ${model.name}, a table of ${model.extension}; an extending block may hold opposite relation fields only.`,
      fix: `Keep it in a table of ${extension}'s own:\n\n${sideTable(extension, model, written)}`,
      related: [relatedPlace(placeOf(model), `model ${model.name} belongs to ${model.extension}`)],
    });
    return { accepted: null, findings: [finding] };
  }
  if (foreignKeyOf(field) !== null) {
    const finding = findingAt(at, {
      code: 'EXTEND_FOREIGN_KEY',
      message: `${extension} adds a relation with a foreign key (fields: …) to ${model.name}, a table of ${model.extension}.`,
      fix: `Put the foreign key into ${field.type.name} or a table of ${extension}'s own, and leave \`${field.name} ${field.type.name}[]\` or \`${field.name} ${field.type.name}?\` here.`,
      related: [relatedPlace(placeOf(model), `model ${model.name} belongs to ${model.extension}`)],
    });
    return { accepted: null, findings: [finding] };
  }
  if (target === null) return { accepted: { ...candidate, end: null }, findings: [] };
  const end: RelationEnd = {
    extension,
    file: from.file,
    field,
    model,
    target,
    name: relationName(field),
    foreignKey: null,
    origin: 'extending block',
  };
  const finding = checkReference(index, {
    at: { file: from.file, offset: field.type.span.start },
    target,
    subject: `${model.name}.${field.name}`,
  });
  return { accepted: { ...candidate, end }, findings: finding === null ? [] : [finding] };
}

/** Block attributes, and lines that the reader does not know: neither may reach a foreign table unseen. */
function checkRest({ file, block }: FragmentBlock, model: Declaration): readonly Finding[] {
  const attributes = block.attributes.map(({ name, span }) =>
    findingAt(
      { file, offset: span.start },
      {
        code: 'EXTEND_ATTRIBUTE',
        message: `${file.extension} puts @@${name} on ${model.name}, a table of ${model.extension}; an extending block may hold opposite relation fields only.`,
        fix: `Remove it. An index or a key that ${model.name} needs is for ${model.extension} to add, in ${model.file.path}; a key over columns of ${file.extension}'s own belongs to a table of its own.`,
      },
    ),
  );
  const lines = block.unknown.map((span) =>
    findingAt(
      { file, offset: span.start },
      {
        code: 'EXTEND_UNREADABLE',
        message: `This line in the extending block of ${model.name} is no relation field: ${file.text.slice(span.start, span.end)}`,
        fix: 'Write `name Model[]` or `name Model?`, with `@relation("…")` where the relation has a name; remove anything else.',
      },
    ),
  );
  return [...attributes, ...lines];
}
