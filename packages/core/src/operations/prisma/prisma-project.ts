import path from 'node:path';
import type { ComposedFile } from '../../composition/composition.js';
import { rootRelative } from '../../config/root-relative.js';
import type { Extension } from '../../workspace/workspace.js';

/** A file of the schema that Prisma's command sees. */
export interface ProjectFile {
  /** In the folder of the schema, with `/`. */
  readonly path: string;
  readonly text: string;
  /** Whose it is. */
  readonly extension: string;
  /** The file of the fragment that it stands for, absolute; null for what is composed of several, or of nothing. */
  readonly source: string | null;
}

/** What {@link projectFiles} places. */
export interface ProjectFilesOptions {
  readonly root: string;
  readonly extension: Extension;
  /** The closure, in which the extension's own files are apart. */
  readonly composed: readonly ComposedFile[];
}

/**
 * Where each file goes: the extension's own under the path that it has in the workspace, so that Prisma's messages end
 * with it, and one for each extension that it depends on.
 */
export function projectFiles({ root, extension, composed }: ProjectFilesOptions): readonly ProjectFile[] {
  return composed.map(({ path: name, text, extension: owner }) => {
    if (owner !== extension.name) return { path: name, text, extension: owner, source: null };
    const source = path.resolve(root, name);
    return { path: placeOf(source, { root, extension }), text, extension: owner, source };
  });
}

/** Prisma looks into no folder called node_modules, and a path must not lead out of the project. */
function placeOf(file: string, { root, extension }: Omit<ProjectFilesOptions, 'composed'>): string {
  const relative = rootRelative(root, file);
  const isFit = !/^(?:\.\.(?:\/|$)|\/|[A-Za-z]:)|(?:^|\/)node_modules\//.test(relative);
  return isFit ? relative : `${extension.name}/${rootRelative(extension.directory, file).replaceAll('../', '')}`;
}

/** The folder that all files of a fragment are in: where the extension's schema would be, were it a project of its own. */
export function schemaFolderOf({ fragmentPaths, directory }: Pick<Extension, 'fragmentPaths' | 'directory'>): string {
  const [first, ...others] = fragmentPaths.map((file) => path.dirname(file).split(path.sep));
  if (first === undefined) return directory;
  let shared = first.length;
  for (const other of others) {
    let same = 0;
    while (same < shared && other[same] === first[same]) same += 1;
    shared = same;
  }
  return first.slice(0, shared).join(path.sep) || path.sep;
}
