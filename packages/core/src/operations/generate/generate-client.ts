import path from 'node:path';
import { hasErrors } from '../../findings.js';
import type { ExtensionSource } from '../../fragment/extension-source.js';
import { type FileLock, lockFile } from '../../workspace/lock-file.js';
import type { Workspace } from '../../workspace/workspace.js';
import { compareWritten, type WrittenFile, writeComposition } from '../../workspace/write-composition.js';
import { assertSupportedPrisma } from '../run/assert-supported-prisma.js';
import { LOCK_TIMEOUT_MS } from '../run/lock-for-run.js';
import { type ComposedWorkspace, readComposed } from '../run/read-composed.js';
import type { RunOptions, WorkspaceOptions } from '../run-options.js';
import { clientFolder, makeClientFolder } from './client-folder.js';
import { type ClientGenerator, hasGenerator, outputsOf, readGenerators } from './client-generators.js';
import { digestInputs } from './client-inputs.js';
import { isClientRecorded, recordClient } from './client-record.js';
import { generateBusy, generateInterrupted, noGenerator, noPrisma, unknownGenerator } from './generate-errors.js';
import { forgetOutputs, isHalfWritten, keepOutputs, restoreOutputs } from './kept-outputs.js';
import { findPrisma, runPrisma } from './run-prisma.js';

/** What {@link generateClient} goes by. */
export interface GenerateClientOptions
  extends WorkspaceOptions,
    Pick<RunOptions, 'onEvent' | 'signal' | 'lockTimeoutMs' | 'command'> {
  /** The fragments, where they were read already; they are read anew where another run had to be waited for. */
  readonly composed?: ComposedWorkspace | undefined;
  /** Names of the generators to run; all unless given. */
  readonly generators?: readonly string[] | undefined;
  /** Runs them even where nothing has changed. */
  readonly force?: boolean | undefined;
}

/** What became of the client. */
export interface GeneratedClient {
  /** `stopped` by an error among the findings. */
  readonly state: 'generated' | 'unchanged' | 'stopped';
  readonly composed: ComposedWorkspace;
  /** Those that were asked for. */
  readonly generators: readonly ClientGenerator[];
  readonly files: readonly WrittenFile[];
}

/** Whether a client can be generated: core asks for one, and Prisma is installed. */
export function hasClient({ root }: Workspace, sources: readonly ExtensionSource[]): boolean {
  return hasGenerator(sources) && findPrisma(root) !== null;
}

/**
 * The directory of the Prisma that generates the client.
 *
 * @throws OrchestrateError `GENERATE.NO_GENERATOR`, `GENERATE.NO_PRISMA`, `PRISMA.UNSUPPORTED`
 */
export function assertClient(root: string, sources: readonly ExtensionSource[]): string {
  if (!hasGenerator(sources)) throw noGenerator();
  const prisma = findPrisma(root);
  if (prisma === null) throw noPrisma(root);
  assertSupportedPrisma(prisma);
  return prisma;
}

/**
 * Writes the composed schema and runs `prisma generate` on it, unless the client is what the last run made of the same. One
 * run at a time works on the client of a workspace. What the generators write over is put back when they fail, or when
 * the run is interrupted; after a kill the next run does it.
 *
 * @throws OrchestrateError `GENERATE.*`, `RUN.INTERRUPTED`, and what {@link writeComposition} throws
 */
export async function generateClient(options: GenerateClientOptions): Promise<GeneratedClient> {
  const { composed, signal } = options;
  const first = planClient(composed ?? (await readComposed(options)), options);
  if (first.state === 'stopped' || isDone(first, options)) return unchanged(first);
  using lock = await lockClient(first.composed.workspace, options);
  const folder = clientFolder(first.composed.workspace.root);
  restoreOutputs(folder);
  // Who was waited for may have read newer fragments than this run has.
  const plan = lock.hasWaited ? planClient(await readComposed(options), options) : first;
  if (plan.state === 'stopped' || isDone(plan, options, 'locked')) return unchanged(plan);
  if (signal?.aborted) throw generateInterrupted();
  return await runPlan(plan, { folder, lock, options });
}

