import { resolve } from 'node:path';
import type { TestDbOptions, TestDbResult } from '@prisma-orchestrate/core';
import { createTestDb, dropTestDb, resetTestDb } from '@prisma-orchestrate/core/operations/test-db';
import { defineCommand } from '../../command.js';
import { renderTestDb } from '../../render/render-test-db.js';

interface TestDbFlags {
  readonly action: 'create' | 'drop' | 'reset';
  readonly extensions?: string;
  readonly initSql?: readonly string[];
  readonly seedSql?: readonly string[];
  readonly fromRevisions?: boolean;
  readonly name?: string;
  readonly testDatabaseUrl?: string;
  readonly force?: boolean;
}

const ACTIONS: Readonly<Record<TestDbFlags['action'], (options: TestDbOptions) => Promise<TestDbResult>>> = {
  create: createTestDb,
  drop: dropTestDb,
  reset: resetTestDb,
};

export const testDbCommand = defineCommand<TestDbFlags, TestDbResult>({
  call: async ({ action, extensions, fromRevisions, initSql, seedSql, ...flags }, { run, currentDirectory }) => {
    const here = (files: readonly string[] | undefined) => files?.map((file) => resolve(currentDirectory, file));
    return ACTIONS[action]({
      ...(await run()),
      ...flags,
      extensions: extensions?.split(',').map((name) => name.trim()),
      initSql: here(initSql),
      seedSql: here(seedSql),
      from: fromRevisions === true ? 'revisions' : 'fragments',
    });
  },
  succeeded: () => true,
  render: renderTestDb,
});
