// Whatever is done with revisions and databases, in whatever order: the records are true, and every way leads to the same end.
import fc from 'fast-check';
import { describe, it } from 'vitest';
import { POSTGRESQL } from './support/postgres-test-database.js';
import { SQLITE } from './support/sqlite-test-database.js';
import { type Stride, Walk } from './support/walk.js';

const NUMBER = fc.integer({ min: 0, max: 9_999 });
const STRIDES = fc.noBias(
  fc.array(fc.record({ kind: NUMBER, picks: fc.array(NUMBER, { minLength: 12, maxLength: 12 }) }), {
    minLength: 40,
    maxLength: 40,
  }),
);

/** The same strides for the same seed. */
function stridesOf(seed: number): readonly Stride[] {
  return fc.sample(STRIDES, { numRuns: 1, seed })[0] ?? [];
}

const WALKS = [
  ...Array.from({ length: 6 }, (_, at) => ({ on: SQLITE, name: SQLITE.name, seed: at + 1, length: 40 })),
  ...Array.from({ length: 1 }, (_, at) => ({ on: POSTGRESQL, name: POSTGRESQL.name, seed: at + 101, length: 20 })),
];

describe('a random walk', () => {
  it.each(WALKS)('on $name, $seed', async ({ on, seed, length }) => {
    const strides = stridesOf(seed);
    const walk = await Walk.on(on, { count: 2 + (seed % 3), first: strides.slice(0, 5) });
    try {
      for (const stride of strides.slice(5, length)) await walk.take(stride);
      await walk.end();
    } catch (error) {
      throw new Error(`After:\n${walk.log.join('\n')}`, { cause: error });
    }
  });
});
