import type { FragmentCheck } from './fragment-check.js';
import { IGNORED_MODEL } from './ignored-model.js';
import { NEEDLESS_EXTEND } from './needless-extend.js';
import { NO_ON_DELETE } from './no-on-delete.js';
import { UNINDEXED_FOREIGN_KEY } from './unindexed-foreign-key.js';
import { UNUSED_DEPENDENCY } from './unused-dependency.js';
import { USED_BY_OTHERS_ONLY } from './used-by-others-only.js';

/** What the standard asks of fragments. */
export const FRAGMENT_CHECKS: readonly FragmentCheck[] = [
  IGNORED_MODEL,
  NEEDLESS_EXTEND,
  NO_ON_DELETE,
  UNINDEXED_FOREIGN_KEY,
  UNUSED_DEPENDENCY,
  USED_BY_OTHERS_ONLY,
];

/** The rules of those. */
export const FRAGMENT_RULES = FRAGMENT_CHECKS.map(({ rule }) => rule);
