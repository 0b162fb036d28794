import { describe, expect, it } from 'vitest';
import type { HistoryRow } from './history-row.js';
import type { KeptScript } from './kept-script.js';
import { planUninstall, type RevisionOnDisk } from './plan-uninstall.js';
import type { RevisionId } from './revision.js';
import { buildGraph } from './revision-graph.js';
import { revision, row } from './revisions.test-support.js';

interface Given {
  /** Applied in this order, a second apart. */
  readonly applied: readonly RevisionId[];
  /** Kept with the rows, with what they fold. */
  readonly kept?: Readonly<Record<RevisionId, readonly RevisionId[]>>;
  /** On disk in this order, with what they fold; a name with a `-` after it has no down.sql. */
  readonly disk?: Readonly<Record<string, readonly RevisionId[]>>;
  /** What squashes on disk know of earlier ones. */
  readonly foldedBefore?: Readonly<Record<RevisionId, readonly RevisionId[]>>;
  readonly edited?: readonly RevisionId[];
  readonly rows?: (rows: readonly HistoryRow[]) => readonly HistoryRow[];
}

/** What is reverted, each with its source, or why it is not. */
function plan({
  applied,
  kept = {},
  disk = {},
  foldedBefore = {},
  edited = [],
  rows = (all) => all,
}: Given): readonly string[] | string {
  const history = applied.map((id, at) =>
    row(id, { startedAt: new Date(at * 1000), ...(edited.includes(id) ? { checksum: 'e'.repeat(64) } : {}) }),
  );
  const onDisk = Object.entries(disk).map(([key, replaces], at, all): RevisionOnDisk => {
    const id = key.replace(/-$/, '');
    const before = all[at - 1]?.[0].replace(/-$/, '').slice('x/'.length);
    const parents = before === undefined || replaces.length > 0 ? [] : [before];
    return {
      revision: { ...revision(id, { parents }), replaces, foldedBefore: foldedBefore[id] ?? [] },
      downScript: key.endsWith('-') ? null : `down of ${id}`,
    };
  });
  const scripts = Object.entries(kept).map(([id, replaces]): [string, KeptScript] => [
    `row of ${id}`,
    { requires: [], replaces, adopts: [], transactional: 'auto', downScript: `kept of ${id}` },
  ]);
  const result = planUninstall({
    extension: 'x',
    rows: rows(history),
    kept: new Map(scripts),
    onDisk,
    graph: onDisk.length === 0 ? null : buildGraph(onDisk.map((each) => each.revision)),
  });
  if (result.kind === 'no-script') return `no script: ${result.revisions.join(', ')}`;
  if (result.kind === 'edited') return `edited: ${result.revisions.map((each) => each.revision.id).join(', ')}`;
  return result.undo.map(({ script }) => script);
}

