import { describe, expect, it } from 'vitest';
import type { CatalogEntry } from '../../database/database.js';
import { OrchestrateError } from '../../errors.js';
import type { BranchOrder } from '../../revisions/branch-orders.js';
import { judgeOrders, type OrderOutcome } from './branch-verdict.js';

const order = (...heads: readonly string[]): BranchOrder => ({ turns: heads.map((head) => [head]), revisions: [] });

const replayed = (heads: BranchOrder, ...catalog: readonly CatalogEntry[]): OrderOutcome => ({
  kind: 'replayed',
  order: heads,
  catalog,
});

function failed(heads: BranchOrder, revision: string): OrderOutcome {
  const parts = { code: 'REPLAY.REVISION_FAILED', message: `${revision} fails`, fix: '', meta: { revision } };
  return { kind: 'failed', order: heads, error: new OrchestrateError(parts) };
}

const AB = order('a/1', 'a/2');
const BA = order('a/2', 'a/1');
const table = (definition: string): CatalogEntry => ({ kind: 'table', name: 'Post', definition });
const mood = (definition: string): CatalogEntry => ({ kind: 'enum', name: 'Mood', definition });

describe('judgeOrders', () => {
  it('finds nothing where all agree, and where there was nothing to compare', () => {
    const same = { isSame: true, failures: [], differences: [], reordered: [] };
    expect(judgeOrders([])).toEqual(same);
    expect(judgeOrders([replayed(AB, table('x')), replayed(BA, table('x'))])).toEqual(same);
  });

  it('finds what differs from the first order, each thing once', () => {
    const other = order('a/3', 'a/1');
    const outcomes = [replayed(AB, table('x')), replayed(BA, table('y')), replayed(other, table('y'))];
    expect(judgeOrders(outcomes)).toMatchObject({
      isSame: false,
      differences: [{ kind: 'table', name: 'Post', left: 'x', right: 'y', leftOrder: AB, rightOrder: BA }],
    });
  });

  it('keeps the order of values apart from what differs', () => {
    const outcomes = [replayed(AB, mood(`'a', 'b'`)), replayed(BA, mood(`'b', 'a'`))];
    expect(judgeOrders(outcomes)).toEqual({ isSame: true, failures: [], differences: [], reordered: ['Mood'] });
  });

  it('counts a failure in one order, and different failures in all', () => {
    const [one, two] = [failed(AB, 'a/2'), failed(BA, 'a/1')];
    expect(judgeOrders([one, replayed(BA, table('x'))])).toMatchObject({ isSame: false, failures: [one] });
    expect(judgeOrders([one, two])).toMatchObject({ isSame: false, failures: [one, two] });
  });

  it('throws what has nothing to do with the order', () => {
    expect(() => judgeOrders([failed(AB, 'a/2'), failed(BA, 'a/2')])).toThrow('a/2 fails');
  });
});
