/** `extension/revision`, unique in a workspace. */
export type RevisionId = string;

/** One migration directory of one extension, as the graph sees it. */
export interface Revision {
  readonly id: RevisionId;
  readonly extension: string;
  /** The directory's name. */
  readonly name: string;
  /** Revisions of the same extension that this one follows; empty for the first, several for a merge. */
  readonly parents: readonly RevisionId[];
  /**
   * `implied`: there is no revision.json and the parent is the directory before it. Prisma applies such histories as
   * a set, so an implied parent orders but is never missed.
   */
  readonly parentage: 'declared' | 'implied';
  /** Revisions of other extensions that must be applied before this one. */
  readonly requires: readonly RevisionId[];
  /**
   * It comes in a package and requires core as its author's workspace has it. Which revision here did the same cannot be
   * known, so it comes after whatever core has, unless something that needs it comes before.
   */
  readonly afterCore?: boolean;
  readonly message: string;
  /** `auto` unless revision.json says: then the SQL decides. */
  readonly transactional: 'auto' | 'yes' | 'no';
  /** Tables that this revision takes over from another owner without DDL, by database name. */
  readonly adopts: readonly string[];
  /** Folded revisions that this one stands for (squash), by id. */
  readonly replaces: readonly RevisionId[];
  /** Of a squash that folds others: what those stand for, so that they are known when their directories are gone. */
  readonly foldedBefore?: readonly RevisionId[];
  /** SHA-256 of migration.sql in lower-case hex, as Prisma records it. */
  readonly checksum: string;
  /** The text of migration.sql. */
  readonly sql: string;
  /** Absolute path of the revision's directory. */
  readonly directory: string;
}

/** The id of a revision. */
export function revisionId(extension: string, name: string): RevisionId {
  return `${extension}/${name}`;
}

/** The extension in an id. */
export function extensionOf(id: RevisionId): string {
  return id.slice(0, id.indexOf('/'));
}

/** The directory's name in an id. */
export function revisionNameOf(id: RevisionId): string {
  return id.slice(id.indexOf('/') + 1);
}
