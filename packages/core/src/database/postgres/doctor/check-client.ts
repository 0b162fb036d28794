import { createRequire } from 'node:module';
import type { Diagnosis } from '../../../diagnosis.js';
import { messageOf } from '../../../errors.js';

/** Whether the client and the parser load: one is JavaScript, the other WebAssembly. */
export async function checkClient(): Promise<readonly Diagnosis[]> {
  return [
    await tryPackage('pg', async () => import('pg')),
    await tryPackage('libpg-query', async () => {
      const { loadModule, parseSync } = await import('libpg-query');
      await loadModule();
      parseSync('SELECT 1');
    }),
  ];
}

async function tryPackage(name: string, use: () => Promise<unknown>): Promise<Diagnosis> {
  try {
    await use();
    return { code: 'DOCTOR.DRIVER', status: 'ok', message: `${name}${versionOf(name)}`, fix: null };
  } catch (error) {
    return {
      code: 'DOCTOR.DRIVER',
      status: 'error',
      message: `${name} cannot be used: ${messageOf(error).split('\n')[0]}`,
      fix: 'Install the packages again: npm ci (or the like of your package manager).',
    };
  }
}

function versionOf(name: string): string {
  try {
    const { version } = createRequire(import.meta.url)(`${name}/package.json`) as { readonly version: string };
    return ` ${version}`;
  } catch {
    // Its package.json is not for everybody to see.
    return '';
  }
}
