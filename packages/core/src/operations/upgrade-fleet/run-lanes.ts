import pMap from 'p-map';
import { groupBy } from '../../group-by.js';

/** How {@link runLanes} works. */
export interface RunLanesOptions<Item> {
  /** Items with the same one never run at once. */
  readonly laneOf: (item: Item) => string;
  /** How many run at once. */
  readonly concurrency: number;
  /** Must not reject. */
  readonly run: (item: Item) => Promise<void>;
}

/** Runs items in their order, as many at once as may be, and those of one lane one after the other. */
export async function runLanes<Item>(items: readonly Item[], options: RunLanesOptions<Item>): Promise<void> {
  const { laneOf, concurrency, run } = options;
  const lanes = groupBy(items, laneOf).values();
  const runLane = async (lane: readonly Item[]): Promise<void> => {
    for (const item of lane) await run(item);
  };
  await pMap(lanes, runLane, { concurrency });
}
