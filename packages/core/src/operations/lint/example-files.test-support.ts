import type { LintRule, RuleExample } from '../../lint/lint-rule.js';

const SCHEMA = 'prisma/schema.prisma';

/** The files of a workspace that an example of a rule stands for; the rule itself is on in it, whatever it weighs. */
export function exampleFiles(rule: LintRule, example: RuleExample): Readonly<Record<string, string>> {
  const provider = example.kind === 'migration' ? example.provider : (rule.providers?.[0] ?? 'sqlite');
  const files = example.kind === 'migration' ? migrationFiles(example) : example.files;
  const schema = files[SCHEMA] ?? '';
  const off = rule.severity === 'off' ? { [rule.code]: 'warning' } : {};
  return {
    'package.json': '{ "name": "example", "private": true }\n',
    'orchestrate.config.json': JSON.stringify({ lint: { severities: off } }),
    ...files,
    [SCHEMA]: schema.includes('datasource') ? schema : `datasource db {\n  provider = "${provider}"\n}\n\n${schema}`,
  };
}

const FOLDER = 'extensions/blog/prisma';

function migrationFiles(example: Extract<RuleExample, { kind: 'migration' }>): Readonly<Record<string, string>> {
  const { before, sql, down } = example;
  const first =
    before === undefined ? [] : [revision('20260101000000_prepare_posts', { sql: before, down: '-- none\n' })];
  const parent = before === undefined ? null : '20260101000000_prepare_posts';
  const second = revision('20260102000000_change_posts', {
    sql,
    down: down === undefined ? '-- none\n' : down,
    parent,
  });
  return { [`${FOLDER}/schema.prisma`]: '', ...Object.assign({}, ...first, second) };
}

interface RevisionText {
  readonly sql: string;
  readonly down: string | null;
  readonly parent?: string | null;
}

function revision(name: string, { sql, down, parent = null }: RevisionText): Readonly<Record<string, string>> {
  const folder = `${FOLDER}/migrations/${name}`;
  const message = `${name.slice(15)} for the new front page`.replaceAll('_', ' ');
  return {
    [`${folder}/migration.sql`]: sql,
    [`${folder}/revision.json`]: JSON.stringify({ message, parent, requires: [] }),
    ...(down === null ? {} : { [`${folder}/down.sql`]: down }),
  };
}
