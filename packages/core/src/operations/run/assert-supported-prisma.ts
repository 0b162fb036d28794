import { OrchestrateError } from '../../errors.js';
import { readPackage } from '../../workspace/read-package.js';
import { judgePrismaVersion, PRISMA_MAJOR } from './prisma-support.js';

/**
 * Refuses to run a Prisma of another major version than the one that this library works with, before it has written
 * anything. One that does not say its version is tried.
 *
 * @param directory that of the installed package `prisma`
 * @throws OrchestrateError `PRISMA.UNSUPPORTED`
 */
export function assertSupportedPrisma(directory: string): void {
  const { version } = readPackage(directory);
  const support = judgePrismaVersion(version);
  if (support.kind !== 'unsupported') return;
  throw new OrchestrateError({
    kind: 'usage',
    code: 'PRISMA.UNSUPPORTED',
    message: `Prisma ${version} is installed in ${directory}, and is not run: ${support.reason}.`,
    fix: `Install the version that fits: npm install --save-dev prisma@${PRISMA_MAJOR} (and @prisma/client@${PRISMA_MAJOR} beside it).`,
    meta: { version, directory },
  });
}
