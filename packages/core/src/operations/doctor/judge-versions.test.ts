import { describe, expect, it } from 'vitest';
import { judgeVersions } from './judge-versions.js';
import type { VersionFacts } from './version-facts.js';

const FINE: VersionFacts = {
  node: '22.12.0',
  nodeRanges: { '@prisma-orchestrate/core': '>=20.19.0', prisma: '^20.19 || ^22.12 || >=24.0' },
  prisma: { version: '7.10.1', directory: '/w/node_modules/prisma' },
  client: { version: '7.10.0', directory: '/w/node_modules/@prisma/client' },
  isClientWanted: true,
  adapters: { '@prisma/adapter-pg': '7.10.0' },
  engines: { prisma: { release: '7.10.1', commit: 'b' }, own: { release: '7.10.0', commit: 'a' } },
  needed: [{ by: 'core', name: 'pg', range: '^8.23.1', version: '8.24.0', isOptional: false }],
  copies: {},
  core: { version: '1.2.0', directory: '/w/node_modules/@prisma-orchestrate/core' },
  installed: {
    core: { version: '1.2.0', directory: '/w/node_modules/@prisma-orchestrate/core' },
    cli: { version: '1.2.0', directory: '/w/node_modules/prisma-orchestrate' },
  },
  add: (kind, packages) => `add ${kind} ${packages.join(' ')}`,
};

const at = (version: string | null, directory = '/w') => ({ version, directory });

describe('judgeVersions', () => {
  it('finds nothing wrong with what fits', () => {
    expect(judgeVersions(FINE).filter(({ status }) => status !== 'ok')).toEqual([]);
  });

  it.each<[string, Partial<VersionFacts>, string, string | null]>([
    ['a Node that Prisma does not run on', { node: '23.1.0' }, 'DOCTOR.NODE error', 'fits ^20.19 || ^22.12 || >=24.0'],
    ['a Node that is too old for both', { node: '18.20.0' }, 'DOCTOR.NODE error', '>=20.19.0 and ^20.19'],
    ['no prisma', { prisma: null }, 'DOCTOR.PRISMA warning', 'add dev prisma@7'],
    [
      'a later minor',
      { prisma: at('7.11.0'), client: at('7.11.2') },
      'DOCTOR.PRISMA warning',
      'prisma-orchestrate@latest',
    ],
    ['a version that says nothing', { prisma: at('0.0.0'), client: at('0.0.0') }, 'DOCTOR.PRISMA warning', 'prisma@7'],
    ['an older major', { prisma: at('6.19.0'), client: at('6.19.0') }, 'PRISMA.UNSUPPORTED error', 'add dev prisma@7'],
    ['an older major beside the right client', { prisma: at('6.19.0') }, 'PRISMA.UNSUPPORTED error', 'prisma@7'],
    [
      'a later major',
      { prisma: at('8.0.0-dev.1'), client: at('8.0.0') },
      'PRISMA.UNSUPPORTED error',
      'add dev prisma@7',
    ],
    ['a client of another minor', { client: at('7.8.0') }, 'DOCTOR.CLIENT warning', '@prisma/client@7.10.1'],
    ['a client of another major', { client: at('6.19.0') }, 'DOCTOR.CLIENT error', '@prisma/client@7.10.1'],
    ['no client that is wanted', { client: null }, 'DOCTOR.CLIENT warning', 'add runtime @prisma/client@7.10.1'],
    ['no client that nobody wants', { client: null, isClientWanted: false }, 'DOCTOR.CLIENT skipped', null],
    [
      'an adapter of another minor',
      { adapters: { '@prisma/adapter-pg': '7.1.0' } },
      'DOCTOR.ADAPTER warning',
      '@prisma/adapter-pg@7.10.1',
    ],
    [
      'an engine of an earlier minor',
      { engines: { prisma: { release: '7.8.0', commit: 'b' }, own: FINE.engines.own } },
      'DOCTOR.ENGINE_VERSION warning',
      'add dev prisma@7.10',
    ],
    [
      'an engine of a later minor',
      { engines: { prisma: { release: '7.11.0', commit: 'b' }, own: FINE.engines.own } },
      'DOCTOR.ENGINE_VERSION warning',
      'prisma-orchestrate@latest',
    ],
    ['no engine to compare', { engines: { prisma: null, own: null } }, 'DOCTOR.ENGINE_VERSION skipped', null],
    [
      'a package that is missing',
      { needed: [{ by: 'core', name: 'pg', range: '^8.23.1', version: null, isOptional: false }] },
      'DOCTOR.DEPENDENCIES error',
      'npm ci',
    ],
    [
      'a package that was overridden',
      { needed: [{ by: 'core', name: '@prisma/internals', range: '7.10.0', version: '7.9.0', isOptional: false }] },
      'DOCTOR.DEPENDENCIES error',
      'overrides',
    ],
    [
      'another command',
      { installed: { core: FINE.core, cli: at('1.1.0') } },
      'DOCTOR.OWN_VERSION warning',
      'prisma-orchestrate@1.1.0',
    ],
    [
      'several copies',
      { copies: { prisma: [at('7.10.1'), at('7.9.0', '/w/blog')] } },
      'DOCTOR.COPIES warning',
      'npm dedupe',
    ],
  ])('finds %s', (_what, change, found, fix) => {
    const wrong = judgeVersions({ ...FINE, adapters: {}, ...change }).filter(({ status }) => status !== 'ok');
    const told = wrong.find(({ code, status }) => `${code} ${status}` === found);
    expect({ wrong, fix: told?.fix ?? null }).toEqual({
      wrong: expect.arrayContaining([told]),
      fix: fix === null ? null : expect.stringContaining(fix),
    });
    expect(wrong).toHaveLength(1);
  });

  it('compares builds of engines by their source where that is known, and needs no optional package', () => {
    const engines = { prisma: { release: '7.12.0', commit: 'a' }, own: { release: '7.10.0', commit: 'a' } };
    const needed = [{ by: 'core', name: 'better-sqlite3', range: '^12', version: null, isOptional: true }];
    expect(judgeVersions({ ...FINE, engines, needed }).filter(({ status }) => status !== 'ok')).toEqual([]);
  });
});
