// The commands that the recipes for deployment start in several places at once.
import { describe, expect, it } from 'vitest';
import { DATABASES } from './support/databases.js';
import { callsIn, codeBlocks, readDocumentedFiles } from './support/documented-commands.js';
import { startCli } from './support/run-cli.js';
import { coreRevision, smallWorkspace } from './support/small-workspace.js';

const REPLICAS = 4;

/** The commands that start containers in a recipe. */
function startCommands(name: string): readonly (readonly string[])[] {
  const file = readDocumentedFiles().find(({ path }) => path === `docs/recipes/${name}.md`);
  if (file === undefined) throw new Error(`There is no recipe for ${name}.`);
  return codeBlocks(file)
    .filter(({ language }) => ['yaml', 'dockerfile'].includes(language))
    .flatMap(callsIn);
}

const [command = [], ...others] = [...startCommands('kubernetes'), ...startCommands('docker')];

it('is the same command in every container', () => {
  expect(command[0]).toBe('deploy');
  expect(others.length).toBeGreaterThan(1);
  expect(others).toEqual(others.map(() => command));
});

describe.each(DATABASES)('on $name', (on) => {
  it(`${REPLICAS} replicas that start at once apply each revision once, and all of them start`, async () => {
    const { cwd } = await smallWorkspace(on, {
      ...coreRevision('20260101000000_first', 'CREATE TABLE "First" ("id" INTEGER);'),
      ...coreRevision('20260102000000_slow', on.slow),
      ...coreRevision('20260103000000_third', 'CREATE TABLE "Third" ("id" INTEGER);'),
    });
    const runs = await Promise.all(Array.from({ length: REPLICAS }, () => startCli([...command, '--json'], { cwd })));
    expect(runs.map(({ exitCode }) => exitCode)).toEqual(runs.map(() => 0));
    const applied = runs.map(({ stdout }) => JSON.parse(stdout).result.revisions.length);
    expect(applied.sort()).toEqual([0, 0, 0, 3]);
  });
});
