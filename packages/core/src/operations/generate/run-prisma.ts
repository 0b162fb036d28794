import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import type { Composition } from '../../composition/composition.js';
import { readTextFile } from '../../config/read-text-file.js';
import type { OnEvent } from '../../events.js';
import { isJsonObject, parseJsonObject } from '../../json/parse-json-object.js';
import { findPackage } from '../../workspace/find-package.js';
import type { Workspace } from '../../workspace/workspace.js';
import { type ChildOptions, type ChildResult, runChild } from '../run/run-child.js';
import { BUILT_IN, type ClientGenerator } from './client-generators.js';
import { generateFailed, generateInterrupted, generatorNotInstalled } from './generate-errors.js';
import { isNotInstalled } from './generator-package.js';
import { locateLines } from './locate-lines.js';

/** How `prisma generate` is run. */
export interface RunPrismaOptions extends Pick<ChildOptions, 'signal' | 'onStart'> {
  /** The directory of the package prisma. */
  readonly prisma: string;
  readonly whole: Composition;
  readonly generators: readonly ClientGenerator[];
  /** Names of those to run; null for all. */
  readonly selection: readonly string[] | null;
  readonly onEvent?: OnEvent | undefined;
}

const COMMAND = 'prisma generate';

/** Required by whoever runs Prisma's command: its engines are WebAssembly, and used for moments. */
export const COMPILE_FAST = fileURLToPath(new URL('./compile-fast.cjs', import.meta.url));

/**
 * Runs `prisma generate` on the composed schema, in the workspace root. Its output is told line by line as events.
 *
 * @throws OrchestrateError `GENERATE.FAILED`, `GENERATE.NOT_INSTALLED`, `RUN.INTERRUPTED`
 */
export async function runPrisma(workspace: Workspace, options: RunPrismaOptions): Promise<void> {
  const { root, config, environment } = workspace;
  const { prisma, whole, generators, selection, onEvent, onStart, signal } = options;
  onEvent?.({ kind: 'step', message: 'Generating the client' });
  const { result, tail } = await runChild({
    file: process.execPath,
    args: [
      '--require',
      COMPILE_FAST,
      scriptOf(prisma),
      'generate',
      '--schema',
      config.output,
      // They are for whoever starts with Prisma, and one of them is a question.
      '--no-hints',
      ...(selection ?? []).flatMap((name) => ['--generator', name]),
    ],
    cwd: root,
    // Prisma 7 reads no .env of its own, and its configuration may ask for what is in it.
    environment,
    env: offline(environment),
    onLine: (line) => {
      if (line.trim() !== '') onEvent?.({ kind: 'hook-output', hook: COMMAND, line });
    },
    onStart,
    signal,
  });
  if (!result.failed) return;
  if (signal?.aborted) throw generateInterrupted();
  throw whyFailed(result, { tail: locateLines(stripVTControlCharacters(tail), { whole, directory: config.output }) });

  function whyFailed(cause: ChildResult, { tail: output }: { readonly tail: string }) {
    const asked = generators.filter(({ name }) => selection === null || selection.includes(name));
    const missing = asked.find(
      ({ provider }) => !BUILT_IN.has(provider) && isNotInstalled(root, provider, environment),
    );
    if (missing !== undefined) return generatorNotInstalled(missing, cause);
    return generateFailed({ exitCode: cause.exitCode ?? cause.signal ?? 'an error', output }, cause);
  }
}

/**
 * Every command of Prisma's wants the schema engine to be there and would download it, and `generate` never starts it:
 * any file will do. One that the user names is left alone.
 */
function offline(environment: Workspace['environment']): Readonly<Record<string, string>> {
  const hasEngine = environment['PRISMA_SCHEMA_ENGINE_BINARY'] || environment['PRISMA_MIGRATION_ENGINE_BINARY'];
  return {
    PRISMA_HIDE_UPDATE_MESSAGE: '1',
    CHECKPOINT_DISABLE: '1',
    ...(hasEngine ? {} : { PRISMA_SCHEMA_ENGINE_BINARY: process.execPath }),
  };
}

/** Where Prisma is installed; null where it is not. */
export function findPrisma(root: string): string | null {
  const directory = findPackage(root, 'prisma');
  return directory === null || scriptIn(directory) === undefined ? null : directory;
}

/** The script of Prisma's command, absolute. */
export function scriptOf(directory: string): string {
  return path.join(directory, scriptIn(directory) ?? '');
}

/** The script of Prisma's command, as the package itself names it. */
function scriptIn(directory: string): string | undefined {
  const { bin } = parseJsonObject(readTextFile(path.join(directory, 'package.json')) ?? '') ?? {};
  const script = isJsonObject(bin) ? bin['prisma'] : bin;
  return typeof script === 'string' ? script : undefined;
}
