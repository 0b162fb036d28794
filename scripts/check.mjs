// Everything that must hold before a change is merged: `npm run check`. Runs all steps, even after one has failed.
import { rmSync } from 'node:fs';
import { install } from './support/prepare.mjs';
import { npm, run, tool } from './support/run.mjs';
import { countsPath } from './support/test-counts.mjs';

const steps = [
  { name: 'format and lint', run: () => tool('@biomejs/biome/bin/biome', ['check', '--error-on-warnings', '.']) },
  { name: 'build', run: () => npm(['run', '--silent', 'build']) },
  { name: 'types', run: () => npm(['run', '--silent', 'typecheck']) },
  { name: 'reference of the library', run: () => run(process.execPath, ['scripts/api-docs/generate.mjs', '--check']) },
  { name: 'dead code', run: () => npm(['run', '--silent', 'deadcode']) },
  { name: 'tests', run: () => npm(['test', '--silent']) },
  { name: 'packages', run: () => npm(['run', '--silent', 'lint:packages']) },
];

// An older count must not be taken for this run's.
rmSync(countsPath, { force: true });

if (await install()) {
  const results = [];
  for (const step of steps) {
    console.log(`\n=== ${step.name}`);
    const started = performance.now();
    const { code } = await step.run();
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    results.push({ ok: code === 0, line: `${code === 0 ? 'ok    ' : 'FAILED'} ${step.name} (${seconds} s)` });
    console.log(results.at(-1).line);
  }
  console.log(`\n=== summary\n${results.map((result) => result.line).join('\n')}`);
  if (results.some((result) => !result.ok)) process.exitCode = 1;
} else {
  process.exitCode = 1;
}
