import type { Finding } from '@prisma-orchestrate/core';
import type { ResultField } from './result-document.js';

/** What is wrong in the user's own files. */
export const FINDING_FIELDS: readonly ResultField[] = [
  { path: 'findings', type: 'object[]', means: 'Problems in what you wrote, all of them' },
  { path: 'findings[].code', type: 'string', means: 'Stable code, explained in errors.md' },
  { path: 'findings[].severity', type: "'error' | 'warning' | 'notice'", means: 'Only `error` stops a command' },
  { path: 'findings[].message', type: 'string', means: 'What is wrong' },
  { path: 'findings[].extension', type: 'string | null', means: 'The extension whose file must change' },
  { path: 'findings[].where', type: 'object | null', means: 'The place' },
  { path: 'findings[].where.file', type: 'string', means: 'Relative to the workspace root' },
  { path: 'findings[].where.line', type: 'integer', means: 'From 1' },
  { path: 'findings[].where.column', type: 'integer', means: 'From 1' },
  { path: 'findings[].fix', type: 'string', means: 'The edit or command that mends it' },
  { path: 'findings[].related', type: 'object[]', means: 'Other places that take part' },
  { path: 'findings[].related[].extension', type: 'string', means: 'Who owns that place' },
  { path: 'findings[].related[].message', type: 'string', means: 'Its part in it' },
  { path: 'findings[].related[].where', type: 'object | null', means: 'The place' },
  { path: 'findings[].related[].where.file', type: 'string', means: 'Relative to the workspace root' },
  { path: 'findings[].related[].where.line', type: 'integer', means: 'From 1' },
  { path: 'findings[].related[].where.column', type: 'integer', means: 'From 1' },
];

/** A finding for the examples. */
export const EXAMPLE_FINDING: Finding = {
  code: 'COMPOSITION.UNDECLARED_DEPENDENCY',
  severity: 'error',
  message: 'Subscription refers to Post of blog, but billing does not depend on blog.',
  extension: 'billing',
  where: { file: 'extensions/billing/prisma/schema.prisma', line: 12, column: 3 },
  fix: 'Add "blog" to orchestrate.dependsOn in extensions/billing/package.json.',
  related: [
    {
      extension: 'blog',
      message: 'Post is defined here',
      where: { file: 'extensions/blog/prisma/schema.prisma', line: 1, column: 7 },
    },
  ],
};

/** What is wrong with the state of a database or a workspace. */
export const PROBLEM_FIELDS: readonly ResultField[] = [
  { path: 'problems', type: 'object[]', means: 'What must be resolved' },
  { path: 'problems[].code', type: 'string', means: 'Stable code, explained in errors.md' },
  { path: 'problems[].message', type: 'string', means: 'What is wrong' },
  { path: 'problems[].fix', type: 'string', means: 'The edit or command that resolves it' },
];

/** Which database it was. */
export const DATABASE_FIELD: ResultField = {
  path: 'database',
  type: 'string',
  means: 'The database, without its password',
};

/** What was changed in the user's own files. */
export const CHANGED_FILE_FIELDS: readonly ResultField[] = [
  { path: 'files', type: 'object[]', means: 'The files that were changed, or would be' },
  { path: 'files[].path', type: 'string', means: 'Relative to the workspace root' },
  { path: 'files[].state', type: "'created' | 'changed'", means: 'Whether it is new' },
  { path: 'files[].diff', type: 'string', means: 'The lines that changed, as `diff -u` shows them' },
];

/** What makes the way from the repository to the files of findings. */
export const REPOSITORY_FIELD: ResultField = {
  path: 'directory',
  type: 'string',
  means: 'Where the root is in its git repository; `.` for the top of it, and without one',
};
