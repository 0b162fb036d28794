import { PACKAGE_KEY } from '../../config/package-key.js';
import { CORE } from '../../extension.js';
import type { Finding } from '../../findings.js';
import { readPackage } from '../../workspace/read-package.js';
import { findExtensionPackages } from './find-extension-packages.js';
import { packFinding } from './pack-finding.js';
import type { Candidate } from './read-candidate.js';

/** Whoever installs the package has to get the extensions that it depends on. */
export function dependencyFindings(candidate: Candidate): readonly Finding[] {
  const { manifest, json, name, directory, home, placeOf } = candidate;
  const installed = findExtensionPackages(directory);
  const named = new Set([
    ...json.dependencies.dependencies,
    ...json.dependencies.peerDependencies,
    ...json.dependencies.optionalDependencies,
  ]);
  const wanted = (manifest.manifest?.dependsOn ?? []).filter((each) => each !== CORE);
  return wanted.flatMap((dependency, at): readonly Finding[] => {
    const there = home?.workspace.extensions.find((each) => each.name === dependency);
    const packageName =
      there === undefined ? installed.get(dependency)?.packageName : readPackage(there.directory).name;
    if (packageName != null && named.has(packageName)) return [];
    const where = placeOf(`${PACKAGE_KEY}.dependsOn[${at}]`);
    if (packageName == null && there !== undefined) {
      return [
        packFinding(name, {
          code: 'PACK.DEPENDENCY_NOT_PACKAGED',
          severity: 'error',
          message: `It depends on ${dependency}, which is no package: nobody else can have it`,
          where,
          fix: `Make ${dependency} a package (a package.json with "name" and "version"), or do without it.`,
        }),
      ];
    }
    return [
      packFinding(name, {
        code: 'PACK.DEPENDENCY_UNDECLARED',
        severity: 'error',
        message:
          packageName == null
            ? `It depends on the extension ${dependency}, and no package among its dependencies is that, as far as they are installed`
            : `It depends on the extension ${dependency}, whose package ${packageName} is not among its dependencies`,
        where,
        fix: `Add ${packageName ?? `the package of ${dependency}`} to "peerDependencies" of package.json, so that a project has one of it, and lists it.`,
      }),
    ];
  });
}
