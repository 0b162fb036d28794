// Prisma's own CLI in projects that have nothing of ours but the schema engine: as processes where a terminal is needed or more
// than the engine is started, and otherwise in one process, which resident-prisma.test.ts compares with them.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DATABASES } from './support/databases.js';
import { PrismaProject } from './support/prisma-project.js';
import type { CliRun } from './support/run-cli.js';
import { tablesOf } from './support/test-database.js';

const USER = 'model User {\n  id   Int    @id\n  name String\n}\n';
const NAMED = USER.replace('}', '  nick String @default("-")\n}');

const done = (stdout: string | RegExp) => ({ exitCode: 0, stdout: expect.stringMatching(stdout) });

/** What a command that has failed says, wherever it says it. */
function said({ exitCode, stdout, stderr }: CliRun) {
  return { exitCode, text: `${stdout}\n${stderr}` };
}

describe.each(DATABASES)('the Prisma CLI with our engine on $name', (on) => {
  it('develops: migrations, their data, and the state of it all', async () => {
    const project = await PrismaProject.on(on, USER);
    expect(await project.atTerminal('migrate', 'dev', '--name', 'init')).toMatchObject(
      done('now in sync with your schema'),
    );
    expect(await tablesOf(project.database)).toEqual(['User']);
    await project.database.execute(`INSERT INTO "User" ("id", "name") VALUES (1, 'Ann')`);
    project.models(NAMED);
    expect(await project.atTerminal('migrate', 'dev', '--name', 'nick')).toMatchObject(
      done(/nick\/[\s\S]*now in sync/),
    );
    expect(await project.database.rows('User')).toHaveLength(1);
    expect(Object.keys(project.migrations())).toEqual(['init', 'nick']);
    expect(project.migrations()['nick']).toMatch(/nick/);
    expect(await project.prisma('migrate', 'status')).toMatchObject(done('Database schema is up to date!'));
    const between = ['--from-migrations', 'prisma/migrations', '--to-config-datasource', '--exit-code'];
    expect(await project.prisma('migrate', 'diff', ...between)).toMatchObject(done('No difference detected'));
    const rows = await project.database.history('core');
    expect(
      rows.map(({ logs, applied_steps_count, finished_at, rolled_back_at }) => [
        logs,
        applied_steps_count,
        finished_at !== null,
        rolled_back_at,
      ]),
    ).toEqual([
      [null, 1, true, null],
      [null, 1, true, null],
    ]);
  });

  it('deploys, says why it cannot, and goes on once that is resolved', async () => {
    const project = await PrismaProject.on(on, USER);
    project.migration('20260101000000_init', `CREATE TABLE "User" (${on.idColumn}, "name" TEXT NOT NULL);\n`);
    project.migration('20260102000000_broken', 'INSERT INTO "Nowhere" VALUES (1);\n');
    const failed = said(await project.prisma('migrate', 'deploy'));
    expect(failed.exitCode).toBe(1);
    expect(failed.text).toMatch(/P3018[\s\S]*Migration name: 20260102000000_broken[\s\S]*Database error:\n.*Nowhere/);
    const status = said(await project.prisma('migrate', 'status'));
    expect(status).toMatchObject({
      exitCode: 1,
      text: expect.stringMatching(/Following migration have failed:\s+20260102000000_broken/),
    });
    const resolved = await project.prisma('migrate', 'resolve', '--rolled-back', '20260102000000_broken');
    expect(resolved).toMatchObject(done('marked as rolled back'));
    project.migration('20260102000000_broken', 'INSERT INTO "User" VALUES (1, \'Ann\');\n');
    expect(await project.prisma('migrate', 'deploy')).toMatchObject(
      done('All migrations have been successfully applied'),
    );
    expect(await project.database.rows('User')).toHaveLength(1);
    const reset = await project.prisma('migrate', 'reset', '--force');
    expect(reset).toMatchObject(done('Database reset successful'));
    expect(await project.database.rows('User')).toHaveLength(1);
  });

  it('works without migrations: push, pull, execute', async () => {
    const project = await PrismaProject.on(on, NAMED);
    expect(await project.prisma('db', 'push')).toMatchObject(done('now in sync with your Prisma schema'));
    project.write(
      'names.sql',
      `INSERT INTO "User" ("id", "name") VALUES (1, 'Ann'), (2, 'Bob');\nDELETE FROM "User" WHERE "id" = 1;\n`,
    );
    expect(await project.prisma('db', 'execute', '--file', 'names.sql')).toMatchObject(
      done('Script executed successfully'),
    );
    expect(await project.database.rows('User')).toHaveLength(1);
    project.models(USER);
    const losing = said(await project.prisma('db', 'push'));
    expect(losing.text).toMatch(/You are about to drop the column `nick`[\s\S]*contains 1 non-null value/);
    const pulled = await project.prisma('db', 'pull', '--print');
    expect(pulled.stdout).toMatch(
      /model User \{\n {2}id +Int .*\n {2}name +String\n {2}nick +String +@default\("-"\)\n\}/,
    );
  });
});

describe('where nothing is asked of the engine', () => {
  it('validates and generates, as the executable is there', async () => {
    const project = await PrismaProject.on(DATABASES[0] as (typeof DATABASES)[0], USER);
    expect(await project.prisma('validate')).toMatchObject(done('is valid'));
    expect(await project.alone('version')).toMatchObject(done(/Schema Engine +: orchestrate-schema-engine \d/));
    expect(await project.alone('generate')).toMatchObject(done('Generated Prisma Client'));
    expect(existsSync(join(project.root, 'generated/client.ts'))).toBe(true);
  });
});
