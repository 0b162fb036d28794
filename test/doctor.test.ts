import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DoctorReport, GroupedDiagnosis } from '@prisma-orchestrate/core';
import { describe, expect, it } from 'vitest';
import { driverFor } from '../packages/core/src/database/driver-for.js';
import { createTestDatabase, runSql } from '../packages/core/src/database/postgres/server.test-support.js';
import { testdir } from '../packages/core/src/testdir.test-support.js';
import { BLOG_1, blogWorkspace } from './support/blog-workspace.js';
import { postgresAt } from './support/cuttable-workspace.js';
import { DATABASES } from './support/databases.js';
import { startFakeServer } from './support/fake-server.js';
import { git } from './support/git-repository.js';
import { loadCore } from './support/load-core.js';
import { createRole } from './support/postgres-roles.js';
import { runInProcess } from './support/run-in-process.js';
import { SQLITE } from './support/sqlite-test-database.js';
import { installStubPrisma } from './support/stub-prisma.js';

const core = await loadCore();

interface Examined {
  readonly exitCode: number | undefined;
  readonly report: DoctorReport;
}

async function examine(root: string, ...args: readonly string[]): Promise<Examined> {
  const { exitCode, stdout, stderr } = await runInProcess(['doctor', ...args, '--json'], root);
  const { result } = JSON.parse(stdout) as { result: DoctorReport | null };
  if (result === null) throw new Error(`doctor gave no result:\n${stdout}${stderr}`);
  return { exitCode, report: result };
}

/** Those with this status, as `CODE: message`. */
function of(status: GroupedDiagnosis['status'], { results }: DoctorReport): readonly string[] {
  return results.filter((result) => result.status === status).map(({ code, message }) => `${code}: ${message}`);
}

function resultOf(code: string, { results }: DoctorReport): GroupedDiagnosis {
  const found = results.find((result) => result.code === code);
  if (found === undefined) throw new Error(`No ${code} among ${results.map((each) => each.code).join(', ')}`);
  return found;
}

describe.each(DATABASES)('doctor on $name', (on) => {
  it('finds a database of which all is well so, before and after it is there, and changes nothing', async () => {
    const workspace = await blogWorkspace(on);
    const before = await workspace.snapshot();
    const first = await examine(workspace.root);
    expect(of('error', first.report)).toEqual([]);
    expect(await workspace.snapshot()).toEqual(before);

    await workspace.upgrade('--all');
    const upgraded = await workspace.snapshot();
    const { exitCode, report } = await examine(workspace.root);
    expect({ exitCode, errors: of('error', report), isHealthy: report.isHealthy }).toEqual({
      exitCode: 0,
      errors: [],
      isHealthy: true,
    });
    expect(resultOf('DOCTOR.HISTORY', report).message).toContain('2 applied, 0 pending');
    for (const code of [
      'DOCTOR.NODE',
      'DOCTOR.ENGINE',
      'DOCTOR.VALIDATOR',
      'DOCTOR.DRIVER',
      'DOCTOR.DATABASE',
      'DOCTOR.LOCK',
    ]) {
      expect(resultOf(code, report)).toMatchObject({ status: 'ok', fix: null });
    }
    expect(await workspace.snapshot()).toEqual(upgraded);
  });

  it('says what contradicts the history, what killed runs left and who holds the lock, each with its fix', async () => {
    const workspace = await blogWorkspace(on);
    await workspace.upgrade('--all');
    workspace.write({ [`${workspace.directoryOf(BLOG_1)}/migration.sql`]: 'SELECT 1;\n' });
    await workspace.database.execute('CREATE TABLE "_prisma_migrations_shop" ("id" TEXT)');
    const { pid: ended } = spawnSync(process.execPath, ['--version']);
    const left = `prisma/.tmp-${ended}-${randomUUID()}`;
    workspace.write({ [left]: 'half' });
    const driver = await driverFor(on.provider);
    const target = { url: workspace.database.url, display: 'it', root: workspace.root, mode: 'write' } as const;
    const limits = { lockTimeoutMs: null, statementTimeoutMs: null };
    await using other = await driver.open({ ...target, command: 'orchestrate other', ...limits });
    await using _lock = await other.lock({ timeoutMs: 0, command: 'orchestrate other' });

    const { exitCode, report } = await examine(workspace.root);
    expect({ exitCode, isHealthy: report.isHealthy }).toEqual({ exitCode: 1, isHealthy: false });
    expect(of('error', report)).toEqual([expect.stringMatching(/^HISTORY\.EDITED: .*blog/s)]);
    expect(resultOf('DOCTOR.STRAY_HISTORY', report)).toMatchObject({
      status: 'warning',
      message: expect.stringContaining('_prisma_migrations_shop'),
      fix: expect.stringContaining('orchestrate uninstall shop'),
    });
    expect(resultOf('DOCTOR.LEFT_FILES', report)).toMatchObject({ status: 'warning', fix: `rm -r ${left}` });
    expect(resultOf('DOCTOR.LOCK', report)).toMatchObject({
      status: 'warning',
      message: expect.stringContaining('orchestrate other'),
    });
  });
});

