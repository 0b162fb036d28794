import { readFragment } from '../composition/fragment.js';
import { readFragments } from '../workspace/read-fragments.js';
import { listRevisionNames } from '../workspace/read-revisions.js';
import { readWorkspace } from '../workspace/read-workspace.js';
import { asOperation } from './run/as-operation.js';
import { assertNotInterrupted } from './run/assert-not-interrupted.js';
import type { WorkspaceOptions } from './run-options.js';

/** What {@link names} takes. */
export interface NamesOptions extends WorkspaceOptions {
  /** Also lists what the fragments declare. */
  readonly models?: boolean | undefined;
}

/** What one extension has that can be called by name. */
export interface ExtensionNames {
  readonly name: string;
  /** Of its revisions on disk, in code-unit order, whatever is in them. */
  readonly revisions: readonly string[];
  /** Of the models, views and enums in its fragment, in the order of the files; empty unless asked for. */
  readonly models: readonly string[];
}

/** What {@link names} found. */
export interface NamesResult {
  /** Core first, the others by name. */
  readonly extensions: readonly ExtensionNames[];
}

const MODEL_KINDS: ReadonlySet<string> = new Set(['model', 'view', 'enum']);

/**
 * The names in a workspace, for what completes a command line: it reads directories and not what is in the revisions,
 * and needs neither engine nor database.
 *
 * @throws OrchestrateError as every operation that reads a workspace
 *
 * @example
 * ```ts
 * const { extensions } = await names({ cwd: process.cwd() });
 * console.log(extensions.map(({ name }) => name)); // [ 'core', 'blog' ]
 * ```
 */
export function names(options: NamesOptions): Promise<NamesResult> {
  return asOperation(options, readNames);
}

async function readNames(options: NamesOptions): Promise<NamesResult> {
  const workspace = await readWorkspace(options);
  await assertNotInterrupted(options.signal);
  const sources = options.models === true ? await readFragments(workspace) : [];
  const declared = new Map(sources.map((source) => [source.name, readFragment(source).declarations]));
  return {
    extensions: workspace.extensions.map((extension) => ({
      name: extension.name,
      revisions: listRevisionNames(extension),
      models: (declared.get(extension.name) ?? []).filter(({ kind }) => MODEL_KINDS.has(kind)).map(({ name }) => name),
    })),
  };
}
