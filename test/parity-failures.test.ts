// The real Prisma and orchestrate on one database: what one records of a failure, or resolves, the other reads as its own; and
// each of Prisma's error codes beside what orchestrate says of the same thing. See docs/parity.md.
import { describe, expect, it } from 'vitest';
import { byHand } from './parity/parity-case.js';
import { Project } from './parity/project.js';
import { DATABASES } from './support/databases.js';

const INIT = '20260101000000_init';
const BROKEN = '20260102000000_broken';
const LATER = '20260103000000_later';

const makes = (table: string): string => `CREATE TABLE "${table}" ("id" INTEGER NOT NULL PRIMARY KEY);\n`;

const MAKES_A = makes('A');
const MODEL_A = 'model A {\n  id Int @id\n}\n';

const FAILING = `${makes('Half')}INSERT INTO "nowhere" VALUES (1);\n`;
const MENDED = `DROP TABLE IF EXISTS "Half";\n${makes('Half')}`;

describe.each(DATABASES)('on $name', (on) => {
  it('what fails with Prisma has failed for orchestrate, and what Prisma resolves is resolved', async () => {
    const project = await Project.on(on, byHand(INIT, MAKES_A, MODEL_A), byHand(BROKEN, FAILING));
    expect(await project.refusedByPrisma(['migrate', 'deploy'])).toMatch(
      /P3018[\s\S]*Migration name: .*_broken[\s\S]*nowhere/,
    );
    expect(await project.status()).toMatchObject({ failed: [`core/${BROKEN}`] });
    expect(await project.workspace.refused('upgrade')).toMatchObject({ code: 'HISTORY.FAILED' });
    expect(await project.refusedByPrisma(['migrate', 'deploy'])).toContain('P3009');

    await project.prisma('migrate', 'resolve', '--rolled-back', BROKEN);
    expect(await project.status()).toEqual({ pending: [`core/${BROKEN}`], failed: [] });
    project.migration(BROKEN, MENDED);
    await project.workspace.upgrade();
    await project.expectUpToDate();

    project.migration(LATER, FAILING);
    expect(await project.refusedByPrisma(['migrate', 'deploy'])).toContain('P3018');
    await project.prisma('migrate', 'resolve', '--applied', LATER);
    await project.expectUpToDate();
    expect(await project.workspace.upgrade()).toEqual([]);
  });

  it('what fails with orchestrate has failed for Prisma, and what orchestrate resolves is resolved', async () => {
    const project = await Project.on(on, byHand(INIT, MAKES_A, MODEL_A), byHand(BROKEN, FAILING));
    // In a transaction, nothing of it is left: Prisma has it still before it.
    await project.workspace.refused('upgrade');
    expect(await project.refusedByPrisma(['migrate', 'status'])).toMatch(
      /have not yet been applied:\s+20260102000000_broken/,
    );

    await project.workspace.refused('upgrade', '--tx', 'none');
    expect(await project.refusedByPrisma(['migrate', 'status'])).toMatch(/have failed:\s+20260102000000_broken/);
    expect(await project.refusedByPrisma(['migrate', 'deploy'])).toMatch(
      /P3009[\s\S]*`20260102000000_broken` migration started at/,
    );

    await project.workspace.ok('stamp', '--purge', `core/${BROKEN}`);
    expect(await project.refusedByPrisma(['migrate', 'status'])).toMatch(
      /have not yet been applied:\s+20260102000000_broken/,
    );
    project.migration(BROKEN, MENDED);
    expect(await project.prisma('migrate', 'deploy')).toContain('All migrations have been successfully applied.');
    await project.expectUpToDate();

    project.migration(LATER, 'INSERT INTO "nowhere" VALUES (1);\n');
    await project.workspace.refused('upgrade', '--tx', 'none');
    await project.workspace.ok('stamp', '--extension', 'core', LATER);
    await project.expectUpToDate();
    expect(await project.prisma('migrate', 'deploy')).toContain('No pending migrations to apply.');
  });

  it('a database that was there before is taken over with either, for both', async () => {
    const project = await Project.on(on, byHand(INIT, MAKES_A, MODEL_A));
    await project.database.execute(MAKES_A);
    expect(await project.refusedByPrisma(['migrate', 'deploy'])).toContain('P3005');
    expect(await project.workspace.refused('upgrade')).toMatchObject({ code: 'UPGRADE.TABLES_EXIST' });
    await project.prisma('migrate', 'resolve', '--applied', INIT);
    await project.expectUpToDate();
    project.migration(LATER, makes('B'));
    await project.database.execute(makes('B'));
    await project.workspace.ok('stamp', '--extension', 'core', 'head');
    await project.expectUpToDate();
  });

  it('has the codes that Prisma documents', async () => {
    const project = await Project.on(on, byHand(INIT, MAKES_A, MODEL_A));
    await project.workspace.upgrade();
    const resolve = (...args: readonly string[]) => project.refusedByPrisma(['migrate', 'resolve', ...args]);
    expect(await resolve('--applied', INIT)).toMatch(/P3008[\s\S]*is already recorded as applied/);
    expect(await resolve('--applied', 'nothing')).toMatch(/P3017[\s\S]*could not be found/);
    expect(await resolve('--rolled-back', 'nothing')).toMatch(/P3011[\s\S]*never applied/);
    expect(await resolve('--rolled-back', INIT)).toMatch(/P3012[\s\S]*not in a failed state/);

    const diff = ['migrate', 'diff', '--from-migrations', 'prisma/migrations', '--to-schema', 'prisma/schema.prisma'];
    project.migration(BROKEN, FAILING);
    expect(await project.refusedByPrisma(diff)).toMatch(/P3006[\s\S]*20260102000000_broken[\s\S]*nowhere/);
    const refusal = await project.workspace.refused('revision', '-m', 'More', '--auto');
    expect(refusal.code).toBe('REPLAY.REVISION_FAILED');

    project.workspace.remove(`prisma/migrations/${BROKEN}/migration.sql`);
    expect(await project.refusedByPrisma(['migrate', 'deploy'])).toContain('P3015');
    expect(await project.workspace.refused('upgrade')).toMatchObject({ code: 'REVISION.MISSING_SQL' });

    project.workspace.remove(`prisma/migrations/${BROKEN}`);
    project.workspace.write({ 'prisma/migrations/migration_lock.toml': 'provider = "mysql"\n' });
    expect(await project.refusedByPrisma(['migrate', 'deploy'])).toContain('P3019');
    expect(await project.workspace.refused('upgrade')).toMatchObject({ code: 'REVISION.OTHER_PROVIDER' });
  });
});
