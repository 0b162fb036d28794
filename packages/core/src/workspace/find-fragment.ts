import { realpathSync } from 'node:fs';
import path from 'node:path';
import { sorted } from '../compare.js';
import { danglingLink, readDirectory, readStats } from '../config/read-text-file.js';
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
export function findFragment(directory: string, manifest: ExtensionManifest | null): FoundFragment | null {
  const fragment = manifest?.fragment ?? { kind: 'default' };
  const folder = path.join(directory, 'prisma');
  const target = fragment.kind === 'path' ? fragment.path : folder;
  if (fragment.kind === 'none') {
    return { files: [], migrations: manifest?.migrations ?? path.join(folder, 'migrations') };
  }
  const found = findSchema(target, manifest?.migrations ?? null);
  return found === null || found.files.length === 0 ? null : found;
}

/**
 * A schema that is a file, or all `*.prisma` in a folder and those below it, without its revisions.
 *
 * @param migrations the folder of the revisions, null where it is beside the schema
 * @returns null where there is nothing at that path
 */
export function findSchema(target: string, migrations: string | null): FoundFragment | null {
  const stats = readStats(target);
  if (stats === null) return null;
  if (!stats.isDirectory()) {
    return { files: [target], migrations: migrations ?? path.join(path.dirname(target), 'migrations') };
  }
  const revisions = migrations ?? path.join(target, 'migrations');
  const files: string[] = [];
  collect(target, { files, excluded: revisions, ancestors: new Set() });
  return { files: sorted(files), migrations: revisions };
}

interface Collecting {
  readonly files: string[];
  readonly excluded: string;
  /** Real paths of the directories on the way here; a symbolic link to one of them leads in a circle. */
  readonly ancestors: ReadonlySet<string>;
}

function collect(directory: string, { files, excluded, ancestors }: Collecting): void {
  const entries = readDirectory(directory) ?? [];
  for (const entry of entries) {
    const target = path.join(directory, entry.name);
    if (entry.name.startsWith('.') || entry.name === 'node_modules' || target === excluded) continue;
    const kind = entry.isSymbolicLink() ? readStats(target) : entry;
    if (kind?.isDirectory()) {
      const here = realpathSync.native(directory);
      const isCircle = ancestors.has(realpathSync.native(target)) || here === realpathSync.native(target);
      if (!isCircle) collect(target, { files, excluded, ancestors: new Set([...ancestors, here]) });
    } else if (entry.name.endsWith('.prisma')) {
      if (kind === null) throw danglingLink(target);
      files.push(target);
    }
  }
}
