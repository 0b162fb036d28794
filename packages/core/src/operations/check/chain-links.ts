import path from 'node:path';
import { rootRelative } from '../../config/root-relative.js';
import { checksum } from '../../revisions/checksum.js';
import type { Revision } from '../../revisions/revision.js';
import { digestOf } from '../run/result-cache.js';

/** A revision of a replay, and a digest of all that the state after it comes from. */
export interface ChainLink {
  readonly revision: Revision;
  /** The text of its down.sql; null where there is none. */
  readonly downScript: string | null;
  readonly key: string;
}

/** What {@link chainLinks} makes a chain of. */
export interface ChainOptions {
  /** Digest of all that every replay depends on. */
  readonly ground: string;
  /** In the order in which they are replayed. */
  readonly revisions: readonly Revision[];
  readonly downScripts: ReadonlyMap<Revision, string>;
  /** The workspace root, absolute. */
  readonly root: string;
}

/** Revisions in order, each with a key that covers it and everything before it. */
export function chainLinks({ ground, revisions, downScripts, root }: ChainOptions): readonly ChainLink[] {
  let key = ground;
  return revisions.map((revision) => {
    const downScript = downScripts.get(revision) ?? null;
    const { id, parents, parentage, requires, message, transactional, adopts, afterCore = false, directory } = revision;
    key = digestOf([
      key,
      [id, parents, parentage, requires, message, transactional, adopts, afterCore, rootRelative(root, directory)],
      // One that is only recorded has a checksum all the same.
      revision.sql === '' ? null : revision.checksum,
      downScript === null ? null : checksum(downScript),
    ]);
    return { revision, downScript, key };
  });
}

/** The files of a revision, relative to the workspace root. */
export function filesOf(root: string, { directory }: Revision): { up: string; down: string; manifest: string } {
  const fileOf = (name: string): string => rootRelative(root, path.join(directory, name));
  return { up: fileOf('migration.sql'), down: fileOf('down.sql'), manifest: fileOf('revision.json') };
}
