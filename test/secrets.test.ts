import { afterEach, describe, expect, it, vi } from 'vitest';
import { addEntries, testdir } from '../packages/core/src/testdir.test-support.js';
import { INIT_FILES, UPGRADE } from './support/broken-input.js';
import { runCli } from './support/run-cli.js';
import { runInProcess } from './support/run-in-process.js';
import { SMALL_WORKSPACE } from './support/small-workspace.js';

afterEach(() => {
  vi.unstubAllEnvs();
});

describe('a password', () => {
  const SECRET = 'hunter2-s3cr3t';
  const POSTGRES = `postgresql://app:${SECRET}@db.example.com:5432/app?sslpassword=${SECRET}`;
  const WITH_DATABASE = [UPGRADE, ['status'], ['debug'], ['doctor']];
  const ALL = [
    ...WITH_DATABASE,
    ['validate'],
    ['compose', '--check'],
    ['list', '--verify'],
    ['revision', '-m', 'X', '--auto'],
    [...UPGRADE, '--sql'],
    ['downgrade', '--target', 'base'],
    ['current'],
    ['history'],
  ];

  it.each<[string, string, readonly (readonly string[])[]]>([
    ['DATABASE_URL', POSTGRES, ALL],
    ['DATABASE_URL', `mysql://app:${SECRET}@db.example.com/app`, WITH_DATABASE],
    ['DATABASE_URL', `file:?token=${SECRET}`, WITH_DATABASE],
    ['DATABASE_URL', `file::memory:?authToken=${SECRET}`, WITH_DATABASE],
    ['DATABASE_URL', `file://host.example.com/x.db?password=${SECRET}`, WITH_DATABASE],
    ['.env', POSTGRES, WITH_DATABASE],
    ['orchestrate.config.json', POSTGRES, WITH_DATABASE],
    ['prisma.config.ts', POSTGRES, WITH_DATABASE],
  ])('is in no output of any command: %s, %s', async (place, url, commands) => {
    const cwd = testdir({ ...SMALL_WORKSPACE, ...INIT_FILES });
    if (place === '.env') addEntries(cwd, { '.env': `DATABASE_URL="${url}"\n` });
    if (place === 'orchestrate.config.json') addEntries(cwd, { [place]: JSON.stringify({ datasource: { url } }) });
    if (place === 'prisma.config.ts') {
      addEntries(cwd, { [place]: `export default { datasource: { url: ${JSON.stringify(url)} } };\n` });
    }
    if (place === 'DATABASE_URL') vi.stubEnv('DATABASE_URL', url);
    const lines = commands.flatMap((command) => [
      [...command, '--json'],
      [...command, '--verbose'],
    ]);
    const outputs = await Promise.all(
      lines.map(async (args) => {
        const { stdout, stderr } = await runInProcess(args, cwd);
        expect(stdout + stderr, args.join(' ')).not.toContain(SECRET);
        return stdout + stderr;
      }),
    );
    expect(outputs.join('')).toContain('DATABASE.');
  });

  // As processes of their own, whose libraries may print as well.
  it('given on the command line is in no output either', async () => {
    const cwd = testdir({ ...SMALL_WORKSPACE, ...INIT_FILES });
    const url = `postgresql://app:${SECRET}@db.example.com:5432/app`;
    const args = ['--database-url', url];
    for (const command of [
      [...UPGRADE, '--verbose'],
      ['status', '--json'],
      ['debug', '--json'],
      ['debug', '--verbose'],
    ]) {
      const { stdout, stderr } = await runCli([...command, ...args], { cwd });
      expect(stdout + stderr).not.toContain(SECRET);
      expect(stdout + stderr).toContain('postgresql://app:***@db.example.com:5432/app');
    }
  });
});
