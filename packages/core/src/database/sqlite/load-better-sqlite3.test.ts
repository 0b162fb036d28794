import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadBetterSqlite3 } from './load-better-sqlite3.js';

const require = createRequire(import.meta.url);

describe('loadBetterSqlite3', () => {
  let directory: string;

  beforeEach(() => {
    directory = mkdtempSync(path.join(tmpdir(), 'orchestrate-driver-'));
  });

  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  it('loads what is installed', () => {
    const connection = new (loadBetterSqlite3())(':memory:');
    expect(connection.prepare('SELECT 1').pluck().get()).toBe(1);
    connection.close();
  });

  it('says what to install', () => {
    expect(() => loadBetterSqlite3(path.join(directory, 'index.js'))).toThrow(
      expect.objectContaining({ code: 'DATABASE.DRIVER_MISSING', fix: 'Run `npm install better-sqlite3`.' }),
    );
  });

  it('says what to build, in one line, where the install script did not run', () => {
    const packages = path.join(directory, 'node_modules');
    const source = path.dirname(require.resolve('better-sqlite3/package.json'));
    for (const part of ['package.json', 'lib']) {
      cpSync(path.join(source, part), path.join(packages, 'better-sqlite3', part), { recursive: true });
    }
    for (const name of ['bindings', 'file-uri-to-path']) {
      const found = path.dirname(createRequire(`${source}/lib/database.js`).resolve(`${name}/package.json`));
      mkdirSync(path.join(packages, name), { recursive: true });
      cpSync(found, path.join(packages, name), { recursive: true });
    }
    expect(() => loadBetterSqlite3(path.join(directory, 'index.js'))).toThrow(
      expect.objectContaining({
        code: 'DATABASE.DRIVER_MISSING',
        message: expect.stringMatching(/: Could not locate the bindings file$/) as string,
        fix: expect.stringContaining('`pnpm approve-builds`') as string,
      }),
    );
  });
});
