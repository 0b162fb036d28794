import { describe, expect, it } from 'vitest';
import { overlappingSquashes } from './overlapping-squashes.js';
import type { Revision, RevisionId } from './revision.js';
import { revision } from './revisions.test-support.js';

const locate = ({ id }: Revision) => ({ file: `${id}/revision.json`, line: 1, column: 1 });

/** What is found among squashes that fold these. */
function found(squashes: Readonly<Record<RevisionId, readonly RevisionId[]>>) {
  const revisions = Object.entries(squashes).map(([id, replaces]) => ({ ...revision(id), replaces }));
  return overlappingSquashes({ revisions: [revision('x/1'), ...revisions], locate });
}

describe('overlappingSquashes', () => {
  it('finds two of which one folds all that the other does, and says which', () => {
    for (const order of [
      ['x/s', 'x/t'],
      ['x/t', 'x/s'],
    ]) {
      const folds: Record<string, readonly string[]> = { 'x/s': ['x/1', 'x/2'], 'x/t': ['x/1', 'x/2', 'x/3'] };
      const [finding, ...more] = found(Object.fromEntries(order.map((id) => [id, folds[id] ?? []])));
      expect(more).toEqual([]);
      expect(finding).toMatchObject({
        code: 'REVISION.SQUASHES_OVERLAP',
        where: { file: 'x/t/revision.json' },
        related: [{ message: 'x/s' }],
      });
      expect(finding?.message).toContain('both fold x/1,');
      expect(finding?.fix).toContain('add "x/s" to "replaces" in the revision.json of x/t');
    }
  });

  it('finds two that share some', () => {
    const [finding] = found({ 'x/s': ['x/1', 'x/2'], 'x/t': ['x/1', 'x/3'] });
    expect(finding?.fix).toBe('Remove the directory of the one that no database has recorded.');
  });

  it('finds nothing where one folds the other, however far in, or where they have nothing in common', () => {
    expect(found({ 'x/s': ['x/1', 'x/2'], 'x/t': ['x/s', 'x/3'], 'x/u': ['x/t', 'x/1'] })).toEqual([]);
    expect(found({ 'x/s': ['x/1', 'x/2'], 'x/t': ['x/s', 'x/1', 'x/2'], 'y/s': ['y/1', 'y/2'] })).toEqual([]);
  });
});
