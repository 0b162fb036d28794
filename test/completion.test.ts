import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { execa, execaSync } from 'execa';
import { describe, expect, it } from 'vitest';
import { addEntries, testdir } from '../packages/core/src/testdir.test-support.js';
import { DATABASES } from './support/databases.js';
import { CLI, cleanEnvironment, runCli } from './support/run-cli.js';
import { runInProcess } from './support/run-in-process.js';
import { TestWorkspace } from './support/test-workspace.js';

const REVISION = '20260115120000_posts';
const SCHEMA = 'datasource db {\n  provider = "sqlite"\n}\n\nmodel User {\n  id Int @id\n}\n';
const FILES = {
  'prisma/schema.prisma': SCHEMA,
  'extensions/blog/prisma/schema.prisma': 'model Post {\n  id Int @id\n}\n',
  [`extensions/blog/prisma/migrations/${REVISION}/migration.sql`]: 'SELECT 1;\n',
};

/** Runs a script in a shell that finds the command, in a workspace; what it prints, line by line. */
async function inShell(shell: string, args: readonly string[]): Promise<readonly string[]> {
  const cwd = testdir({ ...FILES, 'bin/orchestrate': `#!/bin/sh\nexec '${process.execPath}' '${CLI}' "$@"\n` });
  chmodSync(join(cwd, 'bin/orchestrate'), 0o755);
  const env = cleanEnvironment({ PATH: `${join(cwd, 'bin')}:${process.env['PATH']}`, HOME: cwd });
  const { stdout, stderr } = await execa(shell, args, { cwd, env, extendEnv: false, stdin: 'ignore' });
  expect(stderr).toBe('');
  return stdout.split('\n');
}

describe('completion in a shell', () => {
  it('works in bash', async () => {
    // Each line with what bash says that it will replace, as a terminal showed it.
    const rows: readonly (readonly [string, string, string])[] = [
      ['orchestrate upg', 'upg', 'upgrade'],
      ['X=1 orchestrate upg', 'upg', 'upgrade'],
      ['orchestrate status --extension=bl', 'bl', 'blog'],
      ['orchestrate status --extension "bl', 'bl', 'blog'],
      ['orchestrate stamp core@head,blog@2', '@2', `@${REVISION}`],
      ['orchestrate stamp bl', 'bl', 'compopt -o nospace blog@'],
      ['orchestrate --cwd ', '', 'compopt -o dirnames'],
      ['orchestrate --config ', '', 'compopt -o default'],
      ['orchestrate nonsense $(echo ran >&2) ', '', ''],
    ];
    const script = `
      source <(orchestrate completion bash)
      compopt() { printf '%s ' "compopt $*"; }
      while (( $# )); do
        COMP_LINE=$1 COMP_POINT=\${#1}
        _orchestrate orchestrate "$2"
        echo "\${COMPREPLY[*]}"
        shift 2
      done`;
    const lines = await inShell('bash', ['--norc', '-c', script, 'bash', ...rows.flatMap((row) => row.slice(0, 2))]);
    expect(lines.map((line) => line.trim())).toEqual(rows.map(([, , expected]) => expected));
  });

  it.each(['zsh', 'fish'])('is told of everything that it may be told in %s', async (shell) => {
    const { stdout } = await runInProcess(['completion', shell], testdir());
    const { stdout: bash } = await runInProcess(['completion', 'bash'], testdir());
    expect(bash).toContain('__complete bash');
    for (const told of [`__complete ${shell}`, '\\tfiles', '\\tdirectories']) expect(stdout).toContain(told);
  });

  // On a machine without these shells their scripts are only looked at.
  it.each(['fish'].filter(isInstalled))('works in %s', async () => {
    const ask = (line: string) => `complete -C '${line}'; echo ====`;
    const script = [
      'orchestrate completion fish | source',
      ...[
        'orchestrate upg',
        'orchestrate stamp --extension=bl',
        'orchestrate stamp blog@2',
        'orchestrate --cwd=ext',
        'orchestrate list --cwd pri',
      ].map(ask),
    ].join('\n');
    const lines = await inShell('fish', ['--no-config', '-c', script]);
    expect(
      lines
        .join('\n')
        .split('====')
        .map((each) => each.trim().split('\t')[0]),
    ).toEqual(['upgrade', '--extension=blog', `blog@${REVISION}`, '--cwd=extensions/', 'prisma/', '']);
  });

  it.each(['zsh'].filter(isInstalled))('works in %s', async () => {
    // What only a terminal has is stood in for.
    const script = `
      compdef() { :; }
      _describe() { print -r -- "\${(P)3}" "\${@[4,-1]}"; }
      _files() { print -r -- files "$@"; }
      compset() { :; }
      source <(orchestrate completion zsh)
      try() { words=("$@"); CURRENT=$#; PREFIX=$words[-1]; _orchestrate; }
      try orchestrate upg
      try orchestrate uninstall bl
      try orchestrate completion ''
      try orchestrate transfer --from blog ''
      try orchestrate repair ''
      try orchestrate --cwd ''
      try orchestrate --config ''
      try orchestrate nonsense '' || print nothing`;
    const lines = await inShell('zsh', ['-f', '-c', script]);
    expect(lines).toEqual([
      expect.stringContaining('upgrade:apply revisions to the database'),
      'core blog',
      'bash zsh fish',
      'Post:blog',
      'core/ blog/ -S ',
      'files -/',
      'files',
      'nothing',
    ]);
  });
});

