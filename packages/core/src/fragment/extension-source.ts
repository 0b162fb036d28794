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
  /** The database schema of all its models and enums; null where each says its own, or none does. */
  readonly namespace?: string | null;
}
