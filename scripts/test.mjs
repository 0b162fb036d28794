// Installs what is missing, builds, and runs every test: `npm test [-- VITEST ARGUMENTS]`.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { prepare } from './support/prepare.mjs';
import { tool } from './support/run.mjs';
import { countsPath, countTests, reportPath } from './support/test-counts.mjs';

rmSync(countsPath, { force: true });
rmSync(reportPath, { force: true });

if (await prepare()) {
  mkdirSync(dirname(reportPath), { recursive: true });
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${reportPath}`];
  const { code } = await tool('vitest/vitest.mjs', ['run', ...reporters, ...process.argv.slice(2)]);
  const counts = countTests(reportPath);
  if (counts !== null) writeFileSync(countsPath, `${JSON.stringify(counts)}\n`);
  process.exitCode = code;
} else {
  process.exitCode = 1;
}