function isInstalled(shell: string): boolean {
  return execaSync(shell, ['--version'], { reject: false }).exitCode === 0;
}

describe('what the scripts ask', () => {
  const ask = (cwd: string, ...words: readonly string[]) => runInProcess(['__complete', 'fish', ...words], cwd);

  it.each<[string, Readonly<Record<string, string>>]>([
    ['no workspace', {}],
    ['a configuration that fails', { ...FILES, 'orchestrate.config.ts': 'throw new Error("no");\n' }],
    ['a configuration that is wrong', { ...FILES, 'orchestrate.config.json': '{ "bogus": 1 }\n' }],
    ['a manifest that is no JSON', { ...FILES, 'extensions/blog/package.json': '{ "orchestrate": ' }],
    ['a revision in the place of a directory', { 'prisma/schema.prisma': SCHEMA, 'prisma/migrations': 'x' }],
  ])('is answered with nothing where there is %s', async (_, files) => {
    const cwd = testdir(files);
    for (const words of [['status', '--extension', 'b'], ['stamp', '2'], ['transfer', ''], []]) {
      const { exitCode, stderr } = await ask(cwd, ...words);
      expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    }
    expect((await ask(cwd, 'repair', 'blog/')).stdout).toBe('');
    expect((await ask(cwd, 'up')).stdout).toContain('upgrade\t');
  });

  it('goes on without what a broken revision says', async () => {
    const cwd = testdir({ ...FILES, [`extensions/blog/prisma/migrations/${REVISION}/revision.json`]: '{' });
    expect((await ask(cwd, 'repair', 'blog/')).stdout).toBe(`blog/${REVISION}\t\n`);
  });

  it('ends, though a configuration waits for ever', async () => {
    const cwd = testdir({
      ...FILES,
      'orchestrate.config.mjs': 'await new Promise(() => setInterval(() => {}, 1000));\n',
    });
    expect(await runCli(['__complete', 'fish', 'status', '--extension', 'b'], { cwd })).toEqual({
      exitCode: 0,
      stdout: '',
      stderr: '',
    });
  });
});

describe.each(DATABASES)('what the scripts ask on $name', (kind) => {
  it('needs no database, and changes nothing', async () => {
    const workspace = await TestWorkspace.on(kind, { blog: 'model Post {\n  id Int @id\n}\n' });
    workspace.revision(`blog/${REVISION}`, { up: 'SELECT 1;' });
    addEntries(workspace.root, { '.env': `DATABASE_URL="${kind.provider}://nowhere"\n` });
    const before = await workspace.snapshot();
    const { stdout } = await workspace.run('__complete', 'zsh', 'upgrade', '--target', 'blog@2');
    expect(stdout.split('\n')).toContain(`blog@${REVISION}\t`);
    expect(await workspace.snapshot()).toEqual(before);
  });
});

describe('orchestrate completion', () => {
  it('takes the shell from SHELL', async () => {
    const env = (SHELL: string) => ({ cwd: testdir(), env: { SHELL } });
    const { stdout } = await runCli(['completion'], env('/usr/local/bin/zsh'));
    expect(stdout).toMatch(/^#compdef orchestrate\n/);
    const { exitCode, stderr } = await runCli(['completion'], env('/bin/tcsh'));
    expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: expect.stringContaining('CLI.UNKNOWN_SHELL') });
  });

  it('refuses a shell that there is no script for', async () => {
    const { exitCode, stderr } = await runInProcess(['completion', 'tcsh'], testdir());
    expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: expect.stringContaining('CLI.INVALID_VALUE') });
  });
});