describe('doctor where much is broken', () => {
  it('still looks at the rest where there is no workspace', async () => {
    const { exitCode, report } = await examine(testdir({ '.git/HEAD': '' }));
    expect(exitCode).toBe(1);
    expect(of('error', report)).toEqual([expect.stringContaining('WORKSPACE.NOT_FOUND')]);
    expect(resultOf('DOCTOR.ENGINE', report).status).toBe('ok');
    expect(report.root).toBeNull();
    const nowhere = await core.doctor({ cwd: join(testdir(), 'nowhere') });
    expect([nowhere.root, of('error', nowhere)]).toEqual([null, [expect.stringContaining('WORKSPACE.NOT_FOUND')]]);
  });

  it('says which part of a configuration is wrong, and looks at versions all the same', async () => {
    const workspace = await blogWorkspace(SQLITE);
    workspace.write({ 'orchestrate.config.json': '{ "extensions": ["nothing"], "outptu": 1 }' });
    installStubPrisma(workspace, '6.19.0');
    const { report } = await examine(workspace.root);
    expect(of('error', report)).toEqual([
      expect.stringMatching(/^PRISMA\.UNSUPPORTED: prisma 6\.19\.0 .*datasource block/),
      expect.stringContaining('CONFIG.INVALID'),
    ]);
    expect(resultOf('PRISMA.UNSUPPORTED', report).fix).toBe('npm i -D prisma@7');
    expect(report.root).toBe(workspace.root);
  });

  it('hears of variables that override files, and of an engine that is not there', async () => {
    const workspace = await blogWorkspace(SQLITE);
    const environment = {
      ...process.env,
      DATABASE_URL: 'file:./other.db',
      ORCHESTRATE_EXTENSIONS: 'blog',
      PRISMA_SCHEMA_ENGINE_BINARY: './nowhere',
    };
    const report = await core.doctor({ cwd: workspace.root, environment, offline: true });
    expect(of('error', report)).toEqual([
      expect.stringMatching(/^DOCTOR\.ENGINE_BINARY: .*nowhere, which is not there/),
    ]);
    const overridden = report.results.filter(({ code }) => code === 'DOCTOR.ENVIRONMENT');
    expect(overridden.map(({ fix }) => fix)).toEqual([
      'unset ORCHESTRATE_EXTENSIONS',
      'unset DATABASE_URL, where .env is meant.',
    ]);
    // Who names a database for one run means that one, whatever files and variables say.
    const chosen = await examine(workspace.root, '--database-url', 'file:./chosen.db', '--offline');
    expect(resultOf('DOCTOR.ENVIRONMENT', chosen.report).status).toBe('ok');
    expect(resultOf('DOCTOR.DATABASE_URL', chosen.report).message).toBe('file:./chosen.db, from --database-url');
    workspace.write({ engine: `#!${process.execPath}\nconsole.log('schema-engine-cli abc');\n` });
    const named = { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: './engine' };
    const asked = async () =>
      resultOf('DOCTOR.ENGINE_BINARY', await core.doctor({ cwd: workspace.root, environment: named, offline: true }));
    expect(await asked()).toMatchObject({ status: 'error', fix: expect.stringContaining('chmod +x') });
    spawnSync('chmod', ['+x', join(workspace.root, 'engine')]);
    expect(await asked()).toMatchObject({ status: 'ok', message: expect.stringContaining('schema-engine-cli abc') });
  });

  it('looks at no database where it is told so', async () => {
    const workspace = await blogWorkspace(SQLITE);
    workspace.write({ [workspace.database.url.replace('file:./', '')]: 'no database' });
    const { exitCode, report } = await examine(workspace.root, '--offline');
    expect({ exitCode, errors: of('error', report) }).toEqual({ exitCode: 0, errors: [] });
    expect(resultOf('DOCTOR.PRIVILEGES', report)).toMatchObject({ status: 'skipped' });
  });

  it('takes a provider without a driver for no fault', async () => {
    const root = testdir({ 'prisma/schema.prisma': 'datasource db {\n  provider = "mysql"\n}\n' });
    const { exitCode, report } = await examine(root);
    expect(exitCode).toBe(0);
    expect(resultOf('DATABASE.UNSUPPORTED_PROVIDER', report).status).toBe('warning');
  });

  it('shows a group for each subject, a line for each look and the fixes, in text', async () => {
    const workspace = await blogWorkspace(SQLITE);
    const { stdout } = await workspace.run('doctor');
    for (const title of ['Versions', 'Engine', 'Drivers', 'Configuration', 'Database', 'Privileges', 'Leftovers']) {
      expect(stdout).toMatch(new RegExp(`^${title}$`, 'm'));
    }
    expect(stdout).toMatch(
      /^ {2}warning {2}The package prisma is not installed.*\[DOCTOR\.PRISMA\]\n {11}fix: npm i -D prisma@7$/m,
    );
    expect(stdout).toMatch(/\n\n(?:\d+ \w+, )*\d+ ok, \d+ skipped\n$/);
  });
});

