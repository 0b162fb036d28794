import parse from 'semver/functions/parse.js';
import satisfies from 'semver/functions/satisfies.js';
import type { Diagnosis } from '../../diagnosis.js';
import { judgePrismaVersion, PRISMA_MAJOR, TESTED_MINOR } from '../run/prisma-support.js';
import type { FoundVersion, VersionFacts } from './version-facts.js';

type Rule = (facts: VersionFacts) => Diagnosis | readonly Diagnosis[];

/** Whether the versions of everything fit together, each question for itself. */
export function judgeVersions(facts: VersionFacts): readonly Diagnosis[] {
  return RULES.flatMap((rule) => rule(facts));
}

const RULES: readonly Rule[] = [
  judgeNode,
  judgePrisma,
  judgeClient,
  judgeAdapters,
  judgeEngines,
  judgeNeeded,
  judgeOwn,
  judgeCopies,
];

function judgeNode({ node, nodeRanges }: VersionFacts): Diagnosis {
  const unfit = Object.entries(nodeRanges).filter(([, range]) => !satisfies(node, range));
  const code = 'DOCTOR.NODE';
  if (unfit.length === 0) return { code, status: 'ok', message: `Node.js ${node}`, fix: null };
  return {
    code: 'DOCTOR.NODE',
    status: 'error',
    message: `Node.js ${node} does not fit ${unfit.map(([name, range]) => `${name}, which wants ${range}`).join(', nor ')}.`,
    fix: `Install a version of Node.js that fits ${unfit.map(([, range]) => range).join(' and ')}, then install the packages again: native parts are built for one version.`,
  };
}

function judgePrisma({ prisma, add }: VersionFacts): Diagnosis {
  const code = 'DOCTOR.PRISMA';
  if (prisma === null) {
    return {
      code: 'DOCTOR.PRISMA',
      status: 'warning',
      message:
        'The package prisma is not installed, which `generate` and `orchestrate prisma` run; the rest of orchestrate does without it.',
      fix: add('dev', [`prisma@${PRISMA_MAJOR}`]),
    };
  }
  const { version, directory } = prisma;
  const support = judgePrismaVersion(version);
  switch (support.kind) {
    case 'supported':
      return { code, status: 'ok', message: `prisma ${version}`, fix: null };
    case 'newer':
      return {
        code,
        status: 'warning',
        message: `prisma ${version} is newer than ${PRISMA_MAJOR}.${TESTED_MINOR}, the last that this version of orchestrate was tested with.`,
        fix: add('dev', ['prisma-orchestrate@latest']),
      };
    case 'unknown':
      return {
        code,
        status: 'warning',
        message: `prisma in ${directory} does not say which version it is (${version ?? 'none'}); it is used all the same.`,
        fix: add('dev', [`prisma@${PRISMA_MAJOR}`]),
      };
    case 'unsupported':
      return {
        code: 'PRISMA.UNSUPPORTED',
        status: 'error',
        message: `prisma ${version} cannot be used: ${support.reason}.`,
        fix: add('dev', [`prisma@${PRISMA_MAJOR}`]),
      };
  }
}

/** What is to be replaced is nothing that others are to be fitted to. */
function usable(prisma: FoundVersion | null): FoundVersion | null {
  return prisma !== null && judgePrismaVersion(prisma.version).kind === 'unsupported' ? null : prisma;
}

function judgeClient({ client, prisma: installed, isClientWanted, add }: VersionFacts): Diagnosis {
  const code = 'DOCTOR.CLIENT';
  const prisma = usable(installed);
  const wanted = prisma?.version ?? String(PRISMA_MAJOR);
  if (client === null) {
    return isClientWanted
      ? {
          code: 'DOCTOR.CLIENT',
          status: 'warning',
          message:
            'Core has a generator of a client, and the package @prisma/client, which that client needs, is not installed.',
          fix: add('runtime', [`@prisma/client@${wanted}`]),
        }
      : { code, status: 'skipped', message: '@prisma/client is not installed, and no generator needs it', fix: null };
  }
  if (prisma === null || isSameMinor(client.version, prisma.version)) {
    return { code, status: 'ok', message: `@prisma/client ${client.version ?? 'of an unknown version'}`, fix: null };
  }
  return {
    code,
    status: majorOf(client.version) === majorOf(prisma.version) ? 'warning' : 'error',
    message: `@prisma/client is ${client.version}, and prisma, which generates the client, is ${prisma.version}: what one writes the other may not understand.`,
    fix: add('runtime', [`@prisma/client@${wanted}`]),
  };
}

