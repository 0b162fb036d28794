import { describe, expect, it } from 'vitest';
import { testdir } from '../../testdir.test-support.js';
import { detectPackageManager } from './package-manager.js';

describe('detectPackageManager', () => {
  it.each([
    [
      'which allows install scripts by name',
      'pnpm/10.34.9 npm/? node/v22.0.0 linux x64',
      {},
      'pnpm add -D --allow-build=a b',
    ],
    ['which runs all install scripts', 'pnpm/9.15.0 npm/? node/v22.0.0 linux x64', {}, 'pnpm add -D b'],
    [
      'by the lock file before that',
      'npm/11.0.0 node/v22.0.0',
      { 'pnpm-lock.yaml': '' },
      'pnpm add -D --allow-build=a b',
    ],
    ['by nothing at all', undefined, {}, 'npm i -D b'],
    ['that nobody knows', 'cook/1.0.0', {}, 'npm i -D b'],
  ])('finds one %s', async (_, agent, files, expected) => {
    const root = testdir({ '.git/HEAD': '', ...files });
    const { add } = await detectPackageManager({
      root,
      environment: { npm_config_user_agent: agent },
      isMonorepo: false,
    });
    expect(add({ kind: 'dev', packages: ['b'], builds: ['a'] })).toBe(expected);
  });
});
