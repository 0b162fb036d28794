import { existsSync } from 'node:fs';
import path from 'node:path';
import { rootRelative } from '../config/root-relative.js';
import { driverFor } from '../database/driver-for.js';
import { shellWord } from '../shell-word.js';
import { listRevisionNames } from '../workspace/read-revisions.js';
import { readWorkspace } from '../workspace/read-workspace.js';
import type { Extension, Workspace } from '../workspace/workspace.js';
import { noPrisma } from './generate/generate-errors.js';
import { COMPILE_FAST, findPrisma, scriptOf } from './generate/run-prisma.js';
import { divergedExtension } from './make-revision/revision-errors.js';
import { type CarriedBack, carryBackFiles } from './prisma/carry-back-files.js';
import { type CompletedRevision, completeRevisions } from './prisma/complete-revisions.js';
import { handOver, type PrismaStreams } from './prisma/hand-over.js';
import { prismaArguments } from './prisma/prisma-arguments.js';
import { PRISMA_WORDS, type PrismaCommand, readPrismaCommand } from './prisma/prisma-command.js';
import { consentIsPrismas, engineMissing, extensionMissing } from './prisma/prisma-errors.js';
import { extensionFolder, findLeftovers, makeRunFolder, type RunFolder, removeRunFolder } from './prisma/run-folder.js';
import { hasNotedDrafts, noteDrafts, withdrawDrafts } from './prisma/untouched-drafts.js';
import { type WrittenProject, writeProject } from './prisma/write-project.js';
import { asOperation } from './run/as-operation.js';
import { assertOwnFiles } from './run/assert-own-files.js';
import { assertSupportedPrisma } from './run/assert-supported-prisma.js';
import { readDatasourceOf } from './run/datasource-of.js';
import { findEngineProgram } from './run/find-engine-program.js';
import { openWorkspace } from './run/open-workspace.js';
import { selectExtension } from './run/select-extension.js';
import type { RunOptions } from './run-options.js';

/** What {@link prisma} takes. */
export interface PrismaOptions extends RunOptions {
  readonly extension: string;
  /** What Prisma's command is given: `['migrate', 'dev', '--name', 'add_notes']`. */
  readonly args: readonly string[];
  /** Where its input and output are; collected, and without input, unless given. */
  readonly streams?: PrismaStreams | undefined;
  /** The script that answers as Prisma's schema engine; that of the installed package prisma-orchestrate unless given. */
  readonly engine?: string | undefined;
  /** Whether every question is to be answered with yes: those are Prisma's own, so it is refused where it would ask one. */
  readonly assumeYes?: boolean | undefined;
  /** Called when Prisma is about to get the streams. */
  readonly onHandOver?: (() => void) | undefined;
}

