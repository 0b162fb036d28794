import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { repositoryRoot } from './support/repository.js';

interface LockedPackage {
  readonly resolved?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

describe('package-lock.json', async () => {
  const { packages } = JSON.parse(await readFile(join(repositoryRoot, 'package-lock.json'), 'utf8')) as {
    readonly packages: Readonly<Record<string, LockedPackage>>;
  };

  it('names no registry', () => {
    expect(Object.values(packages).flatMap(({ resolved = '' }) => (resolved.includes(':') ? [resolved] : []))).toEqual(
      [],
    );
  });

  // npm ci refuses it otherwise; scripts/complete-lockfile.mjs adds what is missing.
  it('holds the optional packages of every platform', () => {
    const present = new Set(Object.keys(packages).map((location) => location.replace(/^.*node_modules\//, '')));
    const wanted = Object.values(packages).flatMap(({ optionalDependencies = {} }) =>
      Object.entries(optionalDependencies).flatMap(([name, version]) => (/^\d/.test(version) ? [name] : [])),
    );
    expect(wanted.filter((name) => !present.has(name))).toEqual([]);
  });
});
