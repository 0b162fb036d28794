import path from 'node:path';
import { findWorkspaceRoot } from '../config/find-workspace-root.js';
import { readConfig } from '../config/read-config.js';
import type { Provider } from '../database/database.js';
import { OrchestrateError } from '../errors.js';
import { type FileChange, writeChanges } from '../workspace/write-changes.js';
import type { KeptSetting } from './init/addition.js';
import { initInterrupted, insideWorkspace } from './init/init-errors.js';
import type { NextStep } from './init/next-steps.js';
import { planExistingProject } from './init/plan-existing-project.js';
import { planNewProject } from './init/plan-new-project.js';
import { readProject } from './init/read-project.js';
import { asOperation } from './run/as-operation.js';
import { type ChangedFile, describeChange } from './run/changed-file.js';
import { isInterrupted } from './run/is-interrupted.js';
import type { WorkspaceOptions } from './run-options.js';

/** The databases that a new project can begin with. */
export type StarterProvider = Extract<Provider, 'sqlite' | 'postgresql'>;

/** What {@link init} takes. */
export interface InitOptions extends WorkspaceOptions {
  /** The database of a new project; where there is a project already it must be the one that it has. */
  readonly provider?: StarterProvider | undefined;
  /** Asks for it where nothing says it; `sqlite` where there is no one to ask. */
  readonly chooseProvider?: (() => Promise<StarterProvider>) | undefined;
  /** Says what would be written and writes nothing. */
  readonly dryRun?: boolean | undefined;
}

/** What {@link init} did, or would do. */
export interface InitResult {
  readonly dryRun: boolean;
  /** Absolute. */
  readonly root: string;
  /** Whether a schema was there before. */
  readonly kind: 'new' | 'existing';
  /** As the datasource block names it. */
  readonly provider: string;
  readonly packageManager: string;
  readonly isMonorepo: boolean;
  readonly usesTurbo: boolean;
  /** The configuration that was there already, relative to the root; null where there was none. */
  readonly config: string | null;
  /** The extensions that are there already. */
  readonly extensions: readonly string[];
  /** Empty where everything is in place. */
  readonly files: readonly ChangedFile[];
  /** What has the name of something that init adds and says something else; it was left as it is. */
  readonly kept: readonly KeptSetting[];
  /** What is left for the user to do. */
  readonly next: readonly NextStep[];
}

/** What is to be done, decided from what is there. */
export interface InitPlan extends Pick<InitResult, 'kind' | 'provider' | 'config' | 'extensions' | 'kept' | 'next'> {
  readonly changes: readonly FileChange[];
}

/**
 * Makes a workspace of a Prisma project, or a project and a workspace of a directory without one: configuration, scripts,
 * packages of a monorepo and tasks of turbo, each only where it is missing. Nothing that is there is changed, nothing is
 * installed, and a second run finds nothing to do. All files are written, or none.
 *
 * @throws OrchestrateError `INIT.INSIDE_WORKSPACE`, `INIT.UNFIT_FILE`, `INIT.OTHER_PROVIDER`,
 * `DATABASE.UNSUPPORTED_PROVIDER`, `FILE.CHANGED`, `FILE.UNWRITABLE`, the first finding of a core schema that is not
 * valid, and for a configuration that cannot be read; nothing is written then
 *
 * @example
 * ```ts
 * const { kind, files, next } = await init({ cwd: process.cwd(), dryRun: true });
 * console.log(kind); // existing
 * for (const { path, state } of files) console.log(path, state);
 * for (const { does } of next) console.log(does);
 * ```
 */
export function init(options: InitOptions): Promise<InitResult> {
  return asOperation(options, initProject);
}

async function initProject(options: InitOptions): Promise<InitResult> {
  const { dryRun = false, environment = process.env, signal } = options;
  const directory = path.resolve(options.cwd);
  const found = rootAt(options);
  if (found !== null && found !== directory && options.configPath === undefined)
    throw insideWorkspace(directory, found);
  const root = found ?? directory;
  const project = await readProject(root, environment);
  const plan =
    found === null
      ? await planNewProject(project, options)
      : await planExistingProject(project, await readConfig(options), options);
  if (await isInterrupted(signal)) throw initInterrupted();
  if (!dryRun) writeChanges(plan.changes);
  const { changes, ...rest } = plan;
  return {
    dryRun,
    root,
    packageManager: project.packageManager.name,
    isMonorepo: project.isMonorepo,
    usesTurbo: project.turbo !== null,
    ...rest,
    files: changes.map((change) => describeChange(change, root)),
  };
}

/** The root of the workspace that the directory belongs to; null where there is none yet. */
function rootAt(options: InitOptions): string | null {
  try {
    return findWorkspaceRoot(options).root;
  } catch (error) {
    if (error instanceof OrchestrateError && error.code === 'WORKSPACE.NOT_FOUND') return null;
    throw error;
  }
}
