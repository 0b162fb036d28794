import type { TestDbResult } from '@prisma-orchestrate/core';
import type { Look } from './look.js';
import { wrapLines } from './wrap-lines.js';

/** One line: what became of the test database. */
export function renderTestDb({ state, database, extensions }: TestDbResult, look: Look): string {
  const holds = `the schema of ${extensions.join(', ')}`;
  const lines: Readonly<Record<TestDbResult['state'], string>> = {
    created: `${look.green('Created')} the test database ${database} with ${holds}.`,
    recreated: `${look.green('Made')} the test database ${database} anew with ${holds}.`,
    present: `The test database ${database} is there, with ${holds}.`,
    dropped: `${look.green('Dropped')} the test database ${database}.`,
    absent: `There is no test database ${database}.`,
  };
  return `${wrapLines(lines[state], look)}\n`;
}
