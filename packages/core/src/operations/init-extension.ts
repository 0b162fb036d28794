import path from 'node:path';
import { rootRelative } from '../config/root-relative.js';
import { OrchestrateError } from '../errors.js';
import type { RevisionId } from '../revisions/revision.js';
import { readWorkspace } from '../workspace/read-workspace.js';
import type { FileChange } from '../workspace/write-changes.js';
import { writeChanges } from '../workspace/write-changes.js';
import { compareWritten, writeComposition } from '../workspace/write-composition.js';
import type { Assembly } from './init-extension/assemble-extension.js';
import type { DecidedExtension, ExtensionRequest } from './init-extension/decide-extension.js';
import { decideExtension } from './init-extension/decide-extension.js';
import {
  extensionStays,
  firstRevisionRefused,
  hookRefused,
  initInterrupted,
  notFoundAfterwards,
  unfitTemplate,
  withOutcome,
} from './init-extension/init-extension-errors.js';
import { nextSteps } from './init-extension/next-steps.js';
import type { Template } from './init-extension/plan-files.js';
import { forgetAttempts, whyFilesStay } from './init-extension/probe-database.js';
import { writeFirstRevision } from './init-extension/write-first-revision.js';
import { writeWhileUnchanged } from './make-revision/write-while-unchanged.js';
import { asOperation } from './run/as-operation.js';
import type { ChangedFile } from './run/changed-file.js';
import { describeChange } from './run/changed-file.js';
import { isInterrupted } from './run/is-interrupted.js';
import type { MigrationResult } from './run/migrate.js';
import type { RunOptions } from './run-options.js';

/** What {@link initExtension} takes. */
export interface InitExtensionOptions extends RunOptions {
  readonly name: string;
  /** Extensions whose models it will refer to; core is implied. */
  readonly dependsOn?: readonly string[] | undefined;
  /** Its directory, relative to `cwd`; `<extensionsDir>/<name>` unless given. */
  readonly directory?: string | undefined;
  /** `basic` (the default), `empty`, or a directory with files and placeholders, relative to `cwd`. */
  readonly template?: string | undefined;
  /** Makes the schema without a model, and no revision. */
  readonly skipModel?: boolean | undefined;
  /** Makes no revision. */
  readonly skipMigrate?: boolean | undefined;
  /** Makes the revision and leaves the database alone. */
  readonly skipApply?: boolean | undefined;
  /** Says what would be made and makes nothing. */
  readonly dryRun?: boolean | undefined;
}

/** What {@link initExtension} made, or would make. */
export interface InitExtensionResult {
  readonly dryRun: boolean;
  readonly name: string;
  /** Relative to the workspace root. */
  readonly directory: string;
  readonly packageName: string;
  /** With core. */
  readonly dependsOn: readonly string[];
  /** Every new file, and the configuration where it had to list the extension. */
  readonly files: readonly ChangedFile[];
  /** Null where no sample model was made. */
  readonly model: {
    readonly name: string;
    readonly table: string;
    /** The model of core that it belongs to; null without one. */
    readonly owner: string | null;
  } | null;
  /** Null where none was made. */
  readonly revision: {
    readonly revision: RevisionId;
    readonly directory: string;
    readonly requires: readonly RevisionId[];
  } | null;
  /** What was applied; null where the database was left alone. */
  readonly upgrade: MigrationResult | null;
  /** The folder of the composed schema, where one was there and was brought up to date; else null. */
  readonly composed: string | null;
  /** What is left to do, each a sentence. */
  readonly next: readonly string[];
}

/** How often to decide anew, where others change the workspace meanwhile. */
const ATTEMPTS = 5;

/**
 * Makes a new extension: its directory with a package.json, a schema with a sample model and a README, an entry in the
 * configuration where it would not be found otherwise, and its first revision, applied. What fails is taken back; only
 * what is committed in the database stays, and then so do the files.
 *
 * @throws OrchestrateError `SCAFFOLD.*`, `WORKSPACE.UNKNOWN_EXTENSION`, `WORKSPACE.HISTORY_TABLE_CLASH`, the first
 * finding of a workspace that has errors already, and whatever {@link makeRevision} and {@link upgrade} throw
 *
 * @example
 * ```ts
 * const { directory, next } = await initExtension({ cwd: process.cwd(), name: 'billing', dependsOn: ['blog'] });
 * console.log(directory); // extensions/billing
 * for (const sentence of next) console.log(sentence);
 * ```
 */
