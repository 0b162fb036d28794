import { OrchestrateError } from '../../errors.js';
import { shellWord } from '../../shell-word.js';
import type { GitHook } from './git-hook.js';
import { type HookTool, linesForTool } from './hook-tool.js';

/** A hook that cannot be installed, and what would do the same. */
export interface HookRefusal {
  readonly hook: GitHook;
  /** Where git looks for it. */
  readonly file: string;
  /** The command line to add by hand. */
  readonly command: string;
}

/** There is a hook of other making. */
export function hookTaken({ hook, file, command }: HookRefusal): OrchestrateError {
  return new OrchestrateError({
    code: 'GITHOOK.TAKEN',
    message: `There is a ${hook} hook that orchestrate has not made: ${file}. It is left as it is.`,
    fix: `Add this line to it, before anything that ends it:\n\`${command} || exit 1\``,
    meta: { hook, file, command },
  });
}

/** There is our hook, for another workspace of the same repository. */
export function hookOfAnother({ hook, file, command }: HookRefusal, workspace: string): OrchestrateError {
  return new OrchestrateError({
    code: 'GITHOOK.TAKEN',
    message: `The ${hook} hook of this repository checks another workspace of it, ${workspace}: ${file}. It is left as it is.`,
    fix: `Add this line to it, before \`exit\`:\n\`${command} || exit 1\``,
    meta: { hook, file, command },
  });
}

/** There is our hook, and somebody has changed it. */
export function hookEdited({ hook, file, command }: HookRefusal): OrchestrateError {
  return new OrchestrateError({
    code: 'GITHOOK.EDITED',
    message: `The ${hook} hook of orchestrate has been edited since it was installed: ${file}. It is left as it is.`,
    fix: `Delete it, then run the command again; or keep it, as long as it has this line:\n\`${command} || exit 1\``,
    meta: { hook, file, command },
  });
}

/** Hooks are where other repositories look for theirs, too. */
export function hooksShared({ hook, file, command }: HookRefusal, usualHooks: string): OrchestrateError {
  return new OrchestrateError({
    code: 'GITHOOK.SHARED',
    message: `core.hooksPath makes git look for hooks outside of this repository: ${file}. Nothing was written there.`,
    fix: `Give this repository its own: \`git config --local core.hooksPath ${shellWord(usualHooks)}\`. Or add this line to the hook there:\n\`${command} || exit 1\``,
    meta: { hook, file, command },
  });
}

/** Another tool has the hooks of this repository. */
export function hooksManaged({ hook, file, command }: HookRefusal, tool: HookTool): OrchestrateError {
  const lines = linesForTool(tool, { hook, command });
  return new OrchestrateError({
    code: 'GITHOOK.MANAGED',
    message: `The hooks of this repository belong to ${tool.name}, so none was installed.`,
    fix: `Add this to ${tool.file}:\n${lines}`,
    meta: { hook, file, command, tool: tool.name, addTo: tool.file, lines },
  });
}
