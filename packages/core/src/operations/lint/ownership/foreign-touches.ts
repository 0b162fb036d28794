import type { Touch } from '../../../database/database.js';
import type { Revision } from '../../../revisions/revision.js';
import type { ObjectOwners } from './object-owners.js';

/** What one statement of a revision touches. */
export interface PlacedTouch {
  readonly touch: Touch;
  readonly script: 'up' | 'down';
  /** 1-based, of the statement in its script. */
  readonly line: number;
}

/** A revision with what its scripts touch, in the order of their statements. */
export interface RevisionTouches {
  readonly revision: Pick<Revision, 'id' | 'extension' | 'adopts'>;
  readonly touches: readonly PlacedTouch[];
}

/** A statement that touches what another extension owns. */
export interface ForeignTouch extends PlacedTouch {
  readonly owner: string;
  /** What is owned: the table that an index, a trigger or rows are of, or the object itself. */
  readonly object: string;
}

/** Goes over a revision: what it touches of others, and who owns what after it. */
export function foreignTouches({ revision, touches }: RevisionTouches, owners: ObjectOwners): readonly ForeignTouch[] {
  const { extension } = revision;
  const step = owners.begin(revision);
  const found: ForeignTouch[] = [];
  for (const placed of touches) {
    // What the way down does is undone by the next way up; it makes nobody an owner.
    if (placed.script === 'up') step.note(placed.touch, placed.line);
    for (const { owner, object } of step.ownersOf(placed.touch)) {
      if (owner !== extension) found.push({ ...placed, owner, object });
    }
  }
  step.end(revision.adopts);
  return found;
}
