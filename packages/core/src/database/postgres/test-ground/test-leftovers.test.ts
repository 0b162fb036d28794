import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { ownClaim, type ProcessClaim } from '../../process-claim.js';
import { leftovers, type TestCandidate } from './test-leftovers.js';
import {
  copyName,
  defaultTestName,
  originalName,
  readCopyName,
  readNote,
  type TestNote,
  writeNote,
} from './test-names.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const NOW = Date.UTC(2026, 5, 1);

/** A copy that a process has made so long ago. */
function made(ageMs: number, process: ProcessClaim, more: Partial<TestCandidate> = {}): TestCandidate {
  return { name: copyName(process, NOW - ageMs), comment: null, isInUse: false, ...more };
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

  it.each([
    ['of a process that is gone', made(0, gone), true],
    ['of one that is gone, but somebody is connected', made(0, gone, { isInUse: true }), false],
    ['of this process', made(30 * DAY_MS, ownClaim()), false],
    ['of a process whose number is in use again', made(0, { ...ownClaim(), start: '1' }), process.platform === 'linux'],
    ['of another machine, young', made(HOUR_MS, elsewhere), false],
    ['of another machine, old', made(2 * DAY_MS, elsewhere), true],
    // Killed before it took the name that it is for.
    [
      'with a note, still called as a copy',
      made(0, gone, { comment: writeNote({ kind: 'named', workspace: 'a', digest: 'b' }) }),
      true,
    ],
    ['with the comment of somebody else', made(30 * DAY_MS, gone, { comment: 'mine' }), false],
    ['that is called otherwise', made(0, gone, { name: 'orchestrate_test_of_mine' }), false],
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
    const longest = { host: 'ffffffff', pid: 4_194_304, start: '999999999999' };
    for (const name of [copyName(longest, Date.UTC(2999, 0)), originalName(mark), defaultTestName('é'.repeat(31))]) {
      expect(Buffer.byteLength(name)).toBeLessThanOrEqual(63);
    }
    expect(defaultTestName('app')).toBe('app_test');
    for (const process of [ownClaim(), longest, { ...longest, start: '' }]) {
      expect(readCopyName(copyName(process, NOW))).toEqual({ process, madeAt: NOW });
    }
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
