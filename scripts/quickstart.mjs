// Installs, builds, and brings the sample workspace's database up to date: `npm run quickstart`.
import { prepare } from './support/prepare.mjs';
import { root, run } from './support/run.mjs';

const cli = `${root}/packages/cli/dist/bin.js`;

if (await prepare()) {
  process.exitCode = (await orchestrate('upgrade', '--all')) || (await orchestrate('status'));
} else {
  process.exitCode = 1;
}

async function orchestrate(...args) {
  process.stderr.write(`\n$ orchestrate ${args.join(' ')}\n`);
  const { code } = await run(process.execPath, [cli, ...args]);
  return code;
}
