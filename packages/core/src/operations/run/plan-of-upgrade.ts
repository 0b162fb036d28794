import { planUpgrade } from '../../revisions/plan-upgrade.js';
import type { Selection } from '../upgrade.js';
import type { MigrationRequest } from './migrate.js';
import { resolveGoals } from './resolve-goals.js';

/** What {@link planOfUpgrade} is asked for. */
export interface UpgradePlanOptions {
  readonly selection: Selection;
  readonly target?: string | undefined;
  /** What to run after a failure; the shortest command that leads to the same end unless given. */
  readonly retry?: string | undefined;
}

/** Decides what an upgrade applies, for the state of a database that it is given. */
export function planOfUpgrade({ selection, target = 'head', retry }: UpgradePlanOptions): MigrationRequest['plan'] {
  return (state) => {
    const { goals, flags } = resolveGoals({ selection, target, direction: 'upgrade' }, state);
    const targets = goals.flatMap((goal) => goal.targets);
    return { revisions: planUpgrade({ ...state, targets }), retry: retry ?? `orchestrate upgrade${flags}` };
  };
}