describe('doctor in a git repository', () => {
  it('finds passwords, databases and generated files that git has or would take', async () => {
    const workspace = await blogWorkspace(SQLITE);
    await workspace.upgrade('--all');
    await workspace.ok('compose');
    workspace.write({
      '.env.production': 'URL=postgresql://app:h%40nter2@db.example.org/app\n',
      '.env.example': 'URL=postgresql://app:h%40nter2@db.example.org/app\n',
    });
    await git(workspace.root, 'init', '-q');
    await git(workspace.root, 'add', '.env.production', '.env.example');
    const { report } = await examine(workspace.root);
    expect(resultOf('DOCTOR.SECRETS', report)).toMatchObject({
      status: 'warning',
      message: expect.stringMatching(/^git has \.env\.production,/),
      fix: expect.stringContaining('git rm --cached .env.production'),
    });
    expect(resultOf('DOCTOR.DATA_IN_GIT', report)).toMatchObject({ status: 'warning' });
    expect(resultOf('DOCTOR.GENERATED', report)).toMatchObject({ status: 'warning' });
    expect(resultOf('DOCTOR.GIT_HOOK', report)).toMatchObject({ status: 'skipped' });
    expect(JSON.stringify(report)).not.toMatch(/h@nter2|h%40nter2/);

    workspace.write({ '.gitignore': '*.db*\ngenerated/\n.env*\n' });
    await git(workspace.root, 'rm', '-q', '--cached', '.env.production');
    const mended = await examine(workspace.root);
    for (const code of ['DOCTOR.SECRETS', 'DOCTOR.DATA_IN_GIT', 'DOCTOR.GENERATED']) {
      expect(resultOf(code, mended.report).status).toBe('ok');
    }
  });
});

describe('doctor on SQLite', () => {
  it('finds a damaged file, and what a restore has kept', async () => {
    const workspace = await blogWorkspace(SQLITE);
    await workspace.upgrade('--all');
    const file = join(workspace.root, workspace.database.url.replace('file:', ''));
    workspace.write({ [`${workspace.database.url.replace('file:./', '')}.replaced-20260101000000`]: '' });
    // Pages of the tables, so that the schema can still be read.
    await workspace.database.execute(
      `WITH RECURSIVE n(v) AS (SELECT 1 UNION ALL SELECT v + 1 FROM n WHERE v < 200)
INSERT INTO "User" SELECT v, hex(randomblob(200)) || v, 'READER' FROM n`,
    );
    damage(file);
    const { report } = await examine(workspace.root);
    expect(resultOf('DOCTOR.INTEGRITY', report)).toMatchObject({
      status: 'error',
      fix: expect.stringContaining('restore'),
    });
    expect(resultOf('DOCTOR.REPLACED', report)).toMatchObject({
      status: 'warning',
      fix: expect.stringContaining('.replaced-20260101000000'),
    });
  });
});

