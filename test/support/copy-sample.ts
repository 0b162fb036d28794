import { cp, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { repositoryRoot } from './repository.js';

/** A copy of the sample workspace that a test may change. */
export interface SampleCopy extends AsyncDisposable {
  /** Absolute. */
  readonly directory: string;
}

const SAMPLE = ['package.json', 'package-lock.json', 'prisma.config.ts', 'turbo.json', 'prisma', 'extensions'];

/**
 * Copies the sample workspace, without databases, into a temporary directory. The dependencies and the `orchestrate`
 * command are those of this repository.
 */
export async function copySample(): Promise<SampleCopy> {
  const directory = await mkdtemp(join(tmpdir(), 'orchestrate-sample-'));
  const filter = (path: string) =>
    !/\.db(-\w+)?$|\.lock$/.test(path) && !['.turbo', 'node_modules'].includes(basename(path));
  for (const name of SAMPLE) {
    await cp(join(repositoryRoot, name), join(directory, name), { recursive: true, filter });
  }
  await symlink(join(repositoryRoot, 'node_modules'), join(directory, 'node_modules'), 'junction');
  return {
    directory,
    [Symbol.asyncDispose]: () => rm(directory, { recursive: true, force: true }),
  };
}
