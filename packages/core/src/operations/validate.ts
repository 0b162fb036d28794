import { OrchestrateError } from '../errors.js';
import type { Finding } from '../findings.js';
import { asOperation } from './run/as-operation.js';
import type { WorkspaceOptions } from './run-options.js';

/** What {@link validate} takes. */
export interface ValidateOptions extends WorkspaceOptions {
  /** Only this extension and what it depends on; not together with the other two. */
  readonly extension?: string | undefined;
  /** Reads what is staged in git in place of the working tree, and checks only what that can affect. */
  readonly staged?: boolean | undefined;
  /**
   * Checks only what these files and directories can affect, absolute or relative to `cwd`; they need not be of the
   * workspace. None is the same as not given.
   */
  readonly files?: readonly string[] | undefined;
}

/** What {@link validate} found. */
export interface ValidateResult {
  /** The extensions that were composed, dependencies first. */
  readonly extensions: readonly string[];
  /** Those among them that were checked: all, or with `staged` and `files` what those can affect. */
  readonly affected: readonly string[];
  /** How many schema files were read of the extensions that were composed. */
  readonly files: number;
  readonly models: number;
  readonly findings: readonly Finding[];
  /** How many findings are left out, as they are about extensions that are not affected. */
  readonly omitted: number;
  /** Files that were named, or are staged, and do not concern the schema; relative to the root, in code-unit order. */
  readonly passedOver: readonly string[];
  /** Where the root is in its git repository, with `/`; `.` for the top of it, and without one. */
  readonly directory: string;
}

/**
 * Composes the fragments in memory and checks the result, with Prisma's own validator last. Writes nothing and needs no
 * database.
 *
 * @throws OrchestrateError for a workspace or configuration that cannot be read; with `staged` also `GIT.NOT_INSTALLED`,
 * `GIT.NO_REPOSITORY`, `GIT.UNMERGED`, `GIT.FAILED`, and with `files` `VALIDATE.NO_FILE`. What is wrong in the fragments
 * comes as findings
 *
 * @example
 * ```ts
 * const { extensions, findings } = await validate({ cwd: process.cwd() });
 * console.log(extensions); // [ 'core', 'blog' ]
 * for (const { where, message, fix } of findings) console.log(where?.file, where?.line, message, fix);
 * ```
 */
export function validate(options: ValidateOptions): Promise<ValidateResult> {
  return asOperation(options, validateFragments);
}

async function validateFragments(options: ValidateOptions): Promise<ValidateResult> {
  const { extension, staged = false, files = [] } = options;
  if (!staged && files.length === 0) {
    const { validateWorkspace } = await import('./validate/validate-workspace.js');
    return validateWorkspace(options);
  }
  if (extension !== undefined) throw extensionAndFiles();
  // Loaded by itself, so that git is at work while the rest is loaded.
  const { validateFiles } = await import('./validate/validate-files.js');
  return validateFiles({ ...options, staged, files: files.length === 0 ? null : files });
}

function extensionAndFiles(): OrchestrateError {
  return new OrchestrateError({
    kind: 'usage',
    code: 'VALIDATE.EXTENSION_AND_FILES',
    message: 'Files and --staged say themselves which extensions are checked, so --extension does not go with them.',
    fix: 'Give one of the two.',
  });
}
