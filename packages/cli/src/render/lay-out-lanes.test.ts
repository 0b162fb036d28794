import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LaneRow } from './lay-out-lanes.js';
import { layOutLanes } from './lay-out-lanes.js';

/** Rows of four lanes; each is joined to some above it, of its own lane and of others. */
const laneRows: fc.Arbitrary<readonly LaneRow[]> = fc
  .array(fc.record({ lane: fc.nat({ max: 3 }), back: fc.array(fc.nat({ max: 12 }), { maxLength: 3 }) }), {
    maxLength: 40,
  })
  .map((seeds) =>
    seeds.map(({ lane, back }, index) => {
      const above = back.flatMap((step) => (index - 1 - step < 0 ? [] : [index - 1 - step]));
      const isOwn = (at: number): boolean => seeds[at]?.lane === lane;
      const idsOf = (positions: readonly number[]): readonly string[] => positions.map(String);
      return {
        id: String(index),
        lane: String(lane),
        own: idsOf(above.filter(isOwn)),
        others: idsOf(above.filter((at) => !isOwn(at))),
      };
    }),
  );

describe('layOutLanes', () => {
  it('leads every line that it draws from one row to the other without a gap, and names the others', () => {
    fc.assert(
      fc.property(laneRows, fc.integer({ min: 1, max: 12 }), (rows, maxLanes) => {
        const { cells, undrawn, reach } = layOutLanes(rows, maxLanes);
        const columns = cells.map((line) => line.indexOf('node'));
        for (const line of cells) expect(line.filter((cell) => cell === 'node')).toHaveLength(1);
        if (reach !== 1) expect(cells[0]?.length ?? 0).toBeLessThanOrEqual(maxLanes);
        const left = new Set(undrawn.map(({ below, above }) => `${below} ${above}`));
        for (const [below, { own, others }] of rows.entries()) {
          for (const above of [...own, ...others].map(Number)) {
            if (left.has(`${below} ${above}`)) continue;
            const column = columns[above] as number;
            const between = cells.slice(above + 1, below).map((line) => line[column]);
            for (const cell of between) expect(['passing', 'joined']).toContain(cell);
            const end = cells[below]?.[column];
            expect(own.includes(String(above)) ? ['node', 'joined', 'ending'] : ['joined', 'ending']).toContain(end);
          }
        }
      }),
    );
  });

  it('draws all lines where there is room', () => {
    const rows = [
      { id: 'a', lane: 'x', own: [], others: [] },
      { id: 'b', lane: 'x', own: ['a'], others: [] },
      { id: 'c', lane: 'x', own: ['a'], others: [] },
      { id: 'd', lane: 'x', own: ['b', 'c'], others: [] },
    ];
    expect(layOutLanes(rows, 2)).toEqual({
      cells: [
        ['node', 'empty'],
        ['joined', 'node'],
        ['node', 'passing'],
        ['node', 'ending'],
      ],
      undrawn: [],
      reach: null,
    });
    expect(layOutLanes([], 2)).toEqual({ cells: [], undrawn: [], reach: null });
  });
});