export function initExtension(options: InitExtensionOptions): Promise<InitExtensionResult> {
  return asOperation(options, makeWithRetries);
}

async function makeWithRetries(options: InitExtensionOptions): Promise<InitExtensionResult> {
  const request = requestOf(options);
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await attemptExtension(request, options);
    } catch (error) {
      // Another run has made something since; its result decides what can be made now.
      const isOvertaken = error instanceof OrchestrateError && error.code === 'REVISION.CHANGED_MEANWHILE';
      if (!isOvertaken || attempt === ATTEMPTS) throw error;
    }
  }
}

function requestOf(options: InitExtensionOptions): ExtensionRequest {
  const { cwd, name, dependsOn = [], directory, skipModel = false, skipMigrate = false, skipApply = false } = options;
  const template = templateOf(options);
  if (skipModel && template.kind === 'directory') {
    const fix = 'Leave --skip-model out, or take --template empty.';
    throw unfitTemplate(template.directory, 'what models it has is for the template to say, not for --skip-model', fix);
  }
  const isEmpty = skipModel || template.kind === 'empty';
  const isOnlyAsked = options.dryRun === true;
  const makesRevision = !isEmpty && !skipMigrate;
  return {
    name,
    dependsOn,
    directory: directory === undefined ? undefined : path.resolve(cwd, directory),
    template: isEmpty ? { kind: 'empty' } : template,
    makesRevision,
    applies: makesRevision && !skipApply && !isOnlyAsked,
    isOnlyAsked,
  };
}

function templateOf({ cwd, template = 'basic' }: InitExtensionOptions): Template {
  if (template === 'basic' || template === 'empty') return { kind: template };
  return { kind: 'directory', directory: path.resolve(cwd, template) };
}

/** What a run has made so far, and how to take it back, the last first. */
interface Progress {
  readonly assemblies: Assembly[];
  readonly undo: (() => unknown)[];
  decided: DecidedExtension | null;
  isApplying: boolean;
}

async function attemptExtension(
  request: ExtensionRequest,
  options: InitExtensionOptions,
): Promise<InitExtensionResult> {
  const progress: Progress = { assemblies: [], undo: [], decided: null, isApplying: false };
  try {
    return await makeExtension(request, { options, progress });
  } catch (error) {
    throw await afterFailure(error, { request, options, progress });
  } finally {
    for (const assembly of progress.assemblies) assembly[Symbol.dispose]();
  }
}

interface Making {
  readonly options: InitExtensionOptions;
  readonly progress: Progress;
}

async function makeExtension(request: ExtensionRequest, { options, progress }: Making): Promise<InitExtensionResult> {
  const keep = (assembly: Assembly): Assembly => {
    progress.assemblies.push(assembly);
    return assembly;
  };
  const decided = await decideExtension(request, { options, keep });
  progress.decided = decided;
  const { open, sources, extension, draft, listed } = decided;
  const { root, config } = open.workspace;
  const [assembly] = progress.assemblies as [Assembly];
  if (await isInterrupted(options.signal)) throw initInterrupted();

  const configChanges: readonly FileChange[] = listed?.kind === 'change' ? [listed.change] : [];
  const revision = draft === null ? null : await writeFirstRevision(decided, { assembly, draft });
  if (!request.isOnlyAsked) {
    await writeWhileUnchanged(open, { sources, options }, async () => {
      progress.undo.push(assembly.move());
      if (configChanges.length > 0) progress.undo.push(writeChanges(configChanges));
      return revision === null ? [] : [revision];
    });
  }
  const isFound = listed?.kind !== 'manual';
  const canGoOn = isFound && !request.isOnlyAsked;
  if (canGoOn) await assertFound(decided, options);
  const composed = canGoOn && (await bringUpToDate(decided, progress)) ? config.output : null;
  if (await isInterrupted(options.signal)) throw initInterrupted();

  let upgraded: MigrationResult | null = null;
  if (canGoOn && request.applies && revision !== null) {
    progress.isApplying = true;
    const { upgrade } = await import('./upgrade.js');
    upgraded = await upgrade({ ...options, dryRun: false, selection: { kind: 'extension', name: request.name } });
  }
  const { sample, owner, files, packageName, dependsOn } = decided;
  const newFiles = [...files, ...(revision?.files ?? [])].map(({ path: name, content }): FileChange => {
    const after = typeof content === 'string' ? content : '';
    return { file: path.join(extension.directory, name), before: null, after };
  });
  const directory = rootRelative(root, extension.directory);
  return {
    dryRun: request.isOnlyAsked,
    name: request.name,
    directory,
    packageName,
    dependsOn,
    files: [...newFiles, ...configChanges].map((change) => describeChange(change, root)),
    model: sample === null ? null : { name: sample.model, table: sample.table, owner },
    revision: revision && {
      revision: revision.revision,
      directory: revision.directory,
      requires: revision.requires,
    },
    upgrade: upgraded,
    composed,
    next: nextSteps(decided, { request, isApplied: upgraded !== null }),
  };
}

