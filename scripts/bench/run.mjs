// Measures what the project promises about speed: `npm run bench [-- NAME...]`.
import { build, install } from '../support/prepare.mjs';

const names = [
  'version',
  'validate',
  'generate',
  'staged',
  'upgrade',
  'nothing-pending',
  'revision-auto',
  'plan',
  'fleet',
  'postgres-upgrade',
  'postgres-nothing-pending',
  'postgres-revision-auto',
  'test-database',
  'prisma-deploy',
];
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !names.includes(name));

if (unknown.length > 0) {
  console.error(`No benchmark is called ${unknown.join(', ')}; there are ${names.join(', ')}.`);
  process.exitCode = 2;
} else if ((await install()) && (await build())) {
  for (const name of wanted.length > 0 ? wanted : names) {
    const { title, run } = await import(`./${name}.mjs`);
    console.log(`${name}: ${title}`);
    await run();
  }
} else {
  process.exitCode = 1;
}
