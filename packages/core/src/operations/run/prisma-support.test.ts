import { describe, expect, it } from 'vitest';
import { findPackage } from '../../workspace/find-package.js';
import { readPackage } from '../../workspace/read-package.js';
import { judgePrismaVersion } from './prisma-support.js';

describe('judgePrismaVersion', () => {
  it.each([
    ['7.0.0', 'supported'],
    ['7.10.1', 'supported'],
    ['7.10.0-4.0edf323efd1d98336f3f0a68684b56f689b900d3', 'supported'],
    ['7.11.0', 'newer'],
    ['7.11.0-dev.12', 'newer'],
    ['6.19.0', 'unsupported'],
    ['5.22.0', 'unsupported'],
    ['8.0.0-alpha.1', 'unsupported'],
    ['8.1.2', 'unsupported'],
    ['0.0.0', 'unknown'],
    ['latest', 'unknown'],
    ['', 'unknown'],
    [null, 'unknown'],
  ])('finds %s %s', (version, kind) => {
    expect(judgePrismaVersion(version).kind).toBe(kind);
  });

  it('knows the version that is tested here', () => {
    const { version } = readPackage(findPackage(import.meta.dirname, 'prisma') ?? '');
    expect(judgePrismaVersion(version)).toEqual({ kind: 'supported' });
  });

  it('says what is wrong with an older and with a newer major', () => {
    expect(judgePrismaVersion('6.1.0')).toMatchObject({ reason: expect.stringContaining('datasource block') });
    expect(judgePrismaVersion('9.0.0')).toMatchObject({ reason: expect.stringContaining('Prisma 9 may be others') });
  });
});
