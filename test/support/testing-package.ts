import { mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { repositoryRoot } from './repository.js';

/** The package as users import it: built. */
export type TestingPackage = typeof import('../../packages/testing/src/index.js');

/** Loads the built package for test databases. */
export async function loadTesting(): Promise<TestingPackage> {
  const entry = join(repositoryRoot, 'packages/testing/dist/index.js');
  return (await import(/* @vite-ignore */ pathToFileURL(entry).href)) as TestingPackage;
}

/** Gives a workspace the packages of the repository, in a `node_modules` of its own. */
export function linkModules(root: string): void {
  const modules = join(repositoryRoot, 'node_modules');
  mkdirSync(join(root, 'node_modules'));
  for (const name of readdirSync(modules).filter((each) => !each.startsWith('.'))) {
    symlinkSync(join(modules, name), join(root, 'node_modules', name), 'junction');
  }
}
