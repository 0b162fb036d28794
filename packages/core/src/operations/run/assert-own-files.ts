import { OrchestrateError } from '../../errors.js';
import { describePackage } from '../../workspace/describe-package.js';
import type { Extension } from '../../workspace/workspace.js';

/**
 * Nothing is written to what a package manager has installed: the next installation would take it back, and nobody else
 * would have it.
 *
 * @param job what would be written, to be read after "Cannot"
 * @throws OrchestrateError `WORKSPACE.INSTALLED_EXTENSION`, naming all of them
 */
export function assertOwnFiles(extensions: readonly Extension[], job: string): void {
  const installed = extensions.filter(({ isInstalled }) => isInstalled);
  if (installed.length === 0) return;
  const names = installed.map((each) => `${each.name} (${describePackage(each)})`).join(' and ');
  throw new OrchestrateError({
    kind: 'usage',
    code: 'WORKSPACE.INSTALLED_EXTENSION',
    message: `Cannot ${job}: ${names} ${installed.length === 1 ? 'is' : 'are'} installed, and what a package manager has put there is its author's to change. Nothing was written.`,
    fix: 'Make the change where the package is made, publish a version with it, and install that. What is to be different in this project only belongs into an extension of your own that depends on it.',
    meta: {
      extensions: installed.map(({ name, packageName, packageVersion }) => ({ name, packageName, packageVersion })),
    },
  });
}
