import type { DebugReport } from '@prisma-orchestrate/core';
import { PROBLEM_FIELDS } from '../../docs/common-fields.js';
import { documentResult } from '../../docs/result-document.js';

export const debugResult = documentResult<DebugReport>({
  fields: [
    {
      path: 'versions',
      type: 'any object',
      means: 'Versions of orchestrate, Prisma, Node and the drivers; null where missing',
    },
    { path: 'platform', type: 'string', means: 'Operating system and processor' },
    { path: 'root', type: 'string | null', means: 'The workspace' },
    { path: 'configFile', type: 'string | null', means: 'The orchestrate configuration; null where defaults serve' },
    { path: 'prismaConfigFile', type: 'string | null', means: "Prisma's own configuration" },
    { path: 'config', type: 'any object | null', means: 'The configuration with its defaults (configuration.md)' },
    { path: 'database', type: 'object | null', means: 'The database that commands would use' },
    { path: 'database.display', type: 'string', means: 'Its URL without the password' },
    { path: 'database.source', type: 'string', means: 'Where the URL was found' },
    { path: 'database.provider', type: 'string', means: 'As in the datasource block' },
    { path: 'database.exists', type: 'boolean', means: 'Whether it is there' },
    { path: 'database.error', type: 'string | null', means: 'Why it could not be opened' },
    { path: 'extensions', type: 'object[]', means: '`core` first, then by name' },
    { path: 'extensions[].name', type: 'string', means: 'Its name' },
    { path: 'extensions[].directory', type: 'string', means: 'Relative to the workspace root' },
    { path: 'extensions[].dependsOn', type: 'string[]', means: 'Direct dependencies' },
    { path: 'extensions[].files', type: 'integer', means: 'How many files its fragment has' },
    { path: 'extensions[].revisions', type: 'integer', means: 'How many revisions it has' },
    { path: 'extensions[].historyTable', type: 'string', means: 'Where its applied revisions are recorded' },
    { path: 'output', type: 'string | null', means: 'The folder of the composed schema' },
    { path: 'environment', type: 'any object', means: 'Variables that count, without secrets' },
    ...PROBLEM_FIELDS,
  ],
  example: {
    versions: { 'prisma-orchestrate': '0.1.0', prisma: '7.10.1', node: '20.19.0' },
    platform: 'linux x64',
    root: '/home/ada/shop',
    configFile: '/home/ada/shop/orchestrate.config.ts',
    prismaConfigFile: '/home/ada/shop/prisma.config.ts',
    config: { extensionsDir: 'extensions', output: 'generated/schema' },
    database: {
      display: 'file:./prisma/dev.db',
      source: 'prisma config',
      provider: 'sqlite',
      exists: true,
      error: null,
    },
    extensions: [
      {
        name: 'blog',
        directory: 'extensions/blog',
        dependsOn: ['core'],
        files: 1,
        revisions: 2,
        historyTable: '_prisma_migrations_blog',
      },
    ],
    output: 'generated/schema',
    environment: { DATABASE_URL: 'postgresql://app:***@localhost/shop' },
    problems: [],
  },
});
