import { compare, orchestrate } from './measure.mjs';

export const title = 'orchestrate --version, against an empty Node program';

export async function run() {
  await compare({
    ours: { name: 'orchestrate --version', args: [orchestrate, '--version'] },
    theirs: { name: 'node -e 0', args: ['-e', '0'] },
    limit: 2.5,
    rounds: 21,
  });
}
