import type { FleetOutcome, FleetProgress } from '../../events.js';

/** Counts the databases of a run while it goes on. */
export class FleetCount {
  #running = 0;
  #done = 0;
  #failed = 0;
  readonly #total: number;

  constructor(total: number) {
    this.#total = total;
  }

  started(): FleetProgress {
    this.#running += 1;
    return this.#now();
  }

  finished(outcome: FleetOutcome): FleetProgress {
    this.#running -= 1;
    if (outcome === 'failed') this.#failed += 1;
    else if (outcome !== 'interrupted') this.#done += 1;
    return this.#now();
  }

  #now(): FleetProgress {
    return { total: this.#total, running: this.#running, done: this.#done, failed: this.#failed };
  }
}
