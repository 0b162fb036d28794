import type { Finding } from '../findings.js';
import { readFragments } from '../workspace/read-fragments.js';
import { readWorkspace } from '../workspace/read-workspace.js';
import { composeChecked } from './run/compose-checked.js';
import { selectExtension } from './run/select-extension.js';
import type { WorkspaceOptions } from './run-options.js';

/** What {@link validate} takes. */
export interface ValidateOptions extends WorkspaceOptions {
  /** Only this extension and what it depends on. */
  readonly extension?: string | undefined;
}

/** What {@link validate} found. */
export interface ValidateResult {
  /** The extensions that were composed, dependencies first. */
  readonly extensions: readonly string[];
  /** How many schema files were read. */
  readonly files: number;
  readonly models: number;
  readonly findings: readonly Finding[];
}

/**
 * Composes the fragments in memory and checks the result, with Prisma's own validator last. Writes nothing and needs no
 * database.
 *
 * @throws OrchestrateError for a workspace or configuration that cannot be read; what is wrong in the fragments comes as
 * findings
 *
 * @example
 * ```ts
 * const { findings } = await validate({ cwd: process.cwd() });
 * for (const { message, fix } of findings) console.log(message, fix);
 * ```
 */
export async function validate(options: ValidateOptions): Promise<ValidateResult> {
  const workspace = await readWorkspace(options);
  if (options.extension !== undefined) selectExtension(workspace, options.extension);
  const sources = await readFragments(workspace);
  const { closure, findings } = await composeChecked(workspace, { sources, extension: options.extension });
  const inside = new Set(closure.extensions);
  return {
    extensions: closure.extensions,
    files: sources.filter(({ name }) => inside.has(name)).reduce((sum, { files }) => sum + files.length, 0),
    models: closure.entities.filter(({ kind }) => kind === 'model').length,
    findings,
  };
}
