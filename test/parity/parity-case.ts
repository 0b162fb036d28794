import type { DatabaseKind } from '../support/test-database.js';

/** What happens next to the workspace of a case, or to its two databases. */
export type ParityStep =
  /** Fragments get another text, and each of their extensions a revision with `revision --auto`. */
  | { readonly kind: 'change'; readonly fragments: Fragments }
  /** Fragments get another text, and an extension a revision that was written by hand. */
  | {
      readonly kind: 'by-hand';
      readonly revision: string;
      readonly sql: string | Uint8Array;
      readonly down: string | null;
      readonly fragments: Fragments;
    }
  /** Everything so far is deployed, and rows come into both databases. */
  | { readonly kind: 'rows'; readonly sql: string }
  /** Everything so far is deployed. */
  | { readonly kind: 'deploy' }
  /** A command of orchestrate changes the workspace. */
  | { readonly kind: 'command'; readonly args: readonly string[] }
  /** Files of the workspace get another text; null removes one. */
  | { readonly kind: 'files'; readonly files: Readonly<Record<string, string | null>> };

/** By extension; a name with a slash in it is that of a file. */
export type Fragments = Readonly<Record<string, string>>;

/** A schema and how it came about, which Prisma and orchestrate must see alike. */
export interface ParityCase {
  readonly name: string;
  /** The only database that has it, or that need show it as it is about no database; both where it is left out. */
  readonly on?: DatabaseKind['provider'];
  /** Lines of core's datasource block beside the provider. */
  readonly datasource?: string;
  /** Blocks before core's models. */
  readonly generator?: string;
  /** `?schema=` of the URL. */
  readonly urlSchema?: string;
  /** What Prisma takes for its schema; `prisma/schema.prisma` unless given. */
  readonly schemaPath?: string;
  /** Migrations and schema of `test/fixtures/existing-projects`. */
  readonly fixture?: string;
  readonly steps: readonly ParityStep[] | ((on: DatabaseKind) => readonly ParityStep[]);
}

/** A change of fragments; that of core where it is only a text. */
export function change(fragments: Fragments | string): ParityStep {
  return { kind: 'change', fragments: fragmentsOf(fragments) };
}

/** A revision by hand, `name` or `extension/name`, with what its fragments are after it. */
export function byHand(revision: string, sql: string | Uint8Array, fragments: Fragments | string = {}): ParityStep {
  const id = revision.includes('/') ? revision : `core/${revision}`;
  return { kind: 'by-hand', revision: id, sql, down: null, fragments: fragmentsOf(fragments) };
}

/** Rows that come into both databases. */
export function rows(sql: string): ParityStep {
  return { kind: 'rows', sql };
}

/** A command of orchestrate. */
export function command(...args: readonly string[]): ParityStep {
  return { kind: 'command', args };
}

/** The cases that a database can have. */
export function casesOn(on: DatabaseKind, cases: readonly ParityCase[]): readonly ParityCase[] {
  return cases.filter((each) => each.on === undefined || each.on === on.provider);
}

function fragmentsOf(fragments: Fragments | string): Fragments {
  return typeof fragments === 'string' ? { core: fragments } : fragments;
}