describe('doctor on PostgreSQL', () => {
  it('says what a role lacks, with the statement that gives it', async () => {
    const role = await createRole();
    const { url } = await createTestDatabase();
    const workspace = await blogWorkspace(postgresAt(url));
    await workspace.upgrade('--all');
    await runSql(url, `GRANT SELECT ON ALL TABLES IN SCHEMA public TO ${role.quoted}`);
    const schema = workspace.read('prisma/schema.prisma');
    workspace.write({
      'orchestrate.config.json': '{ "shadow": "server" }',
      'prisma/schema.prisma': schema.replace('provider', 'schemas = ["public", "audit"]\n  provider'),
    });
    const { report } = await examine(workspace.root, '--database-url', role.urlOf(url));
    const ofSchemas = report.results.filter(({ code }) => code === 'DOCTOR.SCHEMA_PRIVILEGE');
    expect(ofSchemas.map(({ status, fix }) => [status, fix])).toEqual([
      ['error', expect.stringMatching(/: GRANT CREATE ON DATABASE "\w+" TO "role_\w+";$/)],
      ['error', `As its owner: GRANT USAGE, CREATE ON SCHEMA "public" TO ${role.quoted};`],
    ]);
    expect(resultOf('DOCTOR.HISTORY_PRIVILEGE', report)).toMatchObject({ status: 'error' });
    expect(resultOf('DOCTOR.TABLE_OWNER', report)).toMatchObject({
      status: 'warning',
      message: expect.stringContaining('public.Post'),
      fix: expect.stringContaining(`ALTER TABLE "public"."Post" OWNER TO ${role.quoted};`),
    });
    expect(resultOf('SHADOW.NO_PRIVILEGE', report)).toMatchObject({
      status: 'error',
      fix: expect.stringContaining('CREATEDB'),
    });
    await runSql(
      url,
      `CREATE SCHEMA audit AUTHORIZATION ${role.quoted}; GRANT CREATE ON SCHEMA public TO ${role.quoted}; GRANT ALL ON ALL TABLES IN SCHEMA public TO ${role.quoted}; ALTER ROLE ${role.quoted} CREATEDB`,
    );
    const given = await examine(workspace.root, '--database-url', role.urlOf(url));
    expect(of('error', given.report)).toEqual([]);
    await runSql(
      url,
      `DROP SCHEMA audit; REVOKE ALL ON ALL TABLES IN SCHEMA public FROM ${role.quoted}; REVOKE ALL ON SCHEMA public FROM ${role.quoted}`,
    );
  });

  it('says what the settings of a server keep from working', async () => {
    const { url } = await createTestDatabase();
    const name = new URL(url).pathname.slice(1);
    const workspace = await blogWorkspace(postgresAt(url));
    await runSql(url, `ALTER DATABASE "${name}" SET statement_timeout = '5s'`);
    await runSql(url, `ALTER DATABASE "${name}" SET default_transaction_read_only = on`);
    workspace.write({ 'orchestrate.config.json': JSON.stringify({ shadow: { url } }) });
    const { report } = await examine(workspace.root);
    expect(resultOf('DOCTOR.SERVER', report).status).toBe('ok');
    expect(resultOf('DOCTOR.WRITABLE', report)).toMatchObject({ status: 'error', fix: expect.stringContaining(name) });
    expect(resultOf('DOCTOR.STATEMENT_TIMEOUT', report)).toMatchObject({ message: expect.stringContaining('5 s') });
    expect(resultOf('SHADOW.IS_LIVE', report)).toMatchObject({ status: 'error' });
  });

  it('says once that a URL cannot be read', async () => {
    const workspace = await blogWorkspace(SQLITE);
    workspace.write({ 'prisma/schema.prisma': 'datasource db {\n  provider = "postgresql"\n}\n' });
    const { report } = await examine(workspace.root, '--database-url', 'postgresql://one,two/app');
    expect(of('error', report)).toEqual([expect.stringContaining('DATABASE.BAD_URL')]);
  });

  it('is through in time where a server does not answer, and keeps its secrets', async () => {
    const port = await startFakeServer('never answers');
    const workspace = await blogWorkspace(postgresAt(`postgresql://ada:h%40nter2@127.0.0.1:${port}/shop`));
    const { exitCode, report } = await examine(workspace.root, '--timeout', '0.3');
    expect(exitCode).toBe(1);
    expect(of('error', report)).toEqual(['DOCTOR.TIMED_OUT: The look at the database was given up after 0.3 s.']);
    expect(resultOf('DOCTOR.PRIVILEGES', report).status).toBe('skipped');
    expect(JSON.stringify(report)).not.toMatch(/h@nter2|h%40nter2/);
  });
});

/** Writes over the last pages of a file. */
function damage(file: string): void {
  const bytes = readFileSync(file);
  writeFileSync(file, bytes.fill(0xff, bytes.length - 3 * 4096));
}
