import { describe, expect, it } from 'vitest';
import { parseTargetTime } from './target-time.js';

describe('parseTargetTime', () => {
  it.each([
    ['2026-03-01', '20260301235959'],
    ['20260301', '20260301235959'],
    ['2026-03-01T12:00:00Z', '20260301120000'],
    ['2026-03-01T12:00:00.750Z', '20260301120000'],
    ['2026-03-01T12:00:00', '20260301120000'],
    ['2026-03-01T12:00', '20260301120059'],
    ['2026-03-01T00:30:00+02:00', '20260228223000'],
    ['20260301120000', '20260301120000'],
    ['2028-02-29', '20280229235959'],
  ])('%s is %s', (target, timestamp) => {
    expect(parseTargetTime(target)).toBe(timestamp);
  });

  it.each(['head', 'init', '+1', '-1', 'blog@-1', ''])('%s does not look like one', (target) => {
    expect(parseTargetTime(target)).toBeNull();
  });

  it.each([
    '2026-02-30',
    '20261301',
    '2026-03-01T24:00:00Z',
    '2026-03-01T12:60',
    '20260301250000',
    '2026-3-1',
    '2026',
    '202603',
    '2026-03-01T',
    '2026-03-01Z',
    '2026-03-01T12:00:00+99:00',
    '9999-12-31T23:59:59-01:00',
    '2026-0301',
  ])('%s is none', (target) => {
    expect(() => parseTargetTime(target)).toThrow(expect.objectContaining({ code: 'TARGET.INVALID_TIME' }));
  });
});
