import { compareCodeUnits } from '../../compare.js';
import { assertNever } from '../../errors.js';
import type { ExtensionStatus } from '../status.js';

/** In which order extensions are listed; `workspace` is core first, then by name. */
export type StatusOrder = 'workspace' | 'name' | 'pending' | 'problems';

/** Sorts what came in the workspace's order; what is equal stays in it. */
export function sortStatuses(statuses: readonly ExtensionStatus[], by: StatusOrder): readonly ExtensionStatus[] {
  switch (by) {
    case 'workspace':
      return statuses;
    case 'name':
      return statuses.toSorted((left, right) => compareCodeUnits(left.name, right.name));
    case 'pending':
      return statuses.toSorted((left, right) => right.pending.length - left.pending.length);
    case 'problems':
      return statuses.toSorted((left, right) => problemsOf(right) - problemsOf(left));
    default:
      return assertNever(by);
  }
}

function problemsOf({ failed, edited, missing, inconsistent, divergent }: ExtensionStatus): number {
  return failed.length + edited.length + missing.length + inconsistent.length + (divergent ? 1 : 0);
}
