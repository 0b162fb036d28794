import type { Diagnosis } from '../../../diagnosis.js';
import { readFragments } from '../../../workspace/read-fragments.js';
import type { Workspace } from '../../../workspace/workspace.js';
import { BUILT_IN, readGenerators } from '../../generate/client-generators.js';
import type { DoctorContext } from '../doctor-context.js';
import { judgeVersions } from '../judge-versions.js';
import { readVersionFacts } from '../read-version-facts.js';

/** Whether the versions of Node, Prisma and orchestrate fit together. */
export async function checkVersions({ root, open, packageManager }: DoctorContext): Promise<readonly Diagnosis[]> {
  const workspace = open?.workspace ?? null;
  const facts = readVersionFacts({
    root,
    extensions: workspace?.extensions.map(({ directory }) => directory) ?? [],
    isClientWanted: workspace !== null && (await wantsClient(workspace)),
    add: (kind, packages) => packageManager.add({ kind, packages, builds: [] }),
  });
  return judgeVersions(facts);
}

/** Fragments that cannot be read are told of elsewhere. */
async function wantsClient(workspace: Workspace): Promise<boolean> {
  try {
    const generators = readGenerators(workspace, await readFragments(workspace));
    return generators.some(({ provider }) => BUILT_IN.has(provider));
  } catch {
    return false;
  }
}
