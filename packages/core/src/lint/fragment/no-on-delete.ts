import type { Dialect } from '../../composition/dialect.js';
import { positionOf } from '../../composition/fragment.js';
import { placeOfEnd, type RelationEnd } from '../../composition/relation-end.js';
import { argumentOf, attributeOf } from '../../fragment/literals.js';
import type { LintRule } from '../lint-rule.js';
import { ruleFinding } from '../rule-finding.js';
import type { FragmentCheck } from './fragment-check.js';

const rule: LintRule = {
  code: 'FRAGMENT.NO_ON_DELETE',
  severity: 'warning',
  since: 1,
  providers: null,
  isFixable: true,
  summary: "A relation to another extension's model does not say what happens when that row is deleted.",
  why: "Whoever deletes a row of another extension's table does not know of yours. Prisma's default is `Restrict` (on SQL Server `NoAction`) for a required relation, which makes their delete fail, and `SetNull` for an optional one. Either may be right, and so may `Cascade`; what matters is that it was decided, and stands where the other extension's author can read it.\n\n`--fix` writes down the default, which changes nothing in the database.",
  bad: {
    kind: 'workspace',
    files: {
      'prisma/schema.prisma': 'model User {\n  id Int @id\n}\n',
      'extensions/blog/prisma/schema.prisma':
        'model Post {\n  id       Int  @id\n  authorId Int\n  author   User @relation(fields: [authorId], references: [id])\n\n  @@index([authorId])\n  @@map("blog_posts")\n}\n',
    },
  },
  good: {
    kind: 'workspace',
    files: {
      'prisma/schema.prisma': 'model User {\n  id Int @id\n}\n',
      'extensions/blog/prisma/schema.prisma':
        'model Post {\n  id       Int  @id\n  authorId Int\n  author   User @relation(fields: [authorId], references: [id], onDelete: Cascade)\n\n  @@index([authorId])\n  @@map("blog_posts")\n}\n',
    },
  },
};

/** Relations to models of other extensions that leave `onDelete` to Prisma. */
export const NO_ON_DELETE: FragmentCheck = {
  rule,
  check: ({ extension }, { relations, dialect }) =>
    relations.filter((end) => end.extension === extension && leavesItOpen(end)).map((end) => findingOf(end, dialect)),
};

function leavesItOpen({ model, target, foreignKey, field }: RelationEnd): boolean {
  if (foreignKey === null || model.kind !== 'model' || target.kind !== 'model') return false;
  const relation = attributeOf(field.attributes, 'relation');
  return target.extension !== model.extension && relation !== null && argumentOf(relation, 'onDelete') === null;
}

function findingOf(end: RelationEnd, { requiredOnDelete }: Dialect) {
  const { model, field, target, file } = end;
  const fallback = field.type.arity === 'optional' ? 'SetNull' : requiredOnDelete;
  const last = attributeOf(field.attributes, 'relation')?.arguments.at(-1);
  const at = last?.valueSpan.end;
  return ruleFinding(rule, {
    message: `${model.name}.${field.name} refers to ${target.name} of ${target.extension}, and does not say what happens to a ${model.name} when that is deleted; by default it is ${fallback}.`,
    extension: end.extension,
    where: positionOf(placeOfEnd(end)),
    fix: `Decide, and write it: onDelete: ${fallback} keeps what there is, onDelete: Cascade deletes the ${model.name} too (then make a revision).`,
    ...(at === undefined
      ? {}
      : { edits: [{ file: file.path, changes: [{ start: at, end: at, text: `, onDelete: ${fallback}` }] }] }),
  });
}
