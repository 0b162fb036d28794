import { describe, expect, it } from 'vitest';
import { isLeftOver, type RestoreCandidate, replacedName, restoredName, restoreMark } from './restored-name.js';

const NOW = new Date('2026-03-01T09:00:00.000Z');
const HOURS = 60 * 60 * 1000;
const LONG = 'ü'.repeat(40);

describe('the names of databases beside another', () => {
  it('fit into what PostgreSQL keeps of a name, and do not end within a character', () => {
    for (const name of ['app', 'A "b"', LONG]) {
      for (const beside of [restoredName(name, NOW), replacedName(name, NOW)]) {
        expect(Buffer.byteLength(beside)).toBeLessThanOrEqual(63);
        expect(beside).not.toContain('\uFFFD');
      }
    }
    expect(replacedName('app', NOW)).toBe('app_replaced_20260301T090000000Z');
    expect(restoredName('app', NOW)).toMatch(/^app_restore_[0-9a-z]{8}[0-9a-f]{6}$/);
  });
});

describe('a database that nobody is connected to', () => {
  const name = restoredName(LONG, NOW);
  const later = NOW.getTime() + 2 * HOURS;
  const soon = NOW.getTime() + 1000;
  it.each<RestoreCandidate & { what: string; target?: string; claimed?: readonly string[]; is: boolean }>([
    { what: 'one with our comment', name, comment: restoreMark(NOW), serverTime: NOW.getTime(), is: true },
    { what: 'one with another comment', name, comment: 'mine', serverTime: later, is: false },
    { what: 'an old one without a comment', name, comment: null, serverTime: later, is: true },
    { what: 'a young one without a comment', name, comment: null, serverTime: soon, is: false },
    {
      what: 'a young one of our own target that nobody claims',
      name,
      comment: null,
      serverTime: soon,
      target: LONG,
      is: true,
    },
    {
      what: 'a young one of our own target that is claimed',
      name,
      comment: null,
      serverTime: soon,
      target: LONG,
      claimed: [name],
      is: false,
    },
    { what: 'one called otherwise', name: 'shop_restore', comment: restoreMark(NOW), serverTime: later, is: false },
    {
      what: 'one from before there were any',
      name: 'a_restore_00000000abcdef',
      comment: null,
      serverTime: later,
      is: false,
    },
  ])('$what is left over: $is', ({ is, target = 'other', claimed = [], ...candidate }) => {
    expect(isLeftOver(candidate, { target, claimed: new Set(claimed) })).toBe(is);
  });
});
