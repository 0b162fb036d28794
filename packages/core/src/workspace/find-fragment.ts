import path from 'node:path';
import { sorted } from '../compare.js';
import type { FileTree } from '../config/file-tree.js';
import { danglingLink, unreadable } from '../config/read-text-file.js';
import type { ExtensionManifest } from './extension-manifest.js';

/** The files of a fragment and where its revisions are. */
export interface FoundFragment {
  /** Absolute, in code-unit order. */
  readonly files: readonly string[];
  /** Absolute; need not exist. */
  readonly migrations: string;
}

/**
 * The fragment in an extension's directory: what the manifest says, else all `*.prisma` under `prisma/`. Revisions are
 * in `migrations` beside it.
 *
 * @returns null where there is no such file or folder, or no schema in the folder
 */
export function findFragment(
  directory: string,
  { manifest, files }: { readonly manifest: ExtensionManifest | null; readonly files: FileTree },
): FoundFragment | null {
  const fragment = manifest?.fragment ?? { kind: 'default' };
  const folder = path.join(directory, 'prisma');
  const target = fragment.kind === 'path' ? fragment.path : folder;
  if (fragment.kind === 'none') {
    return { files: [], migrations: manifest?.migrations ?? path.join(folder, 'migrations') };
  }
  const found = findSchema(target, { migrations: manifest?.migrations ?? null, files });
  return found === null || found.files.length === 0 ? null : found;
}

/** Where {@link findSchema} looks. */
export interface FindSchemaOptions {
  /** The folder of the revisions, absolute; null where it is beside the schema. */
  readonly migrations: string | null;
  readonly files: FileTree;
}

/**
 * A schema that is a file, or all `*.prisma` in a folder and those below it, without its revisions.
 *
 * @returns null where there is nothing at that path
 */
export function findSchema(target: string, { migrations, files: tree }: FindSchemaOptions): FoundFragment | null {
  const stats = tree.readStats(target);
  if (stats === null) return null;
  if (!stats.isDirectory()) {
    return { files: [target], migrations: migrations ?? path.join(path.dirname(target), 'migrations') };
  }
  const revisions = migrations ?? path.join(target, 'migrations');
  const files: string[] = [];
  collect(target, { tree, files, excluded: revisions, ancestors: new Set() });
  return { files: sorted(files), migrations: revisions };
}

interface Collecting {
  readonly tree: FileTree;
  readonly files: string[];
  readonly excluded: string;
  /** Real paths of the directories on the way here; a symbolic link to one of them leads in a circle. */
  readonly ancestors: ReadonlySet<string>;
}

function collect(directory: string, { tree, files, excluded, ancestors }: Collecting): void {
  const entries = tree.readDirectory(directory) ?? [];
  for (const entry of entries) {
    const target = path.join(directory, entry.name);
    if (entry.name.startsWith('.') || entry.name === 'node_modules' || target === excluded) continue;
    const kind = entry.isSymbolicLink() ? tree.readStats(target) : entry;
    if (kind?.isDirectory()) {
      const here = tree.realPath(directory);
      const isCircle = ancestors.has(tree.realPath(target)) || here === tree.realPath(target);
      if (!isCircle) collect(target, { tree, files, excluded, ancestors: new Set([...ancestors, here]) });
    } else if (entry.name.endsWith('.prisma')) {
      if (kind === null) throw danglingLink(target);
      // To read from a pipe would be to wait for ever.
      if (!kind.isFile()) throw unreadable(target, new Error('it is neither a file nor a directory'));
      files.push(target);
    }
  }
}
