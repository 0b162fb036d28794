import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { testdir } from '../../testdir.test-support.js';
import { generatorPackage, isNotInstalled } from './generator-package.js';

const MANIFEST = '{ "name": "gen", "version": "1.2.3" }';

describe('generatorPackage', () => {
  it.each<[string, Parameters<typeof testdir>[0], string]>([
    [
      'follows the link that npm makes',
      { 'node_modules/gen/dist/bin.js': '', 'node_modules/.bin/make-it': { link: '../gen/dist/bin.js' } },
      'make-it',
    ],
    [
      'takes the package of the same name where there is a script instead',
      { 'node_modules/.bin/gen': '#!/bin/sh\n' },
      'gen',
    ],
    [
      'looks past a package.json that names no package',
      {
        'node_modules/gen/dist/package.json': '{ "type": "commonjs" }',
        'node_modules/gen/dist/bin.js': '',
        'node_modules/.bin/make-it': { link: '../gen/dist/bin.js' },
      },
      'make-it',
    ],
  ])('%s', (_, entries, provider) => {
    const root = testdir({ 'node_modules/gen/package.json': MANIFEST, ...entries });
    expect(generatorPackage(root, provider)).toEqual(['gen', '1.2.3', join(root, 'node_modules/gen')]);
    // As in a monorepo that keeps its packages at the top.
    expect(generatorPackage(join(root, 'apps/web'), provider)).toEqual(generatorPackage(root, provider));
  });

  it.each<[string, Parameters<typeof testdir>[0], string]>([
    ['a command line', {}, 'node ./gen.mjs'],
    ['a path', {}, './gen.mjs'],
    ['a command that is not there', {}, 'gen'],
    [
      'a package of the workspace itself',
      { 'packages/gen/package.json': MANIFEST, 'node_modules/gen': { link: '../packages/gen' } },
      'gen',
    ],
  ])('knows no version of %s', (_, entries, provider) => {
    expect(generatorPackage(testdir({ 'package.json': MANIFEST, ...entries }), provider)).toBeNull();
  });
});

describe('isNotInstalled', () => {
  const root = () => testdir({ 'node_modules/.bin/gen': '', 'elsewhere/tool': '' });

  it.each([
    ['gen', false],
    ['tool', false],
    ['node ./missing.mjs', false],
    ['prisma-nix', true],
  ])('%s: %s', (provider, expected) => {
    const directory = root();
    expect(isNotInstalled(directory, provider, { PATH: join(directory, 'elsewhere') })).toBe(expected);
  });
});
