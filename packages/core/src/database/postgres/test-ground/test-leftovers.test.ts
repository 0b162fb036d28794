import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { ownClaim } from '../../process-claim.js';
import { leftovers, type TestCandidate } from './test-leftovers.js';
import {
  defaultTestName,
  newTestName,
  originalName,
  readNote,
  type TestNote,
  timeOfName,
  writeNote,
} from './test-names.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const NOW = Date.UTC(2026, 5, 1);

/** A database made so long ago, with a note or without a comment. */
function made(ageMs: number, note: TestNote | null, isInUse = false): TestCandidate {
  return { name: newTestName(NOW - ageMs), comment: note === null ? null : writeNote(note), isInUse };
}

const original = (usedMsAgo: number, digest: string, workspace = 'aaaaaaaaaa'): TestCandidate => {
  const note: TestNote = { kind: 'original', usedAt: NOW - usedMsAgo, workspace, digest };
  return { name: originalName(note), comment: writeNote(note), isInUse: false };
};

describe('leftovers', () => {
  // Has run and ended, so nobody has its number now, or somebody who began later.
  const { pid } = spawnSync(process.execPath, ['--version']);
  const gone = { ...ownClaim(), pid, start: '1' };
  const elsewhere = { ...ownClaim(), host: '00000000' };
  const copy = (process: typeof gone): TestNote => ({ kind: 'copy', process });

  it.each([
    ['of a process that is gone', made(0, copy(gone)), true],
    ['of one that is gone, but somebody is connected', made(0, copy(gone), true), false],
    ['of this process', made(DAY_MS, copy(ownClaim())), false],
    [
      'of a process whose number is in use again',
      made(0, copy({ ...ownClaim(), start: '1' })),
      process.platform === 'linux',
    ],
    ['of another machine, young', made(HOUR_MS, copy(elsewhere)), false],
    ['of another machine, old', made(2 * DAY_MS, copy(elsewhere)), true],
    ['without a comment, young', made(60_000, null), false],
    ['without a comment, old', made(2 * HOUR_MS, null), true],
    ['with a name that stays', made(30 * DAY_MS, { kind: 'named', workspace: 'a', digest: 'b' }), false],
    ['with the comment of somebody else', { ...made(30 * DAY_MS, null), comment: 'mine' }, false],
    ['without a comment, called otherwise', { name: 'orchestrate_test_of_mine', comment: null, isInUse: false }, false],
    ['that was copied yesterday', original(DAY_MS, 'dd'), false],
    ['that nobody has copied for a week', original(8 * DAY_MS, 'dd'), true],
  ] as const)('a database %s', (_, candidate, isOver) => {
    expect(leftovers([candidate], NOW)).toEqual(isOver ? [candidate.name] : []);
  });

  it('keeps the five originals of each workspace that were used last', () => {
    const mine = [5, 1, 4, 2, 6, 3].map((hours) => original(hours * HOUR_MS, `digest${hours}`));
    const theirs = original(5 * HOUR_MS, 'digest', 'bbbbbbbbbb');
    expect(leftovers([theirs, ...mine], NOW)).toEqual([mine[4]?.name]);
  });
});

describe('names', () => {
  it('fit into what PostgreSQL keeps of them', () => {
    const mark = { workspace: 'f'.repeat(64), digest: 'f'.repeat(64) };
    for (const name of [newTestName(Date.UTC(2999, 0)), originalName(mark), defaultTestName('é'.repeat(31))]) {
      expect(Buffer.byteLength(name)).toBeLessThanOrEqual(63);
    }
    expect(defaultTestName('app')).toBe('app_test');
    expect(timeOfName(newTestName(NOW))).toBe(NOW);
  });

  it('read no note out of the comment of somebody else', () => {
    const note: TestNote = { kind: 'named', workspace: 'a', digest: "it's" };
    expect(readNote(writeNote(note))).toEqual(note);
    for (const comment of [
      null,
      '',
      'Test database of prisma-orchestrate: {',
      'Test database of prisma-orchestrate: {"kind":"x"}',
    ]) {
      expect(readNote(comment)).toBeNull();
    }
  });
});
