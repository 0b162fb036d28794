import path from 'node:path';
import { DISK, type FileTree } from '../config/file-tree.js';
import { isJsonObject, parseJsonObject } from '../json/parse-json-object.js';

/** What a package.json says of its package, as far as it is what it must be. */
export interface PackageJson {
  /** Null where it has none. */
  readonly name: string | null;
  readonly version: string | null;
  readonly isPrivate: boolean;
  /** Names of packages, by the key under which they stand. */
  readonly dependencies: Readonly<Record<DependencyKey, readonly string[]>>;
}

/** Where a package.json names other packages. */
export type DependencyKey = 'dependencies' | 'devDependencies' | 'optionalDependencies' | 'peerDependencies';

/** Reads the package.json in a directory; one that is missing or no JSON says nothing. */
export function readPackage(directory: string, files: FileTree = DISK): PackageJson {
  const json = parseJsonObject(files.readText(path.join(directory, 'package.json')) ?? '') ?? {};
  const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
  const namesIn = (key: DependencyKey): readonly string[] => {
    const named = json[key];
    return isJsonObject(named) ? Object.keys(named) : [];
  };
  return {
    name: textOf(json['name']),
    version: textOf(json['version']),
    isPrivate: json['private'] === true,
    dependencies: {
      dependencies: namesIn('dependencies'),
      devDependencies: namesIn('devDependencies'),
      optionalDependencies: namesIn('optionalDependencies'),
      peerDependencies: namesIn('peerDependencies'),
    },
  };
}
