import type { LintRule, RuleExample } from './lint-rule.js';

const TABLE = 'CREATE TABLE "blog_posts" ("id" INTEGER NOT NULL PRIMARY KEY);';

const oneWay = (comment: string): RuleExample => ({
  kind: 'migration',
  provider: 'sqlite',
  sql: `${comment}\n${TABLE}`,
  down: null,
});

const WITH_REASON = oneWay(
  '-- orchestrate-ignore-file REVISION.NO_DOWN_SCRIPT: releases before 2.0 are not taken back',
);

/** A suppression that says nothing of why. */
export const IGNORE_WITHOUT_REASON: LintRule = {
  code: 'LINT.IGNORE_WITHOUT_REASON',
  severity: 'warning',
  since: 1,
  providers: null,
  summary: 'A suppression gives no reason, so it suppresses nothing.',
  why: 'Whoever meets a suppression in a year has to decide whether it still holds. Without a reason that is guesswork, so one line after the colon is asked for: `-- orchestrate-ignore RULE: why`.',
  bad: oneWay('-- orchestrate-ignore-file REVISION.NO_DOWN_SCRIPT'),
  good: WITH_REASON,
};

/** A suppression of a rule that there is not. */
export const IGNORE_UNKNOWN_RULE: LintRule = {
  code: 'LINT.IGNORE_UNKNOWN_RULE',
  severity: 'warning',
  since: 1,
  providers: null,
  summary: 'A suppression names no rule, or one that there is not.',
  why: 'A misspelt name suppresses nothing, and whoever wrote it believes that it does. `orchestrate lint --list-rules` shows all names.',
  bad: oneWay('-- orchestrate-ignore-file REVISION.NO_DOWNSCRIPT: releases before 2.0 are not taken back'),
  good: WITH_REASON,
};

/** A suppression of what is not found. */
export const IGNORE_UNUSED: LintRule = {
  code: 'LINT.IGNORE_UNUSED',
  severity: 'warning',
  since: 1,
  providers: null,
  summary: 'A suppression suppresses nothing.',
  why: 'What it was for is gone, or it stands at the wrong place: before a statement, a field, an attribute or a block it is about the whole of that, at the end of a line about that line, and one for the file stands at its top. One that stays behind would hide the next problem of the same kind.',
  bad: {
    kind: 'migration',
    provider: 'sqlite',
    sql: `-- orchestrate-ignore-file REVISION.NO_DOWN_SCRIPT: releases before 2.0 are not taken back\n${TABLE}`,
    down: 'DROP TABLE "blog_posts";',
  },
  good: WITH_REASON,
  equivalents: [{ tool: 'squawk', rule: 'unused-ignore' }],
};

/** A name in the configuration that is none of a rule. */
export const UNKNOWN_RULE: LintRule = {
  code: 'LINT.UNKNOWN_RULE',
  severity: 'warning',
  since: 1,
  providers: null,
  summary: 'The configuration names a rule that there is not.',
  why: 'Neither its severity nor its exception has any effect, and whoever wrote it believes that it has.',
  bad: {
    kind: 'workspace',
    files: { 'orchestrate.config.json': '{ "lint": { "severities": { "FRAGMENT.NO_ONDELETE": "off" } } }' },
  },
  good: {
    kind: 'workspace',
    files: { 'orchestrate.config.json': '{ "lint": { "severities": { "FRAGMENT.NO_ON_DELETE": "off" } } }' },
  },
};

/** A name in the configuration that is none of an extension or a revision. */
export const UNKNOWN_NAME: LintRule = {
  code: 'LINT.UNKNOWN_NAME',
  severity: 'warning',
  since: 1,
  providers: null,
  summary: 'What the configuration says of linting names an extension or a revision that there is not.',
  why: '`lint.startAfter` and `lint.prefix` have no effect then: revisions that were to be left alone are linted, or the other way round.',
  bad: {
    kind: 'workspace',
    files: { 'orchestrate.config.json': '{ "lint": { "startAfter": { "blgo": "20260101000000" } } }' },
  },
  good: {
    kind: 'workspace',
    files: { 'orchestrate.config.json': '{ "lint": { "startAfter": { "core": "20260101000000" } } }' },
  },
};

/** The rules on what is written to steer the linter itself. */
export const SUPPRESSION_RULES: readonly LintRule[] = [
  IGNORE_WITHOUT_REASON,
  IGNORE_UNKNOWN_RULE,
  IGNORE_UNUSED,
  UNKNOWN_NAME,
  UNKNOWN_RULE,
];
