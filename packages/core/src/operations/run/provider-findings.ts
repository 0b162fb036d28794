import path from 'node:path';
import { rootRelative } from '../../config/root-relative.js';
import { OrchestrateError } from '../../errors.js';
import type { Finding } from '../../findings.js';
import type { Revision } from '../../revisions/revision.js';
import { LOCKFILE, readLockProvider } from '../../workspace/read-lock-provider.js';
import type { Extension, Workspace } from '../../workspace/workspace.js';
import { currentProviderName, readDatasourceOf } from './datasource-of.js';

/** Revisions that were written for another kind of database; Prisma refuses those of core in the same way (P3019). */
export async function providerFindings(
  workspace: Workspace,
  revisions: readonly Revision[],
): Promise<readonly Finding[]> {
  const withRevisions = new Set(revisions.map(({ extension }) => extension));
  const written = workspace.extensions.flatMap((extension) => {
    const provider = withRevisions.has(extension.name) ? readLockProvider(extension.migrationsDirectory) : null;
    return provider === null ? [] : [{ extension, provider: currentProviderName(provider) }];
  });
  if (written.length === 0) return [];
  const wanted = await datasourceProvider(workspace);
  return written
    .filter(({ provider }) => wanted !== null && provider !== wanted)
    .map(({ extension, provider }) => otherProvider(workspace, { extension, provider, wanted: wanted ?? '' }));
}

/** A datasource that cannot be read is told by whoever needs the database. */
async function datasourceProvider(workspace: Workspace): Promise<string | null> {
  try {
    return (await readDatasourceOf(workspace)).provider;
  } catch (error) {
    if (error instanceof OrchestrateError) return null;
    throw error;
  }
}

interface OtherProvider {
  readonly extension: Extension;
  readonly provider: string;
  readonly wanted: string;
}

function otherProvider({ root }: Workspace, { extension, provider, wanted }: OtherProvider): Finding {
  const { name, packageName, migrationsDirectory } = extension;
  return {
    code: 'REVISION.OTHER_PROVIDER',
    severity: 'error',
    message: `The revisions of ${name} are for ${provider}, and core's datasource is ${wanted}.`,
    extension: name,
    where: { file: rootRelative(root, path.join(migrationsDirectory, LOCKFILE)), line: 1, column: 1 },
    fix:
      packageName === null
        ? `Scripts of one database do not run on another: set the provider of the datasource back, or move that folder of revisions away and make new ones for ${wanted}.`
        : `Install a version of ${packageName} for ${wanted}, if its author has one, or take it out of "extensions".`,
    related: [],
  };
}
