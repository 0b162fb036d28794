import { appendFile, cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { copySample, type SampleCopy } from './support/copy-sample.js';
import { repositoryRoot } from './support/repository.js';
import { runTurbo, type TurboRun } from './support/run-turbo.js';

const EXTENSIONS = ['analytics', 'audit-log', 'billing', 'blog', 'comments'];

/** The sample with the packages it depends on; they are built already, so turbo need not build them. */
async function copySampleForTurbo(): Promise<SampleCopy> {
  const sample = await copySample();
  for (const name of ['core', 'cli']) {
    const manifest = JSON.parse(await readFile(join(repositoryRoot, 'packages', name, 'package.json'), 'utf8'));
    await mkdir(join(sample.directory, 'packages', name), { recursive: true });
    await writeFile(
      join(sample.directory, 'packages', name, 'package.json'),
      JSON.stringify({ ...manifest, scripts: {} }),
    );
  }
  await cp(join(repositoryRoot, 'tsconfig.base.json'), join(sample.directory, 'tsconfig.base.json'));
  return sample;
}

/** The extensions whose `schema:validate` was run, and those whose result was known. */
async function validateAll({ directory }: SampleCopy): Promise<TurboRun> {
  const { cached, executed } = await runTurbo(directory, ['schema:validate']);
  const extensions = (tasks: readonly string[]) => tasks.map((task) => task.replace('#schema:validate', ''));
  return { cached: extensions(cached), executed: extensions(executed) };
}

describe('turbo run schema:validate', () => {
  it('runs again only what a changed fragment concerns', async () => {
    await using sample = await copySampleForTurbo();
    const touch = (path: string) => appendFile(join(sample.directory, path), '\n// Changed.\n');

    expect(await validateAll(sample), 'the first run').toEqual({ cached: [], executed: EXTENSIONS });
    expect(await validateAll(sample), 'the second run').toEqual({ cached: EXTENSIONS, executed: [] });

    await touch('extensions/blog/prisma/schema.prisma');
    expect(await validateAll(sample), 'after a change of blog').toEqual({
      cached: ['audit-log', 'billing'],
      executed: ['analytics', 'blog', 'comments'],
    });
  });

  it('fails for the extension whose fragment is wrong', async () => {
    await using sample = await copySampleForTurbo();
    const fragment = join(sample.directory, 'extensions/blog/prisma/schema.prisma');
    await appendFile(fragment, '\nmodel Draft {\n  id Int @id\n  topic Topic\n}\n');
    await expect(validateAll(sample)).rejects.toThrow(/@sample\/blog#schema:validate/);
  });
});
