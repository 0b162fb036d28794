import type { Composition } from '../../../composition/composition.js';
import type { ExtensionSource } from '../../../fragment/extension-source.js';
import { freshGraph } from '../../../revisions/fresh-graph.js';
import { readFragments } from '../../../workspace/read-fragments.js';
import type { Extension } from '../../../workspace/workspace.js';
import { type DraftPlan, draftPlan } from '../../make-revision/draft-revision.js';
import { composeExtensions } from '../../run/compose-checked.js';
import type { OpenWorkspace } from '../../run/open-workspace.js';
import { openSoundWorkspace } from '../../run/open-workspace.js';
import { selectExtension } from '../../run/select-extension.js';
import type { WorkspaceOptions } from '../../run-options.js';
import { placeNewDirectories } from './place-new-directories.js';

/** Which extension, and where. */
export interface ReadExtensionOptions {
  readonly workspace: WorkspaceOptions;
  readonly name: string;
  /** Names of directories that Prisma has made in this session. */
  readonly made: ReadonlySet<string>;
}

/** An extension with all that it stands on, as it is on disk now. */
export interface ReadExtension {
  /** Its new directories are in their places. */
  readonly open: OpenWorkspace;
  readonly extension: Extension;
  /** All fragments, as they were read. */
  readonly sources: readonly ExtensionSource[];
  readonly whole: Composition;
  /** The extension and its dependencies. */
  readonly closure: Composition;
  /** What they need to be made from nothing. */
  readonly plan: DraftPlan;
}

/** Reads the workspace. Prisma makes directories between two requests, so that each reads it anew. */
export async function readExtension({ workspace, name, made }: ReadExtensionOptions): Promise<ReadExtension> {
  const sound = await openSoundWorkspace(workspace, "Cannot answer Prisma's CLI");
  const extension = selectExtension(sound.workspace, name);
  const revisions = placeNewDirectories(sound.revisions, { extension, made });
  const open = revisions === sound.revisions ? sound : { ...sound, revisions, graph: freshGraph(revisions) };
  const sources = await readFragments(open.workspace);
  const { whole, closure } = composeExtensions(open.workspace, { sources, extension: name });
  return { open, extension, sources, whole, closure, plan: draftPlan(open.graph, closure.extensions) };
}
