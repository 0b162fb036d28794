import { execa } from 'execa';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { turboTasks } from '../packages/core/src/operations/init/turbo-tasks.js';
import { addEntries, testdir } from '../packages/core/src/testdir.test-support.js';
import { DATABASES } from './support/databases.js';
import { directoryContents } from './support/directory-contents.js';
import { repositoryRoot } from './support/repository.js';
import { runInProcess } from './support/run-in-process.js';

interface Initialized {
  readonly kind: string;
  readonly provider: string;
  readonly packageManager: string;
  readonly isMonorepo: boolean;
  readonly usesTurbo: boolean;
  readonly config: string | null;
  readonly extensions: readonly string[];
  readonly files: readonly { readonly path: string; readonly state: string }[];
  readonly kept: readonly { readonly what: string; readonly found: string }[];
  readonly next: readonly { readonly does: string; readonly lines: readonly string[] }[];
}

/** Runs a command that must succeed and gives its result. */
async function ok<Result = Initialized>(root: string, ...args: readonly string[]): Promise<Result> {
  const { exitCode, stdout, stderr } = await runInProcess([...args, '--json'], root);
  expect({ exitCode, why: exitCode === 0 ? '' : stdout + stderr }).toEqual({ exitCode: 0, why: '' });
  return (JSON.parse(stdout) as { result: Result }).result;
}

async function refused(root: string, ...args: readonly string[]): Promise<readonly [number | undefined, string, string]> {
  const before = directoryContents(root);
  const { exitCode, stdout } = await runInProcess([...args, '--json'], root);
  const { error } = JSON.parse(stdout) as { readonly error: { readonly code: string; readonly message: string } };
  expect(directoryContents(root)).toEqual(before);
  return [exitCode, error.code, error.message];
}

const SCHEMA = `datasource db {
  provider = "sqlite"
}

generator client {
  provider = "prisma-client"
  output   = "../src/generated"
}

model User {
  id Int @id
}
`;

const PROJECT = {
  'prisma/schema.prisma': SCHEMA,
  'prisma.config.ts': "export default { schema: 'prisma/schema.prisma' };\n",
};
