import type { Finding, SourcePosition } from '../findings.js';
import type { Namespaces } from './place-in-namespaces.js';

/** One file of the composed schema. */
export interface ComposedFile {
  /** File name in the output folder: `<extension>.prisma`. */
  readonly path: string;
  readonly extension: string;
  readonly text: string;
}

/** Something that exactly one extension owns. */
export interface OwnedEntity {
  /** `join-table` is the table of an implicit many-to-many relation. */
  readonly kind: 'model' | 'view' | 'enum' | 'type' | 'join-table';
  /** The name in the Prisma schema; for a join table its database name. */
  readonly name: string;
  /** The name in the database (`@@map`, or the name itself). */
  readonly databaseName: string;
  /** The database schema (`@@schema`), null where none is given. */
  readonly schema: string | null;
  readonly extension: string;
  readonly where: SourcePosition;
}

/** Where a piece of the composed schema comes from. */
export interface Origin {
  /** The extension whose file `where` names. */
  readonly extension: string;
  readonly where: SourcePosition;
  /** The composer wrote this piece; `where` is what made it do so. */
  readonly inserted: boolean;
}

/** All fragments of a set of extensions merged into one Prisma schema, plus the findings. */
export interface Composition {
  /** Dependencies first, ties by code unit. */
  readonly extensions: readonly string[];
  /** Direct dependencies of each extension, `core` included. */
  readonly dependencies: ReadonlyMap<string, readonly string[]>;
  /** Null where nothing is in a database schema that has to be named. */
  readonly namespaces: Namespaces | null;
  readonly files: readonly ComposedFile[];
  readonly entities: readonly OwnedEntity[];
  readonly findings: readonly Finding[];
  /**
   * Where a position of the composed schema comes from.
   *
   * @param file a {@link ComposedFile.path}
   * @param offset UTF-16 code units from the start of its text
   * @returns the user's own position; null for the header and for a file that is not of this composition
   */
  readonly locate: (file: string, offset: number) => Origin | null;
}
