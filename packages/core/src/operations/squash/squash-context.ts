import type { Revision, RevisionId } from '../../revisions/revision.js';
import type { FoldedDiff } from './diff-folded.js';
import type { FoldedScripts } from './folded-scripts.js';
import type { SquashGround } from './squash-proof.js';

/** What the scripts of a squash are made from. */
export interface SquashContext extends FoldedDiff {
  readonly ground: SquashGround;
  /** In plan order. */
  readonly scripts: readonly FoldedScripts[];
  /** What is before, in plan order. */
  readonly base: readonly Revision[];
}

/** A statement that was written by hand and is carried over. */
export interface CarriedStatement {
  readonly revision: RevisionId;
  /** Relative to the workspace root. */
  readonly file: string;
  readonly line: number;
  readonly sql: string;
}

/** The scripts of a squash, proven as far as they say. */
export interface SquashDraft {
  /** `rewritten`: the shortest way to the same schema; `joined`: the folded scripts one after the other. */
  readonly form: 'rewritten' | 'joined';
  readonly up: string;
  /** Null where some of the folded revisions have none and nothing else takes all of it back. */
  readonly down: string | null;
  /** Whether up, down and up again lead to the same schemas. */
  readonly reversible: boolean;
  /** Left out, the SQL decides. */
  readonly transactional?: boolean;
  /** What Prisma's engine could not have made, and why the scripts were joined. */
  readonly carried: readonly CarriedStatement[];
}
