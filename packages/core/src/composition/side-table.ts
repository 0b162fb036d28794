import { argumentOf, attributeOf, fieldNames } from '../fragment/literals.js';
import type { Block, Field } from '../fragment/parsed-file.js';
import type { Declaration } from './fragment.js';
import { lowerCamelCase, upperCamelCase, upperFirst } from './opposite-name.js';

/** The model that an extension writes instead of a column in someone else's table: one row for each row there. */
export function sideTable(extension: string, target: Declaration, column: string): string {
  const owner = lowerCamelCase(target.name);
  const keys = idFields(target.block).map((field) => ({
    name: `${owner}${upperFirst(field.name)}`,
    type: field.type.name,
    references: field.name,
  }));
  const names = keys.map(({ name }) => name).join(', ');
  const references = keys.map((key) => key.references).join(', ');
  return [
    `model ${upperCamelCase(extension)}${target.name} {`,
    ...keys.map(({ name, type }) => `  ${name} ${type}${keys.length === 1 ? ' @id' : ''}`),
    `  ${owner} ${target.name} @relation(fields: [${names}], references: [${references}], onDelete: Cascade)`,
    `  ${column}`,
    ...(keys.length === 1 ? [] : ['', `  @@id([${names}])`]),
    '}',
  ].join('\n');
}

/** The fields of the primary key; where none is readable, an `id` of type Int stands for it. */
function idFields(block: Block): readonly Pick<Field, 'name' | 'type'>[] {
  const single = block.fields.find(({ attributes }) => attributeOf(attributes, 'id') !== null);
  if (single !== undefined) return [single];
  const composite = attributeOf(block.attributes, 'id');
  const names = fieldNames((composite && argumentOf(composite, 'fields', 'first')?.value) ?? '');
  const fields = block.fields.filter(({ name }) => names.includes(name));
  if (fields.length > 0) return fields;
  return [{ name: 'id', type: { name: 'Int', arity: 'required', span: { start: 0, end: 0 } } }];
}
