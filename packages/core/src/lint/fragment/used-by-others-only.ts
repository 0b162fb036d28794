import { type Declaration, placeOf, positionOf, relatedPlace } from '../../composition/fragment.js';
import { placeOfEnd } from '../../composition/relation-end.js';
import { CORE } from '../../extension.js';
import type { LintRule } from '../lint-rule.js';
import { ruleFinding } from '../rule-finding.js';
import type { FragmentCheck, LintedSchema } from './fragment-check.js';

const BLOG =
  'model Post {\n  id       Int      @id\n  reviewId Int      @unique\n  review   Review @relation(fields: [reviewId], references: [id], onDelete: Cascade)\n\n  @@map("blog_posts")\n}\n';
const MANIFEST = { 'extensions/blog/package.json': '{ "orchestrate": { "dependsOn": ["core", "shop"] } }\n' };
const ITEM = 'model Item {\n  id Int @id\n';
const REVIEW = 'model Review {\n  id Int @id\n';

const rule: LintRule = {
  code: 'FRAGMENT.USED_BY_OTHERS_ONLY',
  severity: 'notice',
  since: 1,
  providers: null,
  summary: 'A model is used by other extensions, and by nothing of its own.',
  why: 'It may live in the wrong extension: whoever uses it depends on one that it has nothing else to do with. `orchestrate transfer` moves a model with its table, and no SQL runs. Models of core are there for others, so they do not count.',
  bad: {
    kind: 'workspace',
    files: {
      ...MANIFEST,
      'extensions/shop/prisma/schema.prisma': `${ITEM}\n  @@map("shop_items")\n}\n\n${REVIEW}\n  @@map("shop_reviews")\n}\n`,
      'extensions/blog/prisma/schema.prisma': BLOG,
    },
  },
  good: {
    kind: 'workspace',
    files: {
      ...MANIFEST,
      'extensions/shop/prisma/schema.prisma': `${ITEM}  reviews Review[]\n\n  @@map("shop_items")\n}\n\n${REVIEW}  itemId Int\n  item Item @relation(fields: [itemId], references: [id])\n\n  @@index([itemId])\n  @@map("shop_reviews")\n}\n`,
      'extensions/blog/prisma/schema.prisma': BLOG,
    },
  },
};

/** Models that may belong to another extension. */
export const USED_BY_OTHERS_ONLY: FragmentCheck = {
  rule,
  check: ({ extension, declarations }, schema) => {
    const models = declarations.filter(({ kind }) => kind === 'model');
    // What an extension consists of is what it is there for.
    if (extension === CORE || models.length < 2) return [];
    return models.flatMap((model) => {
      const users = usersOf(model, schema);
      if (users === null) return [];
      const names = [...new Set(users.map((end) => end.extension))];
      const [only, ...others] = names;
      return [
        ruleFinding(rule, {
          message: `${model.name} of ${extension} is used by ${names.join(' and ')}, and by no model of ${extension}.`,
          extension,
          where: positionOf(placeOf(model)),
          fix:
            others.length === 0
              ? `If it belongs there: orchestrate transfer ${model.name} --from ${extension} --to ${only}`
              : `Move it to one of them, or to an extension that they all depend on: orchestrate transfer ${model.name} --from ${extension} --to NAME`,
          related: users.map((end) =>
            relatedPlace(placeOfEnd(end), `${end.model.name}.${end.field.name} refers to it`),
          ),
        }),
      ];
    });
  },
};

/** The relations of others to a model; null where there are none, or where it has to do with models of its own extension. */
function usersOf(model: Declaration, { relations }: LintedSchema): LintedSchema['relations'] | null {
  const others = relations.filter((end) => end.target === model && end.model !== model);
  const isAtHome =
    others.some((end) => end.extension === model.extension) ||
    relations.some((end) => end.model === model && end.target !== model && end.target.extension === model.extension);
  return isAtHome || others.length === 0 ? null : others;
}
