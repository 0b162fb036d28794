import type { FleetEntry, FleetResult } from '@prisma-orchestrate/core';
import { describe, expect, it } from 'vitest';
import { PLAIN } from './look.test-support.js';
import { renderFleet } from './render-fleet.js';

const TWO = ['core/1_users', 'blog/1_posts'];

function entry(name: string, outcome: FleetEntry['outcome'], more: Partial<FleetEntry> = {}): FleetEntry {
  return { name, database: `file:${name}`, outcome, revisions: [], durationMs: 1, error: null, ...more };
}

function failed(name: string, revision?: string): FleetEntry {
  const meta = revision === undefined ? {} : { revision };
  const error = { code: 'A.CODE', kind: 'failure', message: `${name} is broken.`, fix: 'Mend it.', meta } as const;
  return entry(name, 'failed', { error });
}

function render(databases: readonly FleetEntry[], more: Partial<FleetResult> = {}): string {
  const having = (wanted: string) => databases.filter(({ outcome }) => outcome === wanted).length;
  const totals = {
    databases: databases.length,
    upgraded: having('upgraded'),
    upToDate: having('up-to-date'),
    pending: having('pending'),
    failed: having('failed'),
    interrupted: having('interrupted'),
    notStarted: having('not-started'),
    revisions: databases.reduce((sum, { revisions }) => sum + revisions.length, 0),
  };
  return renderFleet({ dryRun: false, shard: null, stopped: null, totals, databases, retry: null, ...more }, PLAIN);
}

describe('renderFleet', () => {
  it('groups databases, what needs someone first, and shows an error once for all that have it', () => {
    const many = Array.from({ length: 480 }, (_, index) => entry(`t${index}`, 'upgraded', { revisions: TWO }));
    const databases = [
      ...many,
      failed('a', 'core/2'),
      entry('idle', 'up-to-date'),
      failed('b', 'core/2'),
      failed('c', 'blog/2'),
    ];
    expect(render(databases, { retry: 'orchestrate upgrade --all --databases t.txt --only a,b,c' })).toBe(
      `count  outcome     revisions  databases
    2  failed                 a, b
    1  failed                 c
  480  upgraded            2  t0, t1, t2, t3, t4, t5, t6 and 473 more
    1  up to date             idle

Error: a, b: a is broken.
Fix: Mend it.
A.CODE

Error: c: c is broken.
Fix: Mend it.
A.CODE

Upgraded 480 of 484 databases (960 revisions): 3 failed, 1 with nothing to do.
Then run: orchestrate upgrade --all --databases t.txt --only a,b,c
`,
    );
  });

  it('says what would be done', () => {
    const databases = [entry('a', 'pending', { revisions: TWO }), entry('b', 'up-to-date')];
    expect(render(databases, { dryRun: true })).toContain(
      '\nWould upgrade 1 of 2 databases (2 revisions): 1 with nothing to do; nothing was changed.\n',
    );
  });

  it('says why others were left out', () => {
    const databases = [failed('a'), entry('b', 'not-started', { durationMs: null })];
    expect(render(databases, { stopped: 'canary' })).toContain('one of the first ones has failed');
    expect(render(databases, { stopped: 'error' })).toContain('--on-error stop');
  });

  it('says which part of the fleet it is about, an empty one too', () => {
    const shard = { index: 2, count: 8 };
    expect(render([entry('a', 'up-to-date')], { shard })).toContain('Upgraded 0 of 1 database in shard 2/8');
    expect(render([], { shard })).toBe('There are no databases in shard 2/8.\n');
  });
});
