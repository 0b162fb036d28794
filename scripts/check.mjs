// Everything that must hold before a change is merged: `npm run check`. Runs all steps, even after one has failed.
import { rmSync } from 'node:fs';
import { install } from './support/prepare.mjs';
import { npm, run, tool } from './support/run.mjs';
import { countsPath } from './support/test-counts.mjs';

const quiet = { quiet: true };

/** One after another in each list, as one needs what the one before has made; the lists side by side. */
const beside = [
  [
    { name: 'build', run: () => npm(['run', '--silent', 'build'], quiet) },
    { name: 'types', run: () => npm(['run', '--silent', 'typecheck'], quiet) },
    {
      name: 'reference of the library',
      run: () => run(process.execPath, ['scripts/api-docs/generate.mjs', '--check'], quiet),
    },
  ],
  [
    {
      name: 'format and lint',
      run: () => tool('@biomejs/biome/bin/biome', ['check', '--error-on-warnings', '.'], quiet),
    },
    { name: 'dead code', run: () => npm(['run', '--silent', 'deadcode'], quiet) },
  ],
];

// They use every core, and look at the packed packages as well.
const tests = { name: 'tests', run: () => npm(['test', '--silent']) };

// An older count must not be taken for this run's.
rmSync(countsPath, { force: true });

if (await install()) {
  const results = (await Promise.all(beside.map(inTurn))).flat();
  console.log(`\n=== ${tests.name}`);
  results.push(await check(tests));
  console.log(`\n=== summary\n${results.map((result) => result.line).join('\n')}`);
  if (results.some((result) => !result.ok)) process.exitCode = 1;
} else {
  process.exitCode = 1;
}

async function inTurn(steps) {
  const results = [];
  for (const step of steps) results.push(await check(step));
  return results;
}

/** Runs a step, and shows how it ended. */
async function check({ name, run }) {
  const started = performance.now();
  const { code, output } = await run();
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  const line = `${code === 0 ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)`;
  if (output !== '' && code !== 0) console.log(`\n=== ${name}\n${output}`);
  console.log(line);
  return { ok: code === 0, line };
}
