import { describe, expect, it } from 'vitest';
import type { OrchestrateEvent } from '../../events.js';
import { buildGraph } from '../../revisions/revision-graph.js';
import { revision } from '../../revisions/revisions.test-support.js';
import { warnOfBranches } from './warn-of-branches.js';

const FORK = [
  revision('a/1'),
  revision('a/2', { parents: ['1'] }),
  revision('a/3l', { parents: ['2'] }),
  revision('a/3r', { parents: ['2'] }),
  revision('b/1', { requires: ['a/3l'] }),
];
const MERGED = [...FORK, revision('a/4', { parents: ['3l', '3r'] })];

describe('warnOfBranches', () => {
  it.each([
    {
      what: 'both branches, in an empty database',
      revisions: FORK,
      applied: [],
      plan: ['a/1', 'a/2', 'a/3l', 'a/3r'],
      warns: 1,
    },
    { what: 'the second branch', revisions: FORK, applied: ['a/1', 'a/2', 'a/3r'], plan: ['a/3l'], warns: 1 },
    {
      what: 'a branch that comes along',
      revisions: FORK,
      applied: ['a/1', 'a/2', 'a/3r'],
      plan: ['a/3l', 'b/1'],
      warns: 1,
    },
    { what: 'one branch only', revisions: FORK, applied: ['a/1'], plan: ['a/2', 'a/3r'], warns: 0 },
    { what: 'what comes before the branches', revisions: FORK, applied: [], plan: ['a/1'], warns: 0 },
    {
      what: 'another extension, the branches being applied',
      revisions: FORK,
      applied: ['a/1', 'a/2', 'a/3l', 'a/3r'],
      plan: ['b/1'],
      warns: 0,
    },
    { what: 'nothing', revisions: FORK, applied: ['a/1', 'a/2', 'a/3l', 'a/3r', 'b/1'], plan: [], warns: 0 },
    {
      what: 'branches that were joined',
      revisions: MERGED,
      applied: ['a/1', 'a/2', 'a/3r'],
      plan: ['a/3l', 'a/4'],
      warns: 0,
    },
  ])('says $warns times that branches meet: $what', ({ revisions, applied, plan, warns }) => {
    const told: OrchestrateEvent[] = [];
    const graph = buildGraph(revisions);
    const planned = graph.order.filter(({ id }) => plan.includes(id));
    warnOfBranches({ graph, applied: new Set(applied), revisions: planned }, (event) => told.push(event));
    const warning = { kind: 'warning', code: 'UPGRADE.DIVERGED', fix: expect.stringContaining('merge --extension a') };
    expect(told).toEqual(Array.from({ length: warns }, () => expect.objectContaining(warning)));
  });
});
