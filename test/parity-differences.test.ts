// Where orchestrate and the real Prisma differ, and are to: each difference of docs/parity.md.
import { describe, expect, it } from 'vitest';
import { byHand, command } from './parity/parity-case.js';
import { Project } from './parity/project.js';
import { DATABASES } from './support/databases.js';
import { POSTGRESQL } from './support/postgres-test-database.js';
import { SQLITE } from './support/sqlite-test-database.js';

const makes = (table: string): string => `CREATE TABLE "${table}" ("id" INTEGER NOT NULL PRIMARY KEY);\n`;

const FIRST = byHand('20260101000000_a', makes('A'));
const SECOND = byHand('20260102000000_b', makes('B'));

const names = async ({ database }: Project): Promise<readonly string[]> =>
  (await database.history('core')).map(({ migration_name }) => migration_name);

describe.each(DATABASES)('on $name', (on) => {
  it('names that begin with numbers of different lengths are ordered by their letters', async () => {
    const steps = [byHand('1_a', makes('A')), byHand('10_b', makes('B')), byHand('2_c', makes('C'))];
    const [byPrisma, byUs] = [await Project.on(on, ...steps), await Project.on(on, ...steps)];
    await byPrisma.prisma('migrate', 'deploy');
    await byUs.workspace.upgrade();
    expect(await names(byPrisma)).toEqual(['1_a', '10_b', '2_c']);
    expect(await names(byUs)).toEqual(['10_b', '1_a', '2_c']);
    // Applied is a set: each takes the other's database for its own.
    await byPrisma.expectUpToDate();
    await byUs.expectUpToDate();
  });

  it('nothing to apply makes no history table', async () => {
    const project = await Project.on(on);
    await project.workspace.upgrade();
    expect(project.database.exists ? await project.database.historySchema() : {}).toEqual({});
    await project.prisma('migrate', 'deploy');
    expect(Object.keys(await project.database.historySchema())).toEqual(['table _prisma_migrations']);
  });

  it('what was edited since, or is gone, stops an upgrade and no deploy', async () => {
    const project = await Project.on(on, FIRST, SECOND);
    await project.prisma('migrate', 'deploy');
    project.migration('20260102000000_b', `-- Edited.\n${makes('B')}`);
    project.migration('20260103000000_c', makes('C'));
    expect(await project.workspace.refused('upgrade')).toMatchObject({ code: 'HISTORY.EDITED' });
    await project.prisma('migrate', 'deploy');
    project.workspace.remove('prisma/migrations/20260102000000_b');
    project.migration('20260104000000_d', makes('D'));
    expect(await project.workspace.refused('upgrade')).toMatchObject({ code: 'HISTORY.MISSING_REVISION' });
    await project.prisma('migrate', 'deploy');
  });

  it('a plain Prisma knows no squash: on a new database it runs what was folded as well', async () => {
    const project = await Project.on(on, FIRST, SECOND, command('squash', '-m', 'Squashed'));
    expect(await project.refusedByPrisma(['migrate', 'deploy'])).toMatch(/P3018[\s\S]*already exists/);
  });

  it('a script that is no UTF-8 is refused', async () => {
    const project = await Project.on(
      on,
      byHand('1_a', Uint8Array.from([...Buffer.from(`${makes('A')}-- `), 0xe9, 0x0a])),
    );
    expect(await project.workspace.refused('upgrade')).toMatchObject({ code: 'REVISION.NOT_UTF8' });
    await project.prisma('migrate', 'deploy');
  });
});

it('SQL of the engine that does not run is printed by Prisma, and refused', async () => {
  const project = await Project.on(SQLITE);
  const model = 'model A {\n  id Int @id\n  j Json @default("{\\"a\\": 1}")\n}\n';
  project.workspace.write({ 'prisma/schema.prisma': project.workspace.read('prisma/schema.prisma') + model });
  const paths = ['--from-migrations', 'prisma/migrations', '--to-schema', 'prisma/schema.prisma'];
  expect(await project.prisma('migrate', 'diff', ...paths, '--script')).toContain('DEFAULT {"a": 1}');
  const refusal = await project.workspace.refused('revision', '--auto', '-m', 'Json');
  expect(refusal).toMatchObject({ code: 'REVISION.DRAFT_FAILS' });
});

it('a new value of an enum can be used by the migration that adds it', async () => {
  const use = `ALTER TYPE "E" ADD VALUE 'b';\nALTER TABLE "A" ALTER COLUMN "e" SET DEFAULT 'b';\n`;
  const make = `CREATE TYPE "E" AS ENUM ('a');\nCREATE TABLE "A" ("e" "E" NOT NULL);\n`;
  const steps = [byHand('1_a', make), byHand('2_b', use)];
  const [byPrisma, byUs] = [await Project.on(POSTGRESQL, ...steps), await Project.on(POSTGRESQL, ...steps)];
  expect(await byPrisma.refusedByPrisma(['migrate', 'deploy'])).toMatch(/P3018[\s\S]*unsafe use of new value/);
  expect(await byUs.workspace.upgrade()).toEqual(['core/1_a', 'core/2_b']);
});
