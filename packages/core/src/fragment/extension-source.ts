/** One `.prisma` file as it was read. */
export interface SourceFile {
  /** Relative to the workspace root, with `/`. */
  readonly path: string;
  /** Exactly as on disk: line endings included, a byte order mark removed. */
  readonly text: string;
}

/** What composition needs to know of one extension. */
export interface ExtensionSource {
  readonly name: string;
  /** Direct dependencies as declared; `core` is implied and need not be listed. */
  readonly dependsOn: readonly string[];
  /** The file that declares (or would declare) `dependsOn`, relative to the workspace root. */
  readonly manifestPath: string;
  /** The fragment's files, by path in code-unit order. Empty for an extension without models. */
  readonly files: readonly SourceFile[];
  /**
   * The database schema of all its models and enums that say none; null where they go where core's go. That of core
   * counts only where another extension has one, or core's datasource lists some: `public` unless given.
   */
  readonly namespace?: string | null;
}
