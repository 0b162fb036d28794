import type { ExtensionSource } from '../../fragment/extension-source.js';
import { extensionOf } from '../../revisions/revision.js';
import { lockRevisions } from '../../workspace/lock-revisions.js';
import { assertNotInterrupted } from '../run/assert-not-interrupted.js';
import { LOCK_TIMEOUT_MS } from '../run/lock-for-run.js';
import type { OpenWorkspace } from '../run/open-workspace.js';
import { runHooks } from '../run/run-hooks.js';
import type { RunOptions } from '../run-options.js';
import { assertNothingChanged } from './assert-nothing-changed.js';
import type { WrittenRevision } from './write-made-revision.js';

/** What {@link writeWhileUnchanged} goes by. */
export interface WriteWhileUnchangedOptions {
  /** The fragments as they were read; null where what was decided does not depend on them. */
  readonly sources: readonly ExtensionSource[] | null;
  /** The extensions that it was decided from; all of them unless given. */
  readonly extensions?: ReadonlySet<string>;
  readonly options: RunOptions;
}

/**
 * Writes revisions that were decided, unless what they were decided from has changed: two runs that decided at the same
 * time would else write two revisions where there is room for one. The hook for new revisions runs when all are written,
 * with no lock held: it may be slow, and may call this command.
 *
 * @throws OrchestrateError `REVISION.BUSY`, `REVISION.CHANGED_MEANWHILE`, `FILE.UNWRITABLE`; `HOOK.FAILED` when they are
 * written
 */
export async function writeWhileUnchanged<Written extends readonly WrittenRevision[]>(
  open: OpenWorkspace,
  { sources, extensions, options }: WriteWhileUnchangedOptions,
  write: () => Promise<Written>,
): Promise<Written> {
  const { workspace } = open;
  const { lockTimeoutMs: timeoutMs = LOCK_TIMEOUT_MS, signal } = options;
  let written: Written;
  {
    using _lock = await lockRevisions(workspace.root, { timeoutMs, signal });
    await assertNothingChanged(open, { sources, extensions, options });
    await assertNotInterrupted(signal);
    written = await write();
  }
  for (const { revision, directory } of written) {
    const extension = extensionOf(revision);
    await runHooks('afterRevision', { workspace, options, revisions: [revision], extension, directory });
  }
  return written;
}
