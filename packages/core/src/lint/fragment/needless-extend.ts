import { positionOf } from '../../composition/fragment.js';
import { oppositeName } from '../../composition/opposite-name.js';
import { type ExtendingField, readExtendingBlocks } from '../../composition/read-extending-blocks.js';
import { isUnique } from '../../composition/relation-end.js';
import type { LintRule } from '../lint-rule.js';
import { ruleFinding } from '../rule-finding.js';
import type { FragmentCheck, LintedSchema } from './fragment-check.js';

const POST =
  'model Post {\n  id       Int  @id\n  authorId Int\n  author   User @relation(fields: [authorId], references: [id], onDelete: Cascade)\n\n  @@index([authorId])\n  @@map("blog_posts")\n}\n';
const CORE_FILES = { 'prisma/schema.prisma': 'model User {\n  id Int @id\n}\n' };

const rule: LintRule = {
  code: 'FRAGMENT.NEEDLESS_EXTEND',
  severity: 'notice',
  since: 1,
  providers: null,
  summary: 'An extending block gives an opposite field the name that it has anyhow.',
  why: 'The composition adds the opposite field of a relation to another extension by itself: the model in lower camel case, in the plural for lists. An extending block is for another name, for several relations between the same two models, and for many-to-many relations; one that says what goes without saying has to be read, and kept in step.',
  bad: {
    kind: 'workspace',
    files: {
      ...CORE_FILES,
      'extensions/blog/prisma/schema.prisma': `${POST}\n/// @extend\nmodel User {\n  posts Post[]\n}\n`,
    },
  },
  good: {
    kind: 'workspace',
    files: {
      ...CORE_FILES,
      'extensions/blog/prisma/schema.prisma': `${POST}\n/// @extend\nmodel User {\n  articles Post[]\n}\n`,
    },
  },
};

/** Opposite fields that need not be written. */
export const NEEDLESS_EXTEND: FragmentCheck = {
  rule,
  check: ({ extension, extending }, schema) => {
    if (extending.length === 0) return [];
    return readExtendingBlocks(schema.index)
      .fields.filter((each) => each.from.file.extension === extension && isNeedless(each, schema))
      .map(({ from, model, field }) =>
        ruleFinding(rule, {
          message: `The opposite field of ${model.name} is called ${field.name} without this block, too.`,
          extension,
          where: positionOf({ file: from.file, offset: field.nameSpan.start }),
          fix:
            from.block.fields.length === 1
              ? `Remove the extending block of ${model.name}.`
              : `Remove ${field.name} from the extending block of ${model.name}.`,
        }),
      );
  },
};

function isNeedless({ field, end, model, from }: ExtendingField, { relations }: LintedSchema): boolean {
  if (end === null || field.attributes.length > 0) return false;
  const lines = from.file.text.slice(field.lines.start, field.span.start);
  // A comment on it says more than its name.
  if (lines.includes('///')) return false;
  const between = relations.filter(
    (each) =>
      (each.model === end.target && each.target === model) || (each.model === model && each.target === end.target),
  );
  const [only, ...others] = between;
  if (only === undefined || others.length > 0 || only.foreignKey === null) return false;
  const arity = isUnique(only.model.block, only.foreignKey) ? 'optional' : 'list';
  return field.name === oppositeName(only.model.name, arity);
}
