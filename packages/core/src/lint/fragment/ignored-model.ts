import { placeOf, positionOf } from '../../composition/fragment.js';
import { attributeOf } from '../../fragment/literals.js';
import type { LintRule } from '../lint-rule.js';
import { ruleFinding } from '../rule-finding.js';
import type { FragmentCheck } from './fragment-check.js';

const rule: LintRule = {
  code: 'FRAGMENT.IGNORED_MODEL',
  severity: 'notice',
  since: 1,
  providers: null,
  summary: 'A model is ignored: its table is there, and no client can query it.',
  why: 'With `@@ignore` a model is left out of the client and of what Prisma checks, so that another extension can come to rely on the table behind its back, by raw SQL or under another name. A table that is kept for a while only is better said to be so in a suppression, with the reason; one that nobody needs is better dropped by a revision.',
  bad: { kind: 'workspace', files: { 'prisma/schema.prisma': 'model Legacy {\n  id Int @id\n\n  @@ignore\n}\n' } },
  good: { kind: 'workspace', files: { 'prisma/schema.prisma': 'model Legacy {\n  id Int @id\n}\n' } },
};

/** Models without a client. */
export const IGNORED_MODEL: FragmentCheck = {
  rule,
  check: ({ extension, declarations }) =>
    declarations
      .filter(({ kind, block }) => kind === 'model' && attributeOf(block.attributes, 'ignore') !== null)
      .map((model) =>
        ruleFinding(rule, {
          message: `${model.name} is ignored: table ${model.databaseName} is there, and no client can query it.`,
          extension,
          where: positionOf(placeOf(model)),
          fix: 'Take @@ignore away, or the model and its table; if it has to stay, say why: // orchestrate-ignore FRAGMENT.IGNORED_MODEL: why',
        }),
      ),
};
