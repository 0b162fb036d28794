import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './run.mjs';

/** Where a test run leaves vitest's report. */
export const reportPath = join(root, 'node_modules/.cache/orchestrate/test-report.json');

/** Where it leaves `{ passed, failed }`. */
export const countsPath = join(root, 'node_modules/.cache/orchestrate/test-counts.json');

/** Counts tests in vitest's report; a file that could not be loaded counts as one that failed. Null without a report. */
export function countTests(path) {
  const text = readIfThere(path);
  if (text === null) return null;
  const report = JSON.parse(text);
  const unloaded = report.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.every((test) => test.status !== 'failed'),
  );
  return { passed: report.numPassedTests, failed: report.numFailedTests + unloaded.length };
}

/** What the last run counted; null where it did not get that far. */
export function readCounts() {
  const text = readIfThere(countsPath);
  return text === null ? null : JSON.parse(text);
}

function readIfThere(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return null;
    throw error;
  }
}
