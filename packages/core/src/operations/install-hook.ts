import { lstatSync, realpathSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { findWorkspaceRoot } from '../config/find-workspace-root.js';
import { danglingLink, readStats, readWholeText } from '../config/read-text-file.js';
import { rootRelative } from '../config/root-relative.js';
import { unwritable } from '../workspace/write-durably.js';
import type { GitHook } from './install-hook/git-hook.js';
import { hookEdited, hookOfAnother, hooksManaged, hooksShared, hookTaken } from './install-hook/hook-errors.js';
import { ownerOfHook, renderHookScript } from './install-hook/hook-script.js';
import { findHookTool } from './install-hook/hook-tool.js';
import { type Repository, readRepository } from './install-hook/read-repository.js';
import { validateCommand } from './install-hook/validate-command.js';
import { createHook, replaceHook } from './install-hook/write-hook.js';
import { asOperation } from './run/as-operation.js';
import { assertNotInterrupted } from './run/assert-not-interrupted.js';
import type { WorkspaceOptions } from './run-options.js';

/** What {@link installHook} takes. */
export interface InstallHookOptions extends WorkspaceOptions {
  /** `pre-commit` unless given. */
  readonly hook?: GitHook | undefined;
  /** Removes the hook, if it is one of ours. */
  readonly remove?: boolean | undefined;
  /** Says what would be done and does nothing. */
  readonly dryRun?: boolean | undefined;
}

/**
 * What became of a hook. `covered`: a hook of other making, or the tool that the repository has for hooks, checks what
 * is staged already. `absent`: there is none of ours to remove.
 */
export type HookState = 'created' | 'updated' | 'unchanged' | 'covered' | 'removed' | 'absent';

/** What {@link installHook} did, or would do. */
export interface InstallHookResult {
  readonly dryRun: boolean;
  readonly hook: GitHook;
  readonly state: HookState;
  /** The file that it is about: where git looks for the hook, or the one that covers it. Absolute. */
  readonly file: string;
  /** What the hook says afterwards; null where it is not ours, or gone. */
  readonly script: string | null;
}

/**
 * Installs a git hook that runs `orchestrate validate --staged`, where git looks for it. Only a hook that it has made
 * itself, and that nobody has edited, is ever changed or removed.
 *
 * @throws OrchestrateError `GITHOOK.TAKEN`, `GITHOOK.EDITED`, `GITHOOK.MANAGED`, `GITHOOK.SHARED`, `GIT.NO_REPOSITORY`,
 * `GIT.NO_WORK_TREE`, `GIT.NOT_INSTALLED`, `GIT.FAILED`, `FILE.UNWRITABLE`; nothing is changed then
 *
 * @example
 * ```ts
 * const { state, file } = await installHook({ cwd: process.cwd() });
 * console.log(state, file.endsWith('.git/hooks/pre-commit')); // created true
 * ```
 */
export function installHook(options: InstallHookOptions): Promise<InstallHookResult> {
  return asOperation(options, changeHook);
}

async function changeHook(options: InstallHookOptions): Promise<InstallHookResult> {
  const { hook = 'pre-commit', remove = false, dryRun = false } = options;
  const { root, configFile } = findWorkspaceRoot(options);
  const found = {
    root: realpathSync.native(root),
    config: options.configPath === undefined || configFile === null ? null : path.basename(configFile),
  };
  const { environment = process.env } = options;
  const repository = await readRepository({ cwd: found.root, environment }, hook);
  await assertNotInterrupted(options.signal);
  const job = { ...found, ...repository, hook, dryRun };
  return remove ? removeHook(job) : addHook(job);
}

interface Job extends Repository {
  readonly root: string;
  readonly config: string | null;
  readonly hook: GitHook;
  readonly dryRun: boolean;
}

function addHook(job: Job): InstallHookResult {
  const { top, root, config, hook, hookFile: file, hasOwnHooks, usualHooks, dryRun } = job;
  const refusal = { hook, file, command: validateCommand({ top, root, config }) };
  const tool = findHookTool({ top, hook, hookFile: file });
  if (tool?.callsOrchestrate) return { dryRun, hook, state: 'covered', file: path.join(top, tool.file), script: null };
  if (tool !== null) throw hooksManaged(refusal, tool);

  const script = renderHookScript({ workspace: workspaceOf(job), config });
  const found = readHook(file);
  if (found === null) {
    if (!hasOwnHooks) throw hooksShared(refusal, usualHooks);
    // Where somebody was faster, what they have written decides.
    if (!dryRun && !createHook(file, script)) return addHook(job);
    return { dryRun, hook, state: 'created', file, script };
  }
  const owner = ownerOfHook(found);
  if (owner.kind === 'foreign') {
    if (owner.callsOrchestrate) return { dryRun, hook, state: 'covered', file, script: null };
    throw hasOwnHooks ? hookTaken(refusal) : hooksShared(refusal, usualHooks);
  }
  if (isOfAnother(owner.workspace, job)) {
    if (found.includes(refusal.command)) return { dryRun, hook, state: 'covered', file, script: null };
    throw hookOfAnother(refusal, owner.workspace);
  }
  if (owner.isEdited) throw hookEdited(refusal);
  if (!hasOwnHooks) throw hooksShared(refusal, usualHooks);
  if (found === script && isExecutable(file)) return { dryRun, hook, state: 'unchanged', file, script };
  if (!dryRun) replaceHook(file, script);
  return { dryRun, hook, state: 'updated', file, script };
}

function removeHook(job: Job): InstallHookResult {
  const { top, root, config, hook, hookFile: file, hasOwnHooks, dryRun } = job;
  const found = readHook(file);
  const owner = found === null ? null : ownerOfHook(found);
  if (owner?.kind !== 'ours' || isOfAnother(owner.workspace, job) || !hasOwnHooks) {
    return { dryRun, hook, state: 'absent', file, script: null };
  }
  if (owner.isEdited) throw hookEdited({ hook, file, command: validateCommand({ top, root, config }) });
  if (!dryRun) deleteHook(file);
  return { dryRun, hook, state: 'removed', file, script: null };
}

/** The workspace as the script says it. */
function workspaceOf({ top, root }: Job): string {
  return root === top ? '.' : `./${rootRelative(top, root)}`;
}

/** Whether a hook checks another workspace of the repository; one that is gone has moved here. */
function isOfAnother(workspace: string, job: Job): boolean {
  return (
    workspace !== workspaceOf(job) && statSync(path.join(job.top, workspace), { throwIfNoEntry: false }) !== undefined
  );
}

function readHook(file: string): string | null {
  // A core.hooksPath of /dev/null turns hooks off.
  if (readStats(path.dirname(file))?.isDirectory() !== true) return null;
  const text = readWholeText(file);
  if (text === null && lstatSync(file, { throwIfNoEntry: false }) !== undefined) throw danglingLink(file);
  return text;
}

/** Windows has no such right, and git needs none there. */
function isExecutable(file: string): boolean {
  return process.platform === 'win32' || (statSync(file).mode & 0o111) !== 0;
}

function deleteHook(file: string): void {
  try {
    rmSync(file);
  } catch (error) {
    throw unwritable(file, error);
  }
}
