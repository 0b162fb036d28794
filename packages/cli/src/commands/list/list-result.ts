import type { ListResult } from '@prisma-orchestrate/core';
import { FINDING_FIELDS } from '../../docs/common-fields.js';
import { documentResult } from '../../docs/result-document.js';

export const listResult = documentResult<ListResult>({
  fields: [
    { path: 'extensions', type: 'object[]', means: '`core` first, then by name' },
    { path: 'extensions[].name', type: 'string', means: 'Its name' },
    { path: 'extensions[].directory', type: 'string', means: 'Relative to the workspace root' },
    { path: 'extensions[].packageName', type: 'string | null', means: 'The npm package it comes from' },
    { path: 'extensions[].packageVersion', type: 'string | null', means: 'The version of that package' },
    { path: 'extensions[].dependsOn', type: 'string[]', means: 'Direct dependencies' },
    { path: 'extensions[].files', type: 'string[]', means: 'The files of its fragment' },
    { path: 'extensions[].namespace', type: 'string | null', means: 'Database schema of its own' },
    { path: 'extensions[].historyTable', type: 'string', means: 'Where its applied revisions are recorded' },
    { path: 'extensions[].revisions', type: 'integer', means: 'How many revisions it has' },
    { path: 'extensions[].heads', type: 'string[]', means: 'The last ones; more than one after two branches met' },
    { path: 'extensions[].models', type: 'object[] | null', means: 'What it owns; null without `--models`' },
    {
      path: 'extensions[].models[].kind',
      type: "'model' | 'view' | 'enum' | 'type' | 'join-table'",
      means: 'What it is',
    },
    { path: 'extensions[].models[].name', type: 'string', means: 'Its name in the schema' },
    { path: 'extensions[].models[].databaseName', type: 'string', means: 'Its name in the database' },
    {
      path: 'extensions[].models[].schema',
      type: 'string | null',
      means: 'The database schema; null where the whole schema names none',
    },
    { path: 'extensions[].models[].where', type: 'object', means: 'Where it is written' },
    { path: 'extensions[].models[].where.file', type: 'string', means: 'Relative to the workspace root' },
    { path: 'extensions[].models[].where.line', type: 'integer', means: 'From 1' },
    { path: 'extensions[].models[].where.column', type: 'integer', means: 'From 1' },
    ...FINDING_FIELDS,
  ],
  example: {
    extensions: [
      {
        name: 'blog',
        directory: 'extensions/blog',
        packageName: null,
        packageVersion: null,
        dependsOn: ['core'],
        files: ['extensions/blog/prisma/schema.prisma'],
        namespace: null,
        historyTable: '_prisma_migrations_blog',
        revisions: 2,
        heads: ['blog/20260201093000_add_tags'],
        models: [
          {
            kind: 'model',
            name: 'Post',
            databaseName: 'Post',
            schema: null,
            where: { file: 'extensions/blog/prisma/schema.prisma', line: 1, column: 7 },
          },
        ],
      },
    ],
    findings: [],
  },
});
