import { type HookContext, type HookName, overrideHooks } from '../../config/hooks.js';
import type { Workspace } from '../../workspace/workspace.js';
import type { RunOptions } from '../run-options.js';
import { runHook } from './run-hook.js';

/** What the hooks of one name are about. */
export interface RunHooksOptions
  extends Pick<HookContext, 'revisions'>,
    Partial<Pick<HookContext, 'extension' | 'directory' | 'database'>> {
  readonly workspace: Workspace;
  readonly options: Pick<RunOptions, 'environment' | 'hooks' | 'onEvent' | 'signal'>;
}

/**
 * Runs the hooks of a name, one after the other; the first that fails is the last that runs.
 *
 * @throws OrchestrateError `HOOK.FAILED`, `RUN.INTERRUPTED`
 */
export async function runHooks(
  name: HookName,
  { workspace, options, revisions, ...about }: RunHooksOptions,
): Promise<void> {
  const { extension = null, directory = null, database = null } = about;
  const context = { hook: name, root: workspace.root, revisions, extension, directory, database };
  const { environment, onEvent, signal } = options;
  for (const hook of overrideHooks(workspace.config.hooks, options.hooks)[name]) {
    await runHook(hook, { context, environment, onEvent, signal });
  }
}
