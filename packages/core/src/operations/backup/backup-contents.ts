import type { TableDigest } from '../../database/backups.js';

/** An object of a schema and what it is, as a digest. */
export interface ObjectDigest {
  readonly kind: string;
  readonly name: string;
  /** SHA-256 of its definition in the catalog. */
  readonly sha256: string;
}

/** What is in a backup, in numbers. */
export interface BackupContents {
  /** The applied revisions of each extension, by name, oldest first. */
  readonly revisions: Readonly<Record<string, readonly string[]>>;
  readonly catalog: readonly ObjectDigest[];
  /** Rows whose foreign keys lead nowhere; null where that is not to be told. */
  readonly orphans: number | null;
  readonly tables: readonly TableDigest[];
}