/** What is to be done, should it turn out that something is. */
interface ClientPlan {
  readonly state: 'planned';
  readonly composed: ComposedWorkspace;
  readonly generators: readonly ClientGenerator[];
  /** Names of those to run, in code-unit order; null for all. */
  readonly selection: readonly string[] | null;
  readonly prisma: string;
  /** Null where it cannot be known what the client comes from; then it is never up to date. */
  readonly digest: string | null;
  /** What can be put back. */
  readonly outputs: readonly string[];
}

interface StoppedPlan {
  readonly state: 'stopped';
  readonly composed: ComposedWorkspace;
}

function planClient(composed: ComposedWorkspace, options: GenerateClientOptions): ClientPlan | StoppedPlan {
  const { workspace, sources, whole, findings } = composed;
  if (hasErrors(findings)) return { state: 'stopped', composed };
  const prisma = assertClient(workspace.root, sources);
  const generators = readGenerators(workspace, sources);
  const selection = selectionOf(generators, options.generators);
  const known = generators.filter(({ output }) => output !== null);
  return {
    state: 'planned',
    composed,
    generators,
    selection,
    prisma,
    digest: digestInputs({ workspace, files: whole.files, generators, selection, prisma }),
    outputs: outputsOf(known) ?? [],
  };
}

function selectionOf(
  generators: readonly ClientGenerator[],
  asked: readonly string[] | undefined,
): readonly string[] | null {
  if (asked === undefined || asked.length === 0) return null;
  const names = generators.map(({ name }) => name);
  const unknown = asked.find((name) => !names.includes(name));
  if (unknown !== undefined) throw unknownGenerator(unknown, names);
  return [...new Set(asked)].sort();
}

/** Whether the composed schema and the client are what a run would make of them. */
function isDone(plan: ClientPlan, { force }: GenerateClientOptions, locked?: 'locked'): boolean {
  const { digest, outputs, composed } = plan;
  const { root, config } = composed.workspace;
  if (force === true || digest === null) return false;
  if (locked === undefined && isHalfWritten(clientFolder(root))) return false;
  const { files } = compareWritten({ root, directory: config.output, files: composed.whole.files });
  return files.every(({ state }) => state === 'unchanged') && isClientRecorded(root, digest, outputs);
}

function lockClient({ root }: Workspace, options: GenerateClientOptions): Promise<FileLock> {
  const { signal, onEvent, command, lockTimeoutMs: timeoutMs = LOCK_TIMEOUT_MS } = options;
  const folder = clientFolder(root);
  makeClientFolder(folder);
  const file = path.join(folder, 'lock');
  return lockFile(file, {
    timeoutMs,
    command,
    signal,
    onWaiting: (holder) => onEvent?.({ kind: 'client-waiting', holder, timeoutMs }),
    busy: (holder) => generateBusy(file, holder),
    interrupted: generateInterrupted,
  });
}

interface RunPlanOptions {
  readonly folder: string;
  readonly lock: FileLock;
  readonly options: GenerateClientOptions;
}

async function runPlan(plan: ClientPlan, { folder, lock, options }: RunPlanOptions): Promise<GeneratedClient> {
  const { composed, outputs, digest } = plan;
  const { root, config } = composed.workspace;
  const { onEvent, signal } = options;
  const written = { root, directory: config.output, files: composed.whole.files, check: false };
  const files = await writeComposition(written);
  keepOutputs(folder, outputs);
  try {
    await runPrisma(composed.workspace, {
      ...plan,
      whole: composed.whole,
      onEvent,
      signal,
      onStart: (pid) => lock.includeChild(pid),
    });
  } catch (error) {
    restoreOutputs(folder);
    throw error;
  }
  // Known before the journal goes: a run that is killed in between has its work done again, and nothing worse.
  if (digest !== null) recordClient(root, digest, outputs);
  forgetOutputs(folder);
  return { state: 'generated', composed, generators: askedFor(plan), files };
}

function unchanged(plan: ClientPlan | StoppedPlan): GeneratedClient {
  if (plan.state === 'stopped') return { ...plan, generators: [], files: [] };
  return { state: 'unchanged', composed: plan.composed, generators: askedFor(plan), files: [] };
}

function askedFor({ selection, generators }: ClientPlan): readonly ClientGenerator[] {
  return generators.filter(({ name }) => selection === null || selection.includes(name));
}
