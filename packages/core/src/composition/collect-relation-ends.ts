import type { Finding } from '../findings.js';
import { checkReference } from './check-reference.js';
import type { Declaration } from './fragment.js';
import { foreignKeyOf, type RelationEnd, relationName } from './relation-end.js';
import { isScalar, resolveName, type SchemaIndex } from './schema-index.js';

/** The relation fields of all models, and the references that no dependency covers. */
export function collectRelationEnds(index: SchemaIndex): {
  readonly ends: readonly RelationEnd[];
  readonly findings: readonly Finding[];
} {
  const ends: RelationEnd[] = [];
  const findings: Finding[] = [];
  for (const { declarations, extension } of index.fragments) {
    for (const model of declarations) {
      for (const field of model.block.fields) {
        if (isScalar(field.type.name)) continue;
        const target = resolveName(index, field.type.name, extension);
        if (target === null) continue;
        if (target.extension !== extension) {
          const at = { file: model.file, offset: field.type.span.start };
          const finding = checkReference(index, { at, target, subject: `${model.name}.${field.name}` });
          if (finding !== null) findings.push(finding);
        }
        if (!hasRelations(model) || !hasRelations(target)) continue;
        ends.push({
          extension,
          file: model.file,
          field,
          model,
          target,
          name: relationName(field),
          foreignKey: foreignKeyOf(field),
          origin: 'model',
        });
      }
    }
  }
  return { ends, findings };
}

/** Whether relations can start or end at a declaration. */
export function hasRelations({ kind }: Declaration): boolean {
  return kind === 'model' || kind === 'view';
}
