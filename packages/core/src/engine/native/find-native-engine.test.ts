import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { testdir } from '../../testdir.test-support.js';
import { findNativeEngine } from './find-native-engine.js';

const VERSION = JSON.stringify({ name: '@prisma/engines-version', prisma: { enginesVersion: 'c0ffee' } });
const manifest = (name: string): string => JSON.stringify({ name, version: '7.10.1' });

/** As npm lays them out, and as pnpm does. */
const FLAT = {
  'node_modules/prisma/package.json': manifest('prisma'),
  'node_modules/@prisma/engines/package.json': manifest('@prisma/engines'),
  'node_modules/@prisma/engines-version/package.json': VERSION,
};
const NESTED = {
  'node_modules/prisma/package.json': manifest('prisma'),
  'node_modules/prisma/node_modules/@prisma/engines/package.json': manifest('@prisma/engines'),
  'node_modules/prisma/node_modules/@prisma/engines/node_modules/@prisma/engines-version/package.json': VERSION,
};
const OTHER = { 'node_modules/@prisma/engines/schema-engine-darwin': '' };
const target = 'debian-openssl-3.0.x';
const cached = 'cache/prisma/master/c0ffee/debian-openssl-3.0.x/schema-engine';

describe('findNativeEngine', () => {
  it.each<[string, Readonly<Record<string, string>>, string | null]>([
    [
      'beside @prisma/engines',
      { ...FLAT, [`node_modules/@prisma/engines/schema-engine-${target}`]: '' },
      `node_modules/@prisma/engines/schema-engine-${target}`,
    ],
    [
      "beside those of Prisma's own",
      { ...NESTED, [`node_modules/prisma/node_modules/@prisma/engines/schema-engine-${target}`]: '' },
      `node_modules/prisma/node_modules/@prisma/engines/schema-engine-${target}`,
    ],
    ['in the cache', { ...FLAT, ...OTHER, [cached]: '' }, cached],
    ['in the cache, of the version that Prisma has of its own', { ...NESTED, [cached]: '' }, cached],
    ['for another platform', { ...FLAT, ...OTHER }, null],
    ['a folder of that name', { ...FLAT, [`${cached}/x`]: '' }, null],
    ['without Prisma', { [cached]: '' }, null],
  ])('%s', async (_name, files, place) => {
    const root = testdir({ 'package.json': '{}', ...files });
    const environment = { XDG_CACHE_HOME: path.join(root, 'cache') };
    expect(await findNativeEngine({ root, environment, target })).toMatchObject(
      place === null ? { kind: 'none' } : { kind: 'found', binary: path.join(root, place) },
    );
  });

  it('takes what the environment names, and says where it has looked', async () => {
    const root = testdir({ 'package.json': '{}', ...FLAT });
    const find = (environment: Record<string, string>) => findNativeEngine({ root, environment, target: 'windows' });
    expect(await find({ PRISMA_SCHEMA_ENGINE_BINARY: './engine', PRISMA_MIGRATION_ENGINE_BINARY: '/old' })).toEqual({
      kind: 'found',
      binary: path.join(root, 'engine'),
    });
    expect(await find({ PRISMA_SCHEMA_ENGINE_BINARY: '', PRISMA_MIGRATION_ENGINE_BINARY: '/old' })).toMatchObject({
      binary: '/old',
    });
    expect(await find({ XDG_CACHE_HOME: '/cache' })).toEqual({
      kind: 'none',
      places: [
        path.join(root, 'node_modules/@prisma/engines/schema-engine-windows.exe'),
        '/cache/prisma/master/c0ffee/windows/schema-engine.exe',
      ],
    });
  });

  it('knows the platform that it runs on', async () => {
    const root = testdir({ 'package.json': '{}', ...FLAT });
    const found = await findNativeEngine({ root, environment: { XDG_CACHE_HOME: '/nowhere' } });
    expect(found).toMatchObject({ places: [expect.stringMatching(/schema-engine-[a-z0-9.-]+$/), expect.anything()] });
  });
});
