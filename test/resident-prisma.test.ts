// Prisma's command line in the process that the tests share, compared with processes of its own.

import { join } from 'node:path';
import { execa } from 'execa';
import { expect, it } from 'vitest';
import { testdir } from '../packages/core/src/testdir.test-support.js';
import { PRISMA, prismaEnvironment, runPrisma } from './support/resident-prisma/resident-prisma.js';
import type { CliRun } from './support/run-cli.js';

const FILES = {
  'prisma.config.mjs': `export default {
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
  datasource: { url: process.env.DATABASE_URL },
};
`,
  'prisma/schema.prisma': 'datasource db {\n  provider = "sqlite"\n}\n\nmodel A {\n  id Int @id\n  n Int\n}\n',
  'prisma/broken.prisma': 'datasource db {\n  provider = "sqlite"\n}\n\nmodel A {\n  id Nothing @id\n}\n',
  'prisma/migrations/migration_lock.toml': 'provider = "sqlite"\n',
  'prisma/migrations/1_a/migration.sql': 'CREATE TABLE "A" ("id" INTEGER NOT NULL PRIMARY KEY);\n',
  'prisma/migrations/2_fails/migration.sql': 'INSERT INTO "nowhere" VALUES (1);\n',
};

/** With how each ends. */
const COMMANDS: readonly (readonly [number, string])[] = [
  [1, 'nonsense'],
  [1, 'validate --schema prisma/broken.prisma'],
  [1, 'migrate status'],
  [1, 'migrate deploy'],
  [1, 'migrate deploy'],
  [0, 'migrate resolve --applied 2_fails'],
  [0, 'migrate status'],
  [2, 'migrate diff --from-config-datasource --to-schema prisma/schema.prisma --exit-code'],
];

it('prints and ends as a process of its own does', async () => {
  const [resident, alone] = [testdir(FILES), testdir(FILES)];
  const env = { DATABASE_URL: 'file:./prisma/dev.db' };
  for (const [exitCode, command] of COMMANDS) {
    const args = command.split(' ');
    const [byHost, byProcess] = await Promise.all([
      runPrisma(args, { cwd: resident, env }),
      runProcess(args, { cwd: alone, env: prismaEnvironment(env) }),
    ]);
    expect({ command, ...timeless(byHost) }).toEqual({ command, ...timeless(byProcess) });
    expect({ command, exitCode: byHost.exitCode }).toEqual({ command, exitCode });
  }
});

async function runProcess(
  args: readonly string[],
  { cwd, env }: { readonly cwd: string; readonly env: Record<string, string> },
): Promise<CliRun> {
  const options = { cwd, env, extendEnv: false, reject: false, stripFinalNewline: false, stdin: 'ignore' } as const;
  const { exitCode, stdout, stderr } = await execa(process.execPath, [join(PRISMA, 'index.js'), ...args], options);
  return { exitCode, stdout, stderr };
}

/** What a command printed, without the time at which a migration of its own database failed. */
function timeless({ stderr, ...run }: CliRun): CliRun {
  return { ...run, stderr: stderr.replace(/started at .* UTC/, 'started at <time> UTC') };
}
