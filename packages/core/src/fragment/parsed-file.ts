import type { SourceFile } from './extension-source.js';

/** A range of a file's text, in UTF-16 code units; `end` is the first one after it. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** One argument of an attribute, its value as written. */
export interface Argument {
  readonly name: string | null;
  readonly value: string;
  readonly valueSpan: Span;
}

/** `@name(…)` of a field or enum value, or `@@name(…)` of a block; the name comes without the `@`. */
export interface Attribute {
  readonly name: string;
  readonly arguments: readonly Argument[];
  readonly span: Span;
}

/** What stands between a field's name and its attributes. */
export interface FieldType {
  /** A scalar, a model, an enum…; `Unsupported` for `Unsupported("…")`. */
  readonly name: string;
  readonly arity: 'required' | 'optional' | 'list';
  readonly span: Span;
}

/** A field of a model, view or composite type. */
export interface Field {
  readonly name: string;
  readonly nameSpan: Span;
  readonly type: FieldType;
  readonly attributes: readonly Attribute[];
  /** From the name to the end of the last attribute. */
  readonly span: Span;
  /** Whole lines: from the doc comments above to the end of the line, newline excluded. */
  readonly lines: Span;
}

/** `key = value` of a datasource or generator. */
export interface Property {
  readonly key: string;
  readonly keySpan: Span;
  /** As written. */
  readonly value: string;
  readonly valueSpan: Span;
  /** From the key to the end of the value. */
  readonly span: Span;
}

/** The kinds of block that PSL has; `unknown` is any other `word {` or `word name {`. */
export type BlockKind = 'model' | 'view' | 'type' | 'enum' | 'datasource' | 'generator' | 'unknown';

/** A block with everything the reader understood of it. */
export interface Block {
  readonly kind: BlockKind;
  readonly name: string;
  readonly nameSpan: Span;
  /** Lines of the doc comment (`///`) right above, without the slashes, trimmed. */
  readonly docs: readonly string[];
  /** From the doc comment to behind the closing brace. */
  readonly span: Span;
  /** Where the keyword stands. */
  readonly start: number;
  /** Between the braces. */
  readonly body: Span;
  /** Whether the closing brace is there; without it the block lasts to the end of the file. */
  readonly closed: boolean;
  /** Of a model, view or type. */
  readonly fields: readonly Field[];
  /** `@@…` of a model, view, type or enum. */
  readonly attributes: readonly Attribute[];
  /** Of a datasource or generator. */
  readonly properties: readonly Property[];
  /** Lines that are none of these, comments and blank lines excluded; Prisma's validator will speak of them. */
  readonly unknown: readonly Span[];
}

/** Text between blocks: comments, blank lines, and whatever is no block. */
export interface Text {
  readonly kind: 'text';
  readonly span: Span;
}

/** A file as pieces that tile it: laid end to end, they give the text again. */
export interface ParsedFile {
  readonly file: SourceFile;
  readonly pieces: readonly (Block | Text)[];
  readonly blocks: readonly Block[];
  /** Where a slash-star comment starts that is never closed; null where there is none. */
  readonly unclosedComment: number | null;
}
