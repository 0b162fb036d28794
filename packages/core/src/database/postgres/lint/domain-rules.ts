import { postgresRule } from '../../../lint/sql/sql-rule.js';
import { quoteIdentifier } from '../quote.js';
import { constraintsOf, textsOf } from './nodes.js';
import type { PostgresCheck } from './postgres-check.js';

const DOMAIN_CONSTRAINED = postgresRule({
  code: 'SQL.DOMAIN_CONSTRAINED',
  severity: 'notice',
  summary: 'A domain has a constraint.',
  why: `To change it later, PostgreSQL looks at every column of that type in every table. A column with such a type cannot be added without writing
the table anew, either. A check of the table itself can be changed gently.`,
  bad: 'CREATE DOMAIN "positive" AS INTEGER CHECK (VALUE > 0);\n',
  good: 'CREATE DOMAIN "amount" AS INTEGER;\n',
  squawk: ['ban-create-domain-with-constraint'],
});

const DOMAIN_CHECK_ADDED = postgresRule({
  code: 'SQL.DOMAIN_CHECK_ADDED',
  severity: 'warning',
  summary: 'A domain that is in use gets a constraint.',
  why: `Every row of every table with a column of that type is checked, and writers of all of these tables wait (SHARE). With \`NOT VALID\` only
new values are; validate in a later revision.`,
  before: 'CREATE DOMAIN "amount" AS INTEGER;\n',
  bad: 'ALTER DOMAIN "amount" ADD CONSTRAINT "amount_positive" CHECK (VALUE > 0);\n',
  good: 'ALTER DOMAIN "amount" ADD CONSTRAINT "amount_positive" CHECK (VALUE > 0) NOT VALID;\n',
  squawk: ['ban-alter-domain-with-add-constraint'],
});

/** Domains with constraints. */
export const domainRules: PostgresCheck = {
  rules: [DOMAIN_CONSTRAINED, DOMAIN_CHECK_ADDED],
  check: ({ node, start: at, earlier }) => {
    if ('CreateDomainStmt' in node) {
      const { domainname, constraints } = node.CreateDomainStmt;
      const kinds = constraintsOf(constraints).map(({ contype }) => contype);
      if (!kinds.includes('CONSTR_CHECK') && !kinds.includes('CONSTR_NOTNULL')) return [];
      const name = textsOf(domainname).map(quoteIdentifier).join('.');
      return [
        {
          code: DOMAIN_CONSTRAINED.code,
          at,
          message: `Domain ${name} has a constraint, which cannot be changed later without looking at every column of that type.`,
          fix: 'Put the check on the tables.',
        },
      ];
    }
    if (!('AlterDomainStmt' in node)) return [];
    const { subtype, def, typeName } = node.AlterDomainStmt;
    const isAdded =
      subtype === 'C' && def !== undefined && 'Constraint' in def && def.Constraint.skip_validation !== true;
    const names = textsOf(typeName);
    const isNew = earlier.some(
      (it) => 'CreateDomainStmt' in it && textsOf(it.CreateDomainStmt.domainname).join('\0') === names.join('\0'),
    );
    if ((!isAdded && subtype !== 'O') || isNew) return [];
    const name = names.map(quoteIdentifier).join('.');
    return [
      {
        code: DOMAIN_CHECK_ADDED.code,
        at,
        message: `Every row of every table with a column of type ${name} is checked while writers wait.`,
        fix: `ALTER DOMAIN ${name} ADD CONSTRAINT … CHECK (…) NOT VALID; and in a later revision: ALTER DOMAIN ${name} VALIDATE CONSTRAINT …;`,
      },
    ];
  },
};
