import { readdirSync, utimesSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { testdir } from '../../testdir.test-support.js';
import { leftoverFiles, newTestFile, originalFile } from './test-files.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const NOW = Date.UTC(2026, 5, 1);

/** A folder with files that were last used so long ago. */
function folderWith(files: Readonly<Record<string, number>>): string {
  const folder = testdir(Object.fromEntries(Object.keys(files).map((name) => [name, ''])));
  for (const [name, ageMs] of Object.entries(files)) {
    const time = new Date(NOW - ageMs);
    utimesSync(path.join(folder, name), time, time);
  }
  return folder;
}

describe('leftoverFiles', () => {
  it('names what nobody needs any more, and nothing else', () => {
    const mine = newTestFile();
    const original = (digit: string, workspace = 'a') =>
      originalFile({ workspace: workspace.repeat(64), digest: digit.repeat(64) });
    const used = ['1', '2', '3', '4', '5'].map((digit) => [original(digit), Number(digit) * HOUR_MS] as const);
    const folder = folderWith({
      ...Object.fromEntries(used),
      [original('6')]: 6 * HOUR_MS,
      [original('7', 'b')]: 6 * HOUR_MS,
      [original('8', 'c')]: 8 * DAY_MS,
      [mine]: 0,
      // No process has that number; another machine; and somebody else's.
      [mine.replace(/-\d+-/, '-4194999-')]: 0,
      'copy-00000000-1-1-000000000000.db': HOUR_MS,
      'copy-00000000-1-1-000000000001.db': 2 * DAY_MS,
      'copy-of-mine.db': 30 * DAY_MS,
    });
    const over = leftoverFiles(folder, NOW).map((file) => path.basename(file));
    expect(over.toSorted()).toEqual(
      [
        mine.replace(/-\d+-/, '-4194999-'),
        'copy-00000000-1-1-000000000001.db',
        original('6'),
        original('8', 'c'),
      ].toSorted(),
    );
    expect(readdirSync(folder)).toHaveLength(13);
    expect(leftoverFiles(path.join(folder, 'missing'), NOW)).toEqual([]);
  });
});
