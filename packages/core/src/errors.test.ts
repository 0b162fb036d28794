import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { isOrchestrateError, OrchestrateError } from './errors.js';

const PARTS = { code: 'TEST.ONE', message: 'One', fix: 'Two' };

describe('isOrchestrateError', () => {
  it('knows errors of another copy of the package, which instanceof does not', async () => {
    const copy = `${pathToFileURL(import.meta.filename.replace('.test', '')).href}?another-copy`;
    const { OrchestrateError: Other } = (await import(/* @vite-ignore */ copy)) as typeof import('./errors.js');
    const error: unknown = new Other(PARTS);
    expect(error instanceof OrchestrateError).toBe(false);
    expect(isOrchestrateError(error)).toBe(true);
    expect(isOrchestrateError(new OrchestrateError(PARTS))).toBe(true);
  });

  it.each([new Error('other'), Object.assign(new Error('alike'), PARTS), PARTS, null, undefined, 'text'])(
    'does not take %s for one',
    (thrown) => {
      expect(isOrchestrateError(thrown)).toBe(false);
    },
  );

  it('shows no mark in JSON', () => {
    expect(Object.keys(new OrchestrateError(PARTS))).not.toContain('[object Symbol]');
    expect(JSON.parse(JSON.stringify(new OrchestrateError(PARTS)))).toEqual({
      name: 'OrchestrateError',
      code: 'TEST.ONE',
      fix: 'Two',
      kind: 'failure',
      meta: {},
    });
  });
});
