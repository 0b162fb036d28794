import { EDITED_AFTER_APPLY } from './edited-after-apply.js';
import { NO_DOWN_SCRIPT } from './no-down-script.js';
import type { RevisionCheck } from './revision-check.js';

/** What the standard asks of revisions. */
export const REVISION_CHECKS: readonly RevisionCheck[] = [EDITED_AFTER_APPLY, NO_DOWN_SCRIPT];

/** The rules of those. */
export const REVISION_RULES = REVISION_CHECKS.map(({ rule }) => rule);
