import type { Finding, LintResult } from '@prisma-orchestrate/core';
import { CHANGED_FILE_FIELDS, FINDING_FIELDS, REPOSITORY_FIELD } from '../../docs/common-fields.js';
import { documentResult, type ResultField } from '../../docs/result-document.js';

const FINDING: Finding = {
  code: 'FRAGMENT.NO_ON_DELETE',
  severity: 'warning',
  message:
    'Post.author refers to User of core, and does not say what happens to a Post when that is deleted; by default it is Restrict.',
  extension: 'blog',
  where: { file: 'extensions/blog/prisma/schema.prisma', line: 4, column: 3 },
  fix: 'Decide, and write it: onDelete: Restrict keeps what there is, onDelete: Cascade deletes the Post too (then make a revision).',
  related: [],
};

/** The fields of a finding under another name. */
function findingFieldsAt(place: string): readonly ResultField[] {
  return FINDING_FIELDS.slice(1).map((field) => ({ ...field, path: field.path.replace('findings[]', place) }));
}

export const lintResult = documentResult<LintResult>({
  fields: [
    { path: 'standard', type: 'integer', means: 'The version of the migration standard' },
    { path: 'extensions', type: 'string[]', means: 'The extensions that were looked at' },
    { path: 'revisions', type: 'integer', means: 'How many revisions were looked at' },
    { path: 'suppressed', type: 'object[]', means: 'Findings that are left out on purpose' },
    { path: 'suppressed[].finding', type: 'object', means: 'As in `findings`' },
    ...findingFieldsAt('suppressed[].finding'),
    { path: 'suppressed[].reason', type: 'string', means: 'Why' },
    { path: 'suppressed[].by', type: "'comment' | 'configuration'", means: 'What leaves it out' },
    { path: 'suppressed[].where', type: 'object | null', means: 'Where the comment stands' },
    { path: 'suppressed[].where.file', type: 'string', means: 'Relative to the workspace root' },
    { path: 'suppressed[].where.line', type: 'integer', means: 'From 1' },
    { path: 'suppressed[].where.column', type: 'integer', means: 'From 1' },
    { path: 'fixed', type: 'object[]', means: 'What `--fix` mended, or would' },
    { path: 'fixed[].code', type: 'string', means: 'The rule' },
    { path: 'fixed[].extension', type: 'string | null', means: 'Whose file it was' },
    { path: 'fixed[].message', type: 'string', means: 'What was wrong' },
    ...CHANGED_FILE_FIELDS,
    { path: 'dryRun', type: 'boolean', means: 'Whether it only shows what would be changed' },
    {
      path: 'rules',
      type: 'object[]',
      means: 'The rules of what was found; with `--list-rules` all, with `--explain` the one',
    },
    { path: 'rules[].code', type: 'string', means: 'Its name' },
    { path: 'rules[].severity', type: "'off' | 'notice' | 'warning' | 'error'", means: 'As configured' },
    { path: 'rules[].since', type: 'integer', means: 'The version of the standard that brought it' },
    { path: 'rules[].isFixable', type: 'boolean', means: 'Whether `--fix` can mend some of what it finds' },
    { path: 'rules[].summary', type: 'string', means: 'What it is about' },
    { path: 'rules[].equivalents', type: 'object[]', means: 'What other tools call it' },
    { path: 'rules[].equivalents[].tool', type: "'squawk' | 'strong_migrations'", means: 'The tool' },
    { path: 'rules[].equivalents[].rule', type: 'string', means: 'Its name there' },
    { path: 'rules[].page', type: 'string', means: 'What `--explain` prints, in Markdown' },
    REPOSITORY_FIELD,
    ...FINDING_FIELDS,
  ],
  example: {
    standard: 1,
    extensions: ['core', 'blog'],
    revisions: 4,
    findings: [FINDING],
    suppressed: [
      {
        finding: { ...FINDING, where: { file: 'extensions/blog/prisma/schema.prisma', line: 14, column: 3 } },
        reason: 'authors are never deleted',
        by: 'comment',
        where: { file: 'extensions/blog/prisma/schema.prisma', line: 13, column: 3 },
      },
    ],
    fixed: [],
    files: [],
    dryRun: false,
    rules: [
      {
        code: 'FRAGMENT.NO_ON_DELETE',
        severity: 'warning',
        since: 1,
        isFixable: true,
        summary: "A relation to another extension's model does not say what happens when that row is deleted.",
        equivalents: [],
        page: '# FRAGMENT.NO_ON_DELETE\n\n…',
      },
    ],
    directory: '.',
  },
});