describe('planUninstall', () => {
  it('goes by the directories in the reverse order of the plan, whatever was applied when', () => {
    const disk = { 'x/1': [], 'x/2': [], 'x/3': [] };
    expect(plan({ applied: ['x/2', 'x/1'], disk })).toEqual(['down of x/2', 'down of x/1']);
  });

  it('goes by the history where directories are gone, last applied first', () => {
    const kept = { 'x/1': [], 'x/2': [], 'x/3': [] };
    expect(plan({ applied: ['x/2', 'x/1', 'x/3'], kept })).toEqual(['kept of x/3', 'kept of x/1', 'kept of x/2']);
    const mixed = plan({ applied: ['x/1', 'x/2'], kept, disk: { 'x/1': [] } });
    expect(mixed).toEqual(['kept of x/2', 'down of x/1']);
  });

  it('orders what was applied in the same millisecond by name', () => {
    const rows = (all: readonly HistoryRow[]) => all.map((each) => ({ ...each, startedAt: new Date(0) }));
    expect(plan({ applied: ['x/2', 'x/1'], kept: { 'x/1': [], 'x/2': [] }, rows })).toEqual([
      'kept of x/2',
      'kept of x/1',
    ]);
  });

  it('takes the copy for what was edited since, or has lost its down.sql', () => {
    const kept = { 'x/1': [], 'x/2': [] };
    const disk = { 'x/1': [], 'x/2-': [] };
    expect(plan({ applied: ['x/1', 'x/2'], kept, disk, edited: ['x/1'] })).toEqual(['kept of x/2', 'kept of x/1']);
    expect(plan({ applied: ['x/1'], disk, edited: ['x/1'] })).toBe('edited: x/1');
    expect(plan({ applied: ['x/1', 'x/2', 'x/0'], disk })).toBe('no script: x/0, x/2');
  });

  it('takes a revision back once, by its last applied row, and leaves what was rolled back', () => {
    const rows = ([one, two]: readonly HistoryRow[]): readonly HistoryRow[] => [
      { ...(one as HistoryRow), id: 'first', rolledBackAt: new Date(9) },
      { ...(one as HistoryRow), startedAt: new Date(5000) },
      two as HistoryRow,
    ];
    expect(plan({ applied: ['x/1', 'x/2'], kept: { 'x/1': [], 'x/2': [] }, rows })).toEqual([
      'kept of x/1',
      'kept of x/2',
    ]);
  });

  describe('with a squash', () => {
    const folded = ['x/1', 'x/2'];

    it('runs it and not what it folds, at the time of that', () => {
      const applied = [...folded, 'x/3', 'x/s'];
      expect(plan({ applied, kept: { 'x/1': [], 'x/2': [], 'x/3': [], 'x/s': folded } })).toEqual([
        'kept of x/3',
        'kept of x/s',
      ]);
      expect(plan({ applied: ['x/s', 'x/3'], kept: { 'x/3': [], 'x/s': folded } })).toEqual([
        'kept of x/3',
        'kept of x/s',
      ]);
    });

    it('runs what it folds where it has no script itself', () => {
      const applied = [...folded, 'x/s'];
      const kept = { 'x/1': [], 'x/2': [] };
      expect(plan({ applied, kept, disk: { 'x/s-': folded } })).toEqual(['kept of x/2', 'kept of x/1']);
      expect(plan({ applied, kept: { 'x/1': [] }, disk: { 'x/s-': folded } })).toBe('no script: x/s');
    });

    it('runs one that is not recorded yet where what it folds has no script', () => {
      expect(plan({ applied: folded, disk: { 'x/s': folded } })).toEqual(['down of x/s']);
      expect(plan({ applied: ['x/1'], disk: { 'x/s': folded } })).toBe('no script: x/1');
      expect(plan({ applied: folded, kept: { 'x/1': [], 'x/2': [] }, disk: { 'x/s': folded } })).toEqual([
        'kept of x/2',
        'kept of x/1',
      ]);
    });

    it('runs the outer one of two', () => {
      const applied = [...folded, 'x/s', 'x/3', 'x/t'];
      const kept = { 'x/1': [], 'x/2': [], 'x/s': folded, 'x/3': [], 'x/t': ['x/s', 'x/3'] };
      expect(plan({ applied, kept })).toEqual(['kept of x/t']);
    });

    it('knows what it folds by the name that the extension had when it was recorded', () => {
      const kept = { 'x/1': [], 'x/2': [], 'x/s': ['old/1', 'old/2'] };
      expect(plan({ applied: [...folded, 'x/s'], kept })).toEqual(['kept of x/s']);
    });

    it('knows what an earlier squash stood for that the database never had', () => {
      const foldedBefore = { 'x/t': folded };
      expect(plan({ applied: [...folded, 'x/3', 'x/t'], disk: { 'x/t': ['x/s', 'x/3'] }, foldedBefore })).toEqual([
        'down of x/t',
      ]);
    });

    it('comes to an end with squashes that fold themselves or each other', () => {
      expect(plan({ applied: ['x/1'], kept: { 'x/1': ['x/1'] } })).toEqual(['kept of x/1']);
      expect(plan({ applied: ['x/1', 'x/2'], kept: { 'x/1': ['x/2'], 'x/2': ['x/1'] } })).toHaveLength(2);
    });
  });
});