function judgeAdapters({ adapters, prisma, client, add }: VersionFacts): readonly Diagnosis[] {
  const fitting = usable(prisma)?.version ?? client?.version ?? null;
  return Object.entries(adapters).map(([name, version]): Diagnosis => {
    const code = 'DOCTOR.ADAPTER';
    if (fitting === null || isSameMinor(version, fitting)) {
      return { code, status: 'ok', message: `${name} ${version ?? 'of an unknown version'}`, fix: null };
    }
    return {
      code: 'DOCTOR.ADAPTER',
      status: 'warning',
      message: `${name} is ${version}, and the client that it is for is ${fitting}.`,
      fix: add('runtime', [`${name}@${fitting}`]),
    };
  });
}

/** Both write the SQL of revisions: ours for `orchestrate revision`, Prisma's for `prisma migrate`. */
function judgeEngines({ engines: { prisma, own }, add }: VersionFacts): Diagnosis {
  const code = 'DOCTOR.ENGINE_VERSION';
  if (prisma === null || own === null) {
    return { code, status: 'skipped', message: "Prisma's engines cannot be compared: one is not installed", fix: null };
  }
  if (prisma.commit === own.commit || isSameMinor(prisma.release, own.release)) {
    return {
      code,
      status: 'ok',
      message: `the engines of Prisma ${own.release}, as prisma ${prisma.release} has them`,
      fix: null,
    };
  }
  return {
    code: 'DOCTOR.ENGINE_VERSION',
    status: 'warning',
    message: `orchestrate has the engines of Prisma ${own.release}, and prisma those of ${prisma.release}: the SQL that they write for one change may differ.`,
    fix: isBefore(prisma.release, own.release)
      ? add('dev', [`prisma@${minorOf(own.release)}`])
      : add('dev', ['prisma-orchestrate@latest']),
  };
}

function judgeNeeded({ needed }: VersionFacts): readonly Diagnosis[] {
  const unfit = needed.filter(
    ({ version, range, isOptional }) =>
      !(version === null ? isOptional : satisfies(version, range, { includePrerelease: true })),
  );
  if (unfit.length === 0) {
    return [
      {
        code: 'DOCTOR.DEPENDENCIES',
        status: 'ok',
        message: `the ${needed.length} packages that orchestrate asks for`,
        fix: null,
      },
    ];
  }
  return unfit.map(({ by, name, range, version }) => ({
    code: 'DOCTOR.DEPENDENCIES',
    status: 'error',
    message: `${by} asks for ${name} ${range}, and ${version === null ? 'it is not installed' : `${version} is installed`}.`,
    fix:
      version === null
        ? 'Install the packages again (npm ci, pnpm install --frozen-lockfile, yarn install --immutable).'
        : `Take ${name} out of overrides or resolutions of package.json, or give it the version ${range} there; then install again.`,
  }));
}

function judgeOwn({ core, installed, add }: VersionFacts): Diagnosis {
  const versions = [core, installed.core, installed.cli].flatMap((found) => (found === null ? [] : [found.version]));
  if (new Set(versions).size <= 1) {
    return { code: 'DOCTOR.OWN_VERSION', status: 'ok', message: `prisma-orchestrate ${core.version}`, fix: null };
  }
  const each = [
    `${core.version} is running (${core.directory})`,
    ...(installed.cli === null ? [] : [`the workspace has the command ${installed.cli.version}`]),
    ...(installed.core === null ? [] : [`its library is ${installed.core.version}`]),
  ];
  return {
    code: 'DOCTOR.OWN_VERSION',
    status: 'warning',
    message: `Several versions of orchestrate are in use: ${each.join(', ')}.`,
    fix: `${add('dev', [`prisma-orchestrate@${installed.cli?.version ?? core.version}`])}, and run that one: npx orchestrate`,
  };
}

function judgeCopies({ copies }: VersionFacts): readonly Diagnosis[] {
  const several = Object.entries(copies);
  if (several.length === 0) {
    return [{ code: 'DOCTOR.COPIES', status: 'ok', message: 'one version of each package of Prisma', fix: null }];
  }
  return several.map(([name, found]) => ({
    code: 'DOCTOR.COPIES',
    status: 'warning',
    message: `${name} is installed in several versions: ${found.map(describeCopy).join(', ')}.`,
    fix: `Ask for one version of ${name} in all packages of the repository, and install again (npm dedupe).`,
  }));
}

function describeCopy({ version, directory }: FoundVersion): string {
  return `${version ?? 'an unknown one'} in ${directory}`;
}

/** Without what cannot be compared: an unknown version fits everything. */
function isSameMinor(one: string | null, other: string | null): boolean {
  const [left, right] = [parse(one), parse(other)];
  return left === null || right === null || (left.major === right.major && left.minor === right.minor);
}

function isBefore(one: string, other: string): boolean {
  const [left, right] = [parse(one), parse(other)];
  return left !== null && right !== null && left.compareMain(right) < 0;
}

function majorOf(version: string | null): number | null {
  return parse(version)?.major ?? null;
}

function minorOf(version: string): string {
  const parsed = parse(version);
  return parsed === null ? version : `${parsed.major}.${parsed.minor}`;
}
