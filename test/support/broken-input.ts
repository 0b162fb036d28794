import { expect, vi } from 'vitest';
import { addEntries, type TestEntry, testdir } from '../../packages/core/src/testdir.test-support.js';
import { readContentsOf } from './directory-contents.js';
import { runInProcess } from './run-in-process.js';
import { coreRevision, smallFiles } from './small-workspace.js';
import { type DatabaseKind, readContents, type TestDatabase } from './test-database.js';

type Files = Readonly<Record<string, TestEntry>>;

/** Something that is wrong with a workspace, and what the command has to say about it. */
export interface Broken {
  readonly is: string;
  /** Besides those of the small workspace. */
  readonly files?: Files;
  /** Instead of those of the small workspace. */
  readonly only?: Files;
  /** What happens to the workspace before. */
  readonly prepare?: (cwd: string, database: TestDatabase) => void | Promise<void>;
  readonly args: readonly string[];
  /** In place of that of the workspace. */
  readonly url?: (database: TestDatabase) => string;
  readonly env?: Readonly<Record<string, string>>;
  readonly code: string;
  readonly exitCode: 1 | 2 | 3;
  /** What message and fix together have to say. */
  readonly says: readonly string[];
}

/** The revision of core that most rows start from. */
export const INIT = '20260101000000_init';
export const CREATE_USER = 'CREATE TABLE "User" ("id" INTEGER);\n';
export const INIT_FILES = coreRevision(INIT, CREATE_USER);
export const INIT_SQL = `prisma/migrations/${INIT}/migration.sql`;
export const UPGRADE = ['upgrade', '--all'];

/** An upgrade that must succeed. */
export async function upgraded(cwd: string): Promise<void> {
  expect(await runInProcess(UPGRADE, cwd)).toMatchObject({ exitCode: 0 });
}

/** Runs the command in a broken workspace: it must say what is wrong and touch nothing. */
export async function expectClear(on: DatabaseKind, broken: Broken): Promise<void> {
  const cwd = testdir();
  const database = await on.create(cwd);
  addEntries(cwd, broken.only ?? { ...smallFiles(on, database), ...broken.files });
  await broken.prepare?.(cwd, database);
  const before = await contentsOf(cwd, database);
  const url = broken.url === undefined ? [] : ['--database-url', broken.url(database)];
  for (const [name, value] of Object.entries(broken.env ?? {})) vi.stubEnv(name, value);
  const run = await runInProcess([...broken.args, ...url, '--json'], cwd);
  vi.unstubAllEnvs();
  const { exitCode, stdout, stderr } = run;
  const { ok, result, error } = JSON.parse(stdout);
  const at = error ?? result.findings.find(({ severity }: { severity: string }) => severity === 'error');
  expect({ exitCode, ok, stderr, code: at?.code, error }).toMatchObject({
    exitCode: broken.exitCode,
    ok: false,
    stderr: '',
    code: broken.code,
  });
  const place = at.where === undefined ? '' : `${at.where.file}:${at.where.line}:${at.where.column} `;
  const text = `${place}${at.message}\n${at.fix}`;
  for (const part of broken.says) expect(text).toContain(part.replaceAll('<cwd>', cwd));
  expect(at.fix).not.toBe('');
  expect(await contentsOf(cwd, database)).toEqual(before);
}

async function contentsOf(cwd: string, database: TestDatabase): Promise<unknown> {
  // The lock of SQLite is a file beside the database, and comes into being with the first run that wants to write.
  const files = Object.entries(readContentsOf(cwd)).filter(([name]) => !name.endsWith('-orchestrate-lock'));
  return { files: Object.fromEntries(files), database: database.isFile ? null : await readContents(database) };
}
