import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareCodeUnits } from '../compare.js';
import { revisionName } from './naming.js';
import { timestampOf } from './timestamp.js';

const now = new Date('2026-02-01T09:30:05.999Z');

function name(message: string, given: { existing?: readonly string[]; after?: readonly string[] } = {}): string {
  return revisionName({ message, now, existing: given.existing ?? [], after: given.after ?? [] });
}

describe('revisionName', () => {
  it.each([
    ['Add posts', 'add_posts'],
    ['  Añade "Posts" (v2)!  ', 'anade_posts_v2'],
    ['Größe → Straße', 'grosse_strasse'],
    ['../../etc/passwd', 'etc_passwd'],
    ['CON', 'con'],
    ['Добавить записи', 'revision'],
    ['添加 2 列', 'revision_2'],
    ['🎉', 'revision'],
    ['', 'revision'],
    ['x'.repeat(500), 'x'.repeat(85)],
    ['9'.repeat(500), `revision_${'9'.repeat(76)}`],
  ])('turns %j into a slug', (message, slug) => {
    expect(name(message)).toBe(`20260201093005_${slug}`);
  });

  it.each<[string, readonly string[], string]>([
    ['earlier names change nothing', ['20260201093004_a', 'init', '00000000000000_a'], '20260201093005'],
    ['the same second', ['20260201093005_a'], '20260201093006'],
    ['a clock that was ahead, over the turn of a year', ['20261231235959_a', '20260301000000_b'], '20270101000000'],
    ['digits that are no date', ['20269999999999_a'], '20340611044040'],
    ['a month and a day of zero', ['20270000000000_a'], '20270101000001'],
  ])('comes after %s', (_, after, timestamp) => {
    expect(name('x', { after })).toBe(`${timestamp}_x`);
  });

  it('does not take a name that exists, not even in another case', () => {
    expect(name('X', { existing: ['20260201093005_x', '20260201093006_X'] })).toBe('20260201093007_x');
  });

  it('is a portable directory name of at most 100 bytes that sorts after what it follows', () => {
    const digits = fc.integer({ min: 0, max: 99_799_999_999_999 }).map((value) => String(value).padStart(14, '0'));
    const times = fc.date({
      min: new Date('2000-01-01T00:00:00Z'),
      max: new Date('2100-01-01T00:00:00Z'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), times, fc.array(digits), (message, time, after) => {
        const made = revisionName({ message, now: time, existing: after, after });
        expect(made).toMatch(/^\d{14}_[a-z0-9]+(_[a-z0-9]+)*$/);
        expect(made.length).toBeLessThanOrEqual(100);
        for (const earlier of after) expect(compareCodeUnits(earlier, timestampOf(made))).toBeLessThan(0);
      }),
    );
  });
});
