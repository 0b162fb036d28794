import path from 'node:path';
import { PACKAGE_KEY } from '../../config/package-key.js';
import { CORE, EXTENSION_NAME } from '../../extension.js';
import type { Finding } from '../../findings.js';
import { whyUnfit } from '../../workspace/workspace-errors.js';
import { packFinding } from './pack-finding.js';
import type { Candidate } from './read-candidate.js';

/** What package.json says, and does not say. */
export function manifestFindings(candidate: Candidate): readonly Finding[] {
  const { syntax } = candidate;
  if (syntax === null) return contentFindings(candidate);
  // Nothing else can be told of it.
  return [
    packFinding(candidate.name, {
      code: 'PACK.MANIFEST_INVALID',
      severity: 'error',
      message: `package.json is not valid JSON: ${syntax.message}`,
      where: syntax.where,
      fix: 'Correct the file.',
    }),
  ];
}

function contentFindings(candidate: Candidate): readonly Finding[] {
  const { manifest, name, fragment, directory, placeOf } = candidate;
  const unpublishable = whyUnpublishable(candidate);
  const { name: written = null } = manifest.manifest ?? {};
  return [
    ...(unpublishable === null
      ? []
      : [
          packFinding(name, {
            code: 'PACK.NOT_PUBLISHABLE',
            severity: 'error',
            message: `The package cannot be published: ${unpublishable}`,
            where: placeOf('private'),
            fix: candidate.json.isPrivate
              ? 'Take "private" out of package.json, once it has "name" and "version".'
              : 'Give it "name" and "version" in package.json.',
          }),
        ]),
    ...(manifest.manifest === null && manifest.problems.length === 0
      ? [
          packFinding(name, {
            code: 'PACK.NO_MANIFEST',
            severity: 'warning',
            message: `Nothing in package.json tells that it is an extension, nor what it is called: installed, it is ${name}`,
            where: placeOf(''),
            fix: `Add to package.json: "${PACKAGE_KEY}": { "name": ${JSON.stringify(EXTENSION_NAME.test(name) ? name : 'my-extension')} }`,
          }),
        ]
      : []),
    ...manifest.problems.map(({ key, message, fix }) =>
      packFinding(name, {
        code: 'PACK.MANIFEST_INVALID',
        severity: 'error',
        message: `${key === '' ? 'package.json' : `"${key}"`} ${message}`,
        where: placeOf(key),
        fix,
      }),
    ),
    ...nameFindings(candidate, written),
    ...(fragment === null
      ? [
          packFinding(name, {
            code: 'PACK.NO_FRAGMENT',
            severity: 'error',
            message: `There is no fragment: no *.prisma file in ${path.join(directory, 'prisma')}, or where "${PACKAGE_KEY}.fragment" points`,
            where: placeOf(`${PACKAGE_KEY}.fragment`),
            fix: `Create prisma/schema.prisma; an extension without models says "${PACKAGE_KEY}": { "fragment": null }.`,
          }),
        ]
      : []),
    ...misplacedTools(candidate),
  ];
}

function whyUnpublishable({ json }: Candidate): string | null {
  const missing = (['name', 'version'] as const).filter((key) => json[key] === null);
  if (missing.length > 0) return `package.json has no ${missing.map((key) => `"${key}"`).join(' and no ')}`;
  return json.isPrivate ? 'package.json says "private": true' : null;
}

function nameFindings({ name, home, placeOf }: Candidate, written: string | null): readonly Finding[] {
  const where = placeOf(written === null ? 'name' : `${PACKAGE_KEY}.name`);
  if (name === CORE || !EXTENSION_NAME.test(name)) {
    return [
      packFinding(name, {
        code: 'PACK.NAME',
        severity: 'error',
        message: `Installed, the extension would be called ${JSON.stringify(name)}, which cannot be: ${whyUnfit(name)}`,
        where,
        fix: `Name it in package.json: "${PACKAGE_KEY}": { "name": "…" }, a lower-case letter, then up to 47 lower-case letters, digits and dashes.`,
      }),
    ];
  }
  const known = home?.extension.name ?? name;
  if (known === name) return [];
  return [
    packFinding(name, {
      code: 'PACK.NAME',
      severity: 'error',
      message: `Here the extension is called ${known}, after its directory; installed, it would be ${name}, and what requires ${known} would not find it`,
      where,
      fix: `Write the name down in package.json: "${PACKAGE_KEY}": { "name": ${JSON.stringify(known)} }`,
    }),
  ];
}

const TOOLS: readonly string[] = ['prisma-orchestrate', '@prisma-orchestrate/core', 'prisma'];

/** Every project has the tools that it uses, in a version of its own. */
function misplacedTools({ json, name, placeOf }: Candidate): readonly Finding[] {
  return json.dependencies.dependencies
    .filter((each) => TOOLS.includes(each))
    .map((tool) =>
      packFinding(name, {
        code: 'PACK.TOOL_DEPENDENCY',
        severity: 'warning',
        message: `${tool} is among "dependencies", so every project that installs the package gets one more of it`,
        where: placeOf(`dependencies.${tool}`),
        fix: 'Move it to "devDependencies", or to "peerDependencies" where a certain version is needed.',
      }),
    );
}
