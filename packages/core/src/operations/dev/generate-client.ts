import path from 'node:path';
import { readTextFile } from '../../config/read-text-file.js';
import type { OnEvent } from '../../events.js';
import { CORE } from '../../extension.js';
import type { ExtensionSource } from '../../fragment/extension-source.js';
import { parseSchemaFile } from '../../fragment/parse-schema-file.js';
import { findPackage } from '../../workspace/find-package.js';
import type { Workspace } from '../../workspace/workspace.js';
import { runChild } from '../run/run-child.js';
import { generateFailed, generateInterrupted, noGenerator, noPrisma } from './dev-errors.js';

/** What {@link generateClient} goes by. */
export interface GenerateClientOptions {
  readonly sources: readonly ExtensionSource[];
  readonly onEvent?: OnEvent | undefined;
  readonly signal?: AbortSignal | undefined;
}

const COMMAND = 'prisma generate';

/** Whether a client can be generated: core asks for one, and Prisma is installed. */
export function hasClient({ root }: Workspace, sources: readonly ExtensionSource[]): boolean {
  return hasGenerator(sources) && findPrisma(root) !== null;
}

/**
 * Runs `prisma generate` on the composed schema, in the workspace root. Its output is told line by line as events.
 *
 * @throws OrchestrateError `GENERATE.NO_GENERATOR`, `GENERATE.NO_PRISMA`, `GENERATE.FAILED`, `RUN.INTERRUPTED`
 */
export async function generateClient(
  { root, config, environment }: Workspace,
  { sources, onEvent, signal }: GenerateClientOptions,
): Promise<void> {
  const script = assertClient(root, sources);
  onEvent?.({ kind: 'step', message: 'Generating the client' });
  const { result, tail } = await runChild({
    file: process.execPath,
    args: [script, 'generate', '--schema', config.output],
    cwd: root,
    // Prisma 7 reads no .env of its own, and its configuration may ask for what is in it.
    env: { ...environment, PRISMA_HIDE_UPDATE_MESSAGE: '1' },
    onLine: (line) => onEvent?.({ kind: 'hook-output', hook: COMMAND, line }),
    signal,
  });
  if (!result.failed) return;
  if (signal?.aborted) throw generateInterrupted();
  throw generateFailed({ exitCode: result.exitCode ?? result.signal ?? 'an error', output: tail }, result);
}

/**
 * What generates the client.
 *
 * @throws OrchestrateError `GENERATE.NO_GENERATOR`, `GENERATE.NO_PRISMA`
 */
export function assertClient(root: string, sources: readonly ExtensionSource[]): string {
  if (!hasGenerator(sources)) throw noGenerator();
  const script = findPrisma(root);
  if (script === null) throw noPrisma(root);
  return script;
}

function hasGenerator(sources: readonly ExtensionSource[]): boolean {
  const files = sources.find(({ name }) => name === CORE)?.files ?? [];
  return files.some((file) => parseSchemaFile(file).blocks.some(({ kind }) => kind === 'generator'));
}

/** The script of Prisma's command, as the package itself names it. */
function findPrisma(root: string): string | null {
  const directory = findPackage(root, 'prisma');
  if (directory === null) return null;
  const { bin } = JSON.parse(readTextFile(path.join(directory, 'package.json')) ?? '{}') as {
    readonly bin?: string | Readonly<Record<string, string>>;
  };
  const script = typeof bin === 'string' ? bin : bin?.['prisma'];
  return script === undefined ? null : path.join(directory, script);
}
