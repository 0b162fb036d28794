import path from 'node:path';
import { compose as composeFragments } from '../composition/compose.js';
import { joinComposition } from '../composition/join-composition.js';
import type { Finding } from '../findings.js';
import { hasErrors } from '../findings.js';
import { readFragments } from '../workspace/read-fragments.js';
import { readWorkspace } from '../workspace/read-workspace.js';
import type { WrittenFile } from '../workspace/write-composition.js';
import { writeComposition } from '../workspace/write-composition.js';
import { writeSingleFile } from '../workspace/write-single-file.js';
import { singleFilePlace } from './compose/single-file-place.js';
import { asOperation } from './run/as-operation.js';
import { assertNotInterrupted } from './run/assert-not-interrupted.js';
import { composeChecked } from './run/compose-checked.js';
import { readComposed } from './run/read-composed.js';
import type { WorkspaceOptions } from './run-options.js';

/** What {@link compose} takes. */
export interface ComposeOptions extends WorkspaceOptions {
  /** Compares with what was written before, and writes nothing. */
  readonly check?: boolean | undefined;
  /**
   * Writes one file in place of the folder: `true` for `<output>.prisma`, else where, absolute or relative to `cwd`.
   */
  readonly singleFile?: string | true | undefined;
}

/** What {@link compose} did. */
export interface ComposeResult {
  /** The folder of the composed schema, or with `singleFile` that file, relative to the workspace root. */
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
 * const { directory, stale, findings } = await compose({ cwd: process.cwd(), check: true });
 * console.log(directory, stale, findings.length); // generated/schema true 0
 * ```
 */
export function compose(options: ComposeOptions): Promise<ComposeResult> {
  return asOperation(options, composeWorkspace);
}

async function composeWorkspace(options: ComposeOptions): Promise<ComposeResult> {
  const { singleFile, check = false } = options;
  if (singleFile === undefined) {
    const { workspace, whole, findings } = await readComposed(options);
    const { root, config } = workspace;
    await assertNotInterrupted(options.signal);
    const write = () => writeComposition({ root, directory: config.output, files: whole.files, check });
    return resultOf({ directory: config.output, findings, check, write });
  }
  const workspace = await readWorkspace(options);
  const { root } = workspace;
  const sources = await readFragments(workspace);
  const file = singleFilePlace(workspace, { written: singleFile === true ? null : singleFile, cwd: options.cwd });
  const composed = composeFragments(sources, { outputDirectory: path.posix.dirname(file) });
  const { whole, findings } = await composeChecked(workspace, { sources, whole: composed });
  await assertNotInterrupted(options.signal);
  const write = async () => [writeSingleFile({ root, file, text: joinComposition(whole), check })];
  return resultOf({ directory: file, findings, check, write });
}

interface ResultParts {
  readonly directory: string;
  readonly findings: readonly Finding[];
  readonly check: boolean;
  readonly write: () => Promise<readonly WrittenFile[]>;
}

async function resultOf({ directory, findings, check, write }: ResultParts): Promise<ComposeResult> {
  if (hasErrors(findings)) return { directory, files: [], stale: false, findings };
  const files = await write();
  return { directory, files, stale: check && files.some(({ state }) => state !== 'unchanged'), findings };
}
