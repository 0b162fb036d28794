import { checksum } from './checksum.js';
import type { Revision } from './revision.js';
import { revisionId } from './revision.js';

/** What has been decided of a revision. */
export type UnwrittenRevision = Omit<Revision, 'id' | 'parentage' | 'checksum' | 'transactional' | 'replaces'> &
  Partial<Pick<Revision, 'transactional' | 'replaces'>>;

/** A revision that is not on disk yet, as it will be read from there: to try what comes of it. */
export function unwrittenRevision(decided: UnwrittenRevision): Revision {
  return {
    transactional: 'auto',
    replaces: [],
    ...decided,
    id: revisionId(decided.extension, decided.name),
    parentage: 'declared',
    checksum: checksum(decided.sql),
  };
}
