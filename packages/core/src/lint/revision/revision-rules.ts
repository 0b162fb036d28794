import { CHANGES_NOTHING } from './changes-nothing.js';
import { EDITED_AFTER_APPLY } from './edited-after-apply.js';
import { EMPTY_DOWN_SCRIPT } from './empty-down-script.js';
import { LONG_MESSAGE } from './long-message.js';
import { NEEDLESS_NON_TRANSACTIONAL } from './needless-non-transactional.js';
import { NO_DOWN_SCRIPT } from './no-down-script.js';
import type { RevisionCheck } from './revision-check.js';
import { SCHEMA_AND_DATA } from './schema-and-data.js';
import { FUTURE_TIMESTAMP, UNUSUAL_NAME } from './unusual-name.js';
import { VAGUE_MESSAGE } from './vague-message.js';

/** What the standard asks of revisions. */
export const REVISION_CHECKS: readonly RevisionCheck[] = [
  CHANGES_NOTHING,
  EDITED_AFTER_APPLY,
  EMPTY_DOWN_SCRIPT,
  FUTURE_TIMESTAMP,
  LONG_MESSAGE,
  NEEDLESS_NON_TRANSACTIONAL,
  NO_DOWN_SCRIPT,
  SCHEMA_AND_DATA,
  UNUSUAL_NAME,
  VAGUE_MESSAGE,
];

/** The rules of those. */
export const REVISION_RULES = REVISION_CHECKS.map(({ rule }) => rule);
