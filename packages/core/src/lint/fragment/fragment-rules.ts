import type { FragmentCheck } from './fragment-check.js';
import { NO_ON_DELETE } from './no-on-delete.js';
import { UNINDEXED_FOREIGN_KEY } from './unindexed-foreign-key.js';

/** What the standard asks of fragments. */
export const FRAGMENT_CHECKS: readonly FragmentCheck[] = [NO_ON_DELETE, UNINDEXED_FOREIGN_KEY];

/** The rules of those. */
export const FRAGMENT_RULES = FRAGMENT_CHECKS.map(({ rule }) => rule);