/** What evaluates code to find its extensions may leave out what its text says. */
async function assertFound({ extension, open }: DecidedExtension, options: InitExtensionOptions): Promise<void> {
  const { extensions } = await readWorkspace(options);
  const isThere = extensions.some(
    ({ name, directory }) => name === extension.name && directory === extension.directory,
  );
  if (!isThere) throw notFoundAfterwards(extension.name, rootRelative(open.workspace.root, extension.directory));
}

/** Where a composed schema was written before, it would be stale now. */
async function bringUpToDate({ open, before, after }: DecidedExtension, { undo }: Progress): Promise<boolean> {
  const { root, config } = open.workspace;
  const written = compareWritten({ root, directory: config.output, files: before.files });
  if (!written.isThere) return false;
  // What was stale before is not put back.
  undo.push(() => writeComposition({ root, directory: config.output, files: before.files, check: false }));
  await writeComposition({ root, directory: config.output, files: after.files, check: false });
  return true;
}

interface AfterFailureOptions extends Making {
  readonly request: ExtensionRequest;
}

/** Takes back what was made, unless the database knows of it; gives the error that says what is left. */
async function afterFailure(error: unknown, { request, options, progress }: AfterFailureOptions): Promise<unknown> {
  const { decided, undo, isApplying } = progress;
  const { name } = request;
  if (decided !== null && isApplying) {
    const { workspace } = decided.open;
    const why = await whyFilesStay(workspace, { name, options });
    const directory = rootRelative(workspace.root, decided.extension.directory);
    if (why !== null) return extensionStays({ name, directory }, { why, cause: error });
    if (decided.recorded === 'no history') undo.push(() => forgetAttempts({ name, options }));
  }
  const left: unknown[] = [];
  for (const takeBack of undo.reverse()) {
    try {
      await takeBack();
    } catch (failure) {
      left.push(failure);
    }
  }
  if (!(error instanceof OrchestrateError)) return error;
  // What a hook says of that goes by what usually stays.
  if (error.kind === 'interrupted' && left.length === 0) return initInterrupted(error);
  const wasMade = undo.length > 0;
  const outcome =
    left.length > 0
      ? `Not everything could be taken back: ${left.map(String).join('; ')}`
      : wasMade
        ? 'What had been made was taken back.'
        : 'Nothing was made.';
  const concernsDatabase = request.applies && /^(?:DATABASE|LOCK|HISTORY|UPGRADE|CONFIG\.NO_)/.test(error.code);
  // Without a driver there is no revision either.
  const isMigrated = error.code !== 'DATABASE.UNSUPPORTED_PROVIDER';
  const fix = concernsDatabase && isMigrated ? 'To make the extension and leave the database alone: --skip-apply.' : '';
  return withOutcome(withFittingFix(error, { name, isApplying }), { outcome, fix });
}

/** What an error of another operation advises may be about files that were taken back. */
function withFittingFix(
  error: OrchestrateError,
  { name, isApplying }: { readonly name: string; readonly isApplying: boolean },
): OrchestrateError {
  if (error.code === 'HOOK.FAILED') return hookRefused(error);
  return isApplying && error.message.includes(`${name}/`) ? firstRevisionRefused(error) : error;
}
