/** A file of a new extension. */
export interface NewFile {
  /** Relative to the extension's directory, with `/`. */
  readonly path: string;
  /** Bytes for what is no text. */
  readonly content: string | Uint8Array;
  readonly isExecutable?: boolean;
}
