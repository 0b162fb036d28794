import { setImmediate as turn } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { runLanes } from './run-lanes.js';

it('runs each item once, never more at once than may be, none beside another of its lane, and each lane in order', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ lane: fc.constantFrom('a', 'b', 'c', 'd', 'e'), turns: fc.integer({ min: 1, max: 3 }) })),
      fc.integer({ min: 1, max: 6 }),
      async (items, concurrency) => {
        const running: string[] = [];
        const done: (typeof items)[number][] = [];
        let most = 0;
        await runLanes(items, {
          laneOf: ({ lane }) => lane,
          concurrency,
          run: async (item) => {
            expect(running).not.toContain(item.lane);
            running.push(item.lane);
            most = Math.max(most, running.length);
            for (let count = 0; count < item.turns; count += 1) await turn();
            running.splice(running.indexOf(item.lane), 1);
            done.push(item);
          },
        });
        const lanes = new Set(items.map(({ lane }) => lane));
        expect(most).toBe(Math.min(concurrency, lanes.size));
        for (const lane of lanes) {
          expect(done.filter((item) => item.lane === lane)).toEqual(items.filter((item) => item.lane === lane));
        }
      },
    ),
    { numRuns: 60 },
  );
});
