import type { Finding } from '../findings.js';
import { hasErrors } from '../findings.js';
import { readFragments } from '../workspace/read-fragments.js';
import { readWorkspace } from '../workspace/read-workspace.js';
import type { WrittenFile } from '../workspace/write-composition.js';
import { writeComposition } from '../workspace/write-composition.js';
import { composeChecked } from './run/compose-checked.js';
import type { WorkspaceOptions } from './run-options.js';

/** What {@link compose} takes. */
export interface ComposeOptions extends WorkspaceOptions {
  /** Compares with what was written before, and writes nothing. */
  readonly check?: boolean | undefined;
}

/** What {@link compose} did. */
export interface ComposeResult {
  /** The folder of the composed schema, relative to the workspace root. */
  readonly directory: string;
  /** Empty when errors among the findings kept it from being written. */
  readonly files: readonly WrittenFile[];
  /** Whether what was written before differs from what the fragments say; only with `check`. */
  readonly stale: boolean;
  readonly findings: readonly Finding[];
}

/**
 * Writes the composed schema: a folder of plain Prisma files, one per extension. Only files that changed are written, and
 * none when the fragments do not fit together.
 *
 * @throws OrchestrateError for a workspace that cannot be read, or when a file in the folder is not of its own making
 *
 * @example
 * ```ts
 * const { stale } = await compose({ cwd: process.cwd(), check: true });
 * ```
 */
export async function compose(options: ComposeOptions): Promise<ComposeResult> {
  const workspace = await readWorkspace(options);
  const sources = await readFragments(workspace);
  const { whole, findings } = await composeChecked(workspace, { sources });
  const directory = workspace.config.output;
  if (hasErrors(findings)) return { directory, files: [], stale: false, findings };
  const check = options.check === true;
  const files = await writeComposition({ root: workspace.root, directory, files: whole.files, check });
  return { directory, files, stale: check && files.some(({ state }) => state !== 'unchanged'), findings };
}