/** What {@link prisma} did. */
export interface PrismaResult {
  readonly extension: string;
  readonly args: readonly string[];
  /** Prisma's own. */
  readonly exitCode: number;
  /** The revisions that Prisma has made, and those of earlier runs that were killed, as they were completed. */
  readonly revisions: readonly CompletedRevision[];
  /** Files `down.sql`, relative to the workspace root, that are to be written by hand as their migration was edited. */
  readonly withdrawn: readonly string[];
  /** Files of the fragment that were written, relative to the workspace root. */
  readonly files: CarriedBack['files'];
  /** What Prisma has changed in models of other extensions, which was left alone. */
  readonly leftAlone: CarriedBack['leftAlone'];
  /** The package.json in which `db seed` found no seed, relative to the workspace root. */
  readonly seedless: string | null;
  /** What was collected. */
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs Prisma's own command for one extension, as if that were a project of its own: its fragment and those it depends on
 * as the schema, its revisions as the migrations, its own history table and shadow database, and all else external. What
 * Prisma makes of revisions and of the fragment is completed and carried back afterwards, however Prisma ended.
 *
 * @throws OrchestrateError `PRISMA.*`, `GENERATE.NO_PRISMA`, `WORKSPACE.*`, `DATABASE.*`, the first finding of a schema that is
 * not sound where the command needs one; an exit code of Prisma's is no error
 *
 * @example
 * ```ts
 * const { exitCode, stdout } = await prisma({ cwd: process.cwd(), extension: 'blog', args: ['migrate', 'status'] });
 * console.log(exitCode, stdout);
 * ```
 */
export function prisma(options: PrismaOptions): Promise<PrismaResult> {
  return asOperation(options, runForExtension);
}

async function runForExtension(options: PrismaOptions): Promise<PrismaResult> {
  const { args } = options;
  const workspace = await readWorkspace(options);
  const extension = extensionOf(workspace, options.extension);
  const command = readPrismaCommand(args);
  const installed = findPrisma(workspace.root);
  if (installed === null) throw noPrisma(workspace.root);
  assertSupportedPrisma(installed);
  if (options.assumeYes === true && command.consent !== null && !args.includes(command.consent)) {
    throw consentIsPrismas(command.name, command.consent);
  }
  if (command.writes !== 'nothing') assertOwnFiles([extension], `run \`prisma ${command.name}\``);

  const parent = extensionFolder(workspace.root, extension.name);
  // What it was told to do is done; what comes after it is not to be ended by the same signal.
  const afterwards = { ...options, signal: undefined };
  const left = await completeLeftovers(parent, { extension, options: afterwards });
  if (command.writes === 'revisions') await assertOneHead(extension, options);
  const known = listRevisionNames(extension);
  using folder = makeRunFolder(parent, known);
  const project =
    command.needs === 'nothing' ? null : await writeProject({ workspace, extension, command, folder, options });
  options.onHandOver?.();
  const ended = await handOver({
    file: process.execPath,
    args: ['--require', COMPILE_FAST, scriptOf(installed), ...argumentsFor(project, { extension, options })],
    cwd: command.runsCode ? extension.directory : options.cwd,
    environment: environmentFor({ workspace, extension, command, folder, project, options }),
    streams: options.streams ?? { stdin: 'ignore', stdout: 'collect', stderr: 'collect' },
    signal: options.signal,
  });
  const revisions = await completeRevisions({ extension, known: new Set(known), options: afterwards });
  const drafts = await settleDrafts({ parent, workspace, args, revisions });
  const carried =
    project === null || command.writes !== 'fragment'
      ? { files: [], leftAlone: [] }
      : carryBackFiles(project, { workspace, extension });
  return {
    extension: extension.name,
    args,
    ...ended,
    revisions: [...left, ...revisions],
    withdrawn: drafts,
    seedless: command.name === 'db seed' && project?.hasSeed === false ? seedFileOf(extension, workspace) : null,
    ...carried,
  };
}

/** Of core, Prisma says itself where a seed goes: into the configuration, which is the workspace's own. */
function seedFileOf({ directory }: Extension, { root }: Workspace): string | null {
  return directory === root ? null : rootRelative(root, path.join(directory, 'package.json'));
}

function extensionOf(workspace: Workspace, name: string): Extension {
  const names = workspace.extensions.map((each) => each.name);
  if (!names.includes(name) && PRISMA_WORDS.has(name)) throw extensionMissing(name, names);
  return selectExtension(workspace, name);
}

/** A migration that follows two heads would join them, and nobody has looked whether they fit together. */
async function assertOneHead({ name }: Extension, options: PrismaOptions): Promise<void> {
  const heads = (await openWorkspace(options)).graph.headsOf(name);
  if (heads.length > 1) throw divergedExtension(name, heads);
}

/** A run that was killed had no time to complete what Prisma had made. */
async function completeLeftovers(
  parent: string,
  { extension, options }: { readonly extension: Extension; readonly options: PrismaOptions },
): Promise<readonly CompletedRevision[]> {
  const completed: CompletedRevision[] = [];
  for (const { directory, revisions } of findLeftovers(parent)) {
    completed.push(...(await completeRevisions({ extension, known: new Set(revisions), options })));
    removeRunFolder(directory);
  }
  return completed;
}

interface SettleDraftsOptions {
  readonly parent: string;
  readonly workspace: Workspace;
  readonly args: readonly string[];
  /** Those that were just completed. */
  readonly revisions: readonly CompletedRevision[];
}

/** A script that is made to be edited first may not stay the one that its way back was drafted for. */
async function settleDrafts({ parent, workspace, args, revisions }: SettleDraftsOptions): Promise<readonly string[]> {
  const drafted = args.includes('--create-only') ? revisions.filter(({ down }) => down !== 'blank') : [];
  if (drafted.length === 0 && !hasNotedDrafts(parent)) return [];
  const { provider } = await readDatasourceOf(workspace);
  const driver = await driverFor(provider);
  const withdrawn = await withdrawDrafts({ parent, driver, root: workspace.root });
  const directories = drafted.map(({ directory }) => path.resolve(workspace.root, directory));
  await noteDrafts({ parent, directories, driver });
  return withdrawn;
}

function argumentsFor(
  project: WrittenProject | null,
  { extension, options: { args, cwd } }: { readonly extension: Extension; readonly options: PrismaOptions },
): readonly string[] {
  return project === null ? args : prismaArguments(args, { ...project, extension, cwd });
}

interface EnvironmentOptions {
  readonly workspace: Workspace;
  readonly extension: Extension;
  readonly command: PrismaCommand;
  readonly folder: RunFolder;
  readonly project: WrittenProject | null;
  readonly options: PrismaOptions;
}

function environmentFor({ workspace, extension, command, folder, project, options }: EnvironmentOptions) {
  const { configPath, engine } = options;
  return {
    // With what .env says: Prisma 7 reads no such file, and code of the workspace's own may count on it.
    ...workspace.environment,
    ...project?.environment,
    PRISMA_SCHEMA_ENGINE_BINARY: writeEngine(folder, engine ?? engineScript(workspace.root)),
    CHECKPOINT_DISABLE: '1',
    PRISMA_HIDE_UPDATE_MESSAGE: '1',
    ORCHESTRATE_ENGINE_EXTENSION: extension.name,
    ORCHESTRATE_ENGINE_WORKSPACE: workspace.root,
    ...(configPath === undefined ? {} : { ORCHESTRATE_ENGINE_CONFIG: path.resolve(options.cwd, configPath) }),
    ORCHESTRATE_ENGINE_COMMAND: `orchestrate prisma ${extension.name} -- ${command.name}`,
  };
}

/** Started by a name that is certainly executable, with the Node that runs this. */
function writeEngine(folder: RunFolder, script: string): string {
  folder.write('engine', `#!/bin/sh\nexec ${shellWord(process.execPath)} ${shellWord(script)} "$@"\n`, 0o755);
  return path.join(folder.directory, 'engine');
}

function engineScript(root: string): string {
  const file = findEngineProgram(root);
  if (file === null || !existsSync(file)) throw engineMissing();
  return file;
}
