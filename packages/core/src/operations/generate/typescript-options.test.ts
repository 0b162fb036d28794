import { join } from 'node:path';
import { expect, it } from 'vitest';
import { testdir } from '../../testdir.test-support.js';
import { readTypeScriptOptions } from './typescript-options.js';

it('follows what the nearest tsconfig.json extends, and takes the kind of modules of the nearest package', () => {
  const root = testdir({
    'package.json': '{ "name": "top", "type": "commonjs" }',
    'tsconfig.json': '{}',
    'app/package.json': '{ "name": "app", "version": "1.0.0", "type": "module" }',
    'app/tsconfig.json':
      '{\n  // Several\n  "extends": ["./tsconfig.base", "@acme/tsconfig/strict.json", "./missing.json"],\n}',
    'app/tsconfig.base.json': '{ "extends": "./tsconfig.json" }',
    'node_modules/@acme/tsconfig/strict.json': '{ "compilerOptions": {} }',
  });
  expect(readTypeScriptOptions(join(root, 'app/src/client')).map(([file]) => file)).toEqual(
    ['app/tsconfig.json', 'app/tsconfig.base.json', 'node_modules/@acme/tsconfig/strict.json', 'app/package.json'].map(
      (file) => join(root, file),
    ),
  );
  expect(readTypeScriptOptions(join(root, 'app/src/client')).at(-1)?.[1]).toBe('module');
});

it('finds none where there is none', () => {
  expect(readTypeScriptOptions(join(testdir(), 'client'))).toEqual([]);
});
