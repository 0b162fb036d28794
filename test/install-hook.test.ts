import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import { testdir } from '../packages/core/src/testdir.test-support.js';
import { git, INSTALLED, runGit } from './support/git-repository.js';
import { runCli } from './support/run-cli.js';
import { runInProcess } from './support/run-in-process.js';
import { SMALL_WORKSPACE } from './support/small-workspace.js';

const HOOK = '.git/hooks/pre-commit';
const FOREIGN = '#!/bin/sh\nexit 0\n';
const LINE = 'npx --no-install orchestrate validate --staged';

/** A repository with a workspace at its top, or below it. */
async function repository(files: Readonly<Record<string, string>> = {}, workspace = '.'): Promise<string> {
  const small = Object.entries(SMALL_WORKSPACE).map(([file, text]) => [join(workspace, file), text]);
  const top = testdir({ ...Object.fromEntries(small), ...files });
  await git(top, 'init', '--quiet', '--initial-branch=main');
  return top;
}

interface Document {
  readonly state: string;
  readonly file: string;
  readonly script: string | null;
}

/** `install-hook`, which must succeed. */
async function install(cwd: string, ...args: readonly string[]): Promise<Document> {
  const { exitCode, stdout } = await runInProcess(['install-hook', '--json', ...args], cwd);
  expect({ exitCode, why: exitCode === 0 ? '' : stdout }).toEqual({ exitCode: 0, why: '' });
  return (JSON.parse(stdout) as { result: Document }).result;
}

/** `install-hook`, which must fail. */
async function refused(cwd: string, ...args: readonly string[]) {
  const { exitCode, stdout } = await runInProcess(['install-hook', '--json', ...args], cwd);
  const { code, message, fix } = (JSON.parse(stdout) as { error: Record<'code' | 'message' | 'fix', string> }).error;
  return { exitCode, code, message, fix };
}

const read = (top: string, file = HOOK): string => readFileSync(join(top, file), 'utf8');

function write(top: string, text: string, file = HOOK): void {
  mkdirSync(join(top, file, '..'), { recursive: true });
  writeFileSync(join(top, file), text, { mode: 0o755 });
}

describe('install-hook', () => {
  it('writes a hook once, removes it, and shows both before', async () => {
    const top = await repository();
    const file = join(top, HOOK);
    const shown = await runInProcess(['install-hook', '--dry-run'], top);
    expect(shown.stdout).toContain(`Would install the pre-commit hook ${file}; nothing was changed.`);
    expect(existsSync(file)).toBe(false);

    const made = await install(top);
    expect(made).toEqual({ dryRun: false, hook: 'pre-commit', state: 'created', file, script: read(top) });
    expect(shown.stdout).toContain(read(top));
    expect(statSync(file).mode & 0o777).toBe(0o755);
    expect(readdirSync(join(top, '.git/hooks')).filter((name) => name.startsWith('.'))).toEqual([]);
    expect(await install(top)).toEqual({ ...made, state: 'unchanged' });

    expect(await install(top, '--remove', '--dry-run')).toMatchObject({ state: 'removed' });
    expect(existsSync(file)).toBe(true);
    expect(await install(top, '--remove')).toMatchObject({ state: 'removed', file });
    expect(existsSync(file)).toBe(false);
    expect(await install(top, '--remove')).toMatchObject({ state: 'absent', file });
  });

  it('brings one of an older version up to date, and makes it executable again', async () => {
    const top = await repository();
    const { script } = await install(top, '--dry-run');
    // As another version would have written it, with the digest of what comes after.
    const rest = "workspace='.'\nexit 0\n";
    const digest = createHash('sha256').update(rest).digest('hex').slice(0, 16);
    write(top, `#!/bin/sh\n# orchestrate install-hook ${digest}\n${rest}`);
    expect(await install(top)).toMatchObject({ state: 'updated', script });
    expect(read(top)).toBe(script);
    chmodSync(join(top, HOOK), 0o644);
    expect(await install(top)).toMatchObject({ state: 'updated' });
    expect(statSync(join(top, HOOK)).mode & 0o777).toBe(0o755);
  });

  it('leaves a hook of other making as it is, and shows the line to add', async () => {
    const top = await repository();
    write(top, FOREIGN);
    expect(await refused(top)).toMatchObject({
      exitCode: 1,
      code: 'GITHOOK.TAKEN',
      message: expect.stringContaining(join(top, HOOK)),
      fix: expect.stringContaining(`\n\`${LINE} || exit 1\``),
    });
    expect(await install(top, '--remove')).toMatchObject({ state: 'absent' });
    expect(read(top)).toBe(FOREIGN);

    write(top, `#!/bin/sh\n${LINE} || exit 1\nexit 0\n`);
    expect(await install(top)).toMatchObject({ state: 'covered', file: join(top, HOOK) });
    expect(await install(top, '--hook', 'pre-merge-commit')).toMatchObject({ state: 'created' });
  });

  it('neither updates nor removes what somebody has edited', async () => {
    const top = await repository();
    await install(top);
    const edited = `${read(top)}# More.\n`;
    write(top, edited);
    expect(await refused(top)).toMatchObject({ exitCode: 1, code: 'GITHOOK.EDITED' });
    expect(await refused(top, '--remove')).toMatchObject({ exitCode: 1, code: 'GITHOOK.EDITED' });
    expect(read(top)).toBe(edited);
  });

  it.each([
    ['husky', { '.husky/commit-msg': '' }, '.husky/pre-commit', LINE],
    [
      'lefthook',
      { 'lefthook.yml': 'pre-push: {}\n' },
      'lefthook.yml',
      `pre-commit:\n  commands:\n    orchestrate:\n      run: ${LINE}`,
    ],
    [
      'lefthook',
      { '.config/lefthook.toml': '' },
      '.config/lefthook.toml',
      `[pre-commit.commands.orchestrate]\nrun = "${LINE}"`,
    ],
    ['pre-commit', { 'prek.toml': '' }, 'prek.toml', `id = "orchestrate-validate"`],
    ['pre-commit', { '.pre-commit-config.yaml': 'repos: []\n' }, '.pre-commit-config.yaml', `        entry: ${LINE}\n`],
  ])('leaves hooks to %s, and shows what to add', async (tool, files, file, lines) => {
    const top = await repository(files);
    const refusal = await refused(top);
    expect(refusal).toMatchObject({ exitCode: 1, code: 'GITHOOK.MANAGED', message: expect.stringContaining(tool) });
    expect(refusal.fix).toContain(`Add this to ${file}:\n`);
    expect(refusal.fix).toContain(lines);
    expect(existsSync(join(top, HOOK))).toBe(false);

    write(top, refusal.fix.replace(/^.*\n/, ''), file);
    expect(await install(top)).toMatchObject({ state: 'covered', file: join(top, file) });
    expect(existsSync(join(top, HOOK))).toBe(false);
  });

  it('finds the top of the repository from within another hook', async () => {
    const top = await repository({}, 'db');
    const { stdout } = await runCli(['install-hook', '--json', '--dry-run'], {
      cwd: join(top, 'db'),
      env: { GIT_DIR: join(top, '.git') },
    });
    expect(JSON.parse(stdout).result.script).toContain("\nworkspace='./db'\n");
  });

  it('leaves hooks to husky wherever it is', async () => {
    const top = await repository();
    await git(top, 'config', 'core.hooksPath', 'web/.husky/_');
    write(top, '#!/usr/bin/env sh\n. "$(dirname "$0")/h"', 'web/.husky/_/pre-commit');
    expect((await refused(top)).fix).toBe(`Add this to web/.husky/pre-commit:\n${LINE}`);
  });

  it('finds the hooks of a linked working tree, a submodule, and a core.hooksPath', async () => {
    const top = await repository({ 'db/prisma/schema.prisma': SMALL_WORKSPACE['prisma/schema.prisma'] });
    await git(top, 'add', '--all');
    await git(top, 'commit', '--quiet', '--message', 'Begin');
    const linked = join(testdir(), 'linked');
    await git(top, 'worktree', 'add', '--quiet', linked);
    expect(await install(linked)).toMatchObject({ state: 'created', file: join(top, HOOK) });

    const outer = await repository();
    await git(outer, '-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', top, 'inner');
    expect(await install(join(outer, 'inner'))).toMatchObject({
      state: 'created',
      file: join(outer, '.git/modules/inner/hooks/pre-commit'),
    });

    // A way back to these has to lead to where they are.
    for (const [place, usual] of [
      [linked, join(top, '.git/hooks')],
      [join(outer, 'inner'), join(outer, '.git/modules/inner/hooks')],
    ] as const) {
      await git(place, 'config', 'core.hooksPath', '/dev/null');
      const [, named = ''] = /core\.hooksPath (\S+)`/.exec((await refused(place)).fix) ?? [];
      expect(named).toBe(usual);
    }

    await git(top, 'config', 'core.hooksPath', '.githooks');
    expect(await install(join(top, 'extensions/blog'))).toMatchObject({ file: join(top, '.githooks/pre-commit') });
  });

  it('is for one workspace of a repository', async () => {
    const top = await repository({ 'other/prisma/schema.prisma': '' }, "it's/-db");
    const first = join(top, "it's/-db");
    expect(await install(first)).toMatchObject({ state: 'created', file: join(top, HOOK) });
    const { code, message, fix } = await refused(join(top, 'other'));
    expect({ code, message }).toEqual({ code: 'GITHOOK.TAKEN', message: expect.stringContaining("./it's/-db") });
    const [, line = ''] = /\n`(.+)`/.exec(fix) ?? [];
    expect(line).toBe(`${LINE} --cwd other || exit 1`);
    expect(await install(join(top, 'other'), '--remove')).toMatchObject({ state: 'absent' });
    write(top, read(top).replace('\nexit ', `\n${line}\nexit `));
    expect(await install(join(top, 'other'))).toMatchObject({ state: 'covered' });
  });

  it('follows a workspace that has moved', async () => {
    const top = await repository({}, 'old');
    await install(join(top, 'old'));
    await runGit(top, ['add', '--all']);
    await git(top, 'mv', 'old', 'new');
    expect(await install(join(top, 'new'))).toMatchObject({ state: 'updated' });
    expect(read(top)).toContain("\nworkspace='./new'\n");
  });

  it('writes nothing where other repositories look for their hooks, too', async () => {
    const top = await repository();
    const shared = testdir();
    for (const place of [shared, '/dev/null']) {
      await git(top, 'config', 'core.hooksPath', place);
      expect(await refused(top)).toMatchObject({ exitCode: 1, code: 'GITHOOK.SHARED' });
      expect(await install(top, '--remove')).toMatchObject({ state: 'absent' });
    }
    expect(readdirSync(shared)).toEqual([]);
  });

  it('is written once where several are installed at once', async () => {
    const top = await repository();
    const states = await Promise.all([1, 2, 3, 4].map(async () => (await install(top)).state));
    expect(states.filter((state) => state === 'created')).toHaveLength(1);
    expect(states.filter((state) => state === 'unchanged')).toHaveLength(3);
    expect(readdirSync(join(top, '.git/hooks')).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  it.each<[string, (top: string) => unknown, string, number]>([
    ['where there is no repository', (top) => rmSync(join(top, '.git'), { recursive: true }), 'GIT.NO_REPOSITORY', 2],
    [
      'where .git leads nowhere',
      (top) => {
        rmSync(join(top, '.git'), { recursive: true });
        writeFileSync(join(top, '.git'), 'gitdir: nowhere\n');
      },
      'GIT.NO_REPOSITORY',
      2,
    ],
    ['in a bare repository', (top) => git(top, 'config', 'core.bare', 'true'), 'GIT.NO_WORK_TREE', 2],
    ['where git fails', (top) => writeFileSync(join(top, '.git/config'), '[core\n'), 'GIT.FAILED', 1],
    ['where a directory has the name of the hook', (top) => mkdirSync(join(top, HOOK)), 'FILE.UNREADABLE', 1],
    ['where a link leads nowhere', (top) => symlinkSync('nowhere', join(top, HOOK)), 'FILE.UNREADABLE', 1],
    [
      'where a file is in the place of the folder',
      (top) => {
        rmSync(join(top, '.git/hooks'), { recursive: true });
        writeFileSync(join(top, '.git/hooks'), '');
      },
      'FILE.UNWRITABLE',
      1,
    ],
  ])('says what is wrong %s', async (_, spoil, code, exitCode) => {
    const top = await repository();
    await spoil(top);
    expect(await refused(top)).toMatchObject({ code, exitCode });
  });

  it('says that there is no git', async () => {
    const top = await repository();
    const { exitCode, stderr } = await runCli(['install-hook'], { cwd: top, env: { PATH: join(top, 'nothing') } });
    expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: expect.stringMatching(/\nGIT\.NOT_INSTALLED\n$/) });
  });
});

describe('the hook', () => {
  it('stops a schema, and nothing else, where orchestrate is missing', async () => {
    const top = await repository({ '.gitignore': INSTALLED['.gitignore'] });
    await git(top, 'add', '--all');
    await git(top, 'commit', '--quiet', '--message', 'Begin');
    await install(top);
    // Who runs the tests has orchestrate on the PATH.
    const PATH = (process.env['PATH'] ?? '').split(delimiter).filter((each) => !each.includes('node_modules'));
    const commit = (...args: readonly string[]) =>
      runGit(top, ['commit', '--quiet', '--message', 'More', ...args], { PATH: PATH.join(delimiter) });

    writeFileSync(join(top, 'notes.md'), 'Words.\n');
    await git(top, 'add', '--all');
    const passed = await commit();
    expect(passed).toMatchObject({ exitCode: 0, output: expect.stringContaining('it has no schema') });

    writeFileSync(join(top, 'prisma7.config.mjs'), 'export default {};\n');
    await git(top, 'add', '--all');
    expect(await commit()).toMatchObject({ exitCode: 1 });
    await git(top, 'rm', '--force', '--quiet', 'prisma7.config.mjs');

    writeFileSync(join(top, 'extensions/blog/prisma/schema.prisma'), 'model Post {\n');
    await git(top, 'add', '--all');
    const { exitCode, output } = await commit();
    expect(exitCode).toBe(1);
    expect(output).toContain('orchestrate is not installed, so what is staged cannot be checked.\nFix: install ');
    expect(output).toContain('git commit --no-verify');
    expect(await commit('--no-verify')).toMatchObject({ exitCode: 0 });
  });

  it('finds node and orchestrate where the PATH is short', async () => {
    const top = await repository({
      '.gitignore': INSTALLED['.gitignore'],
      'home/.volta/bin/node': '#!/bin/sh\n',
      'node_modules/.bin/orchestrate': '#!/bin/sh\necho installed "$@"\n',
      'bin/yarn': '#!/bin/sh\necho yarn "$@"\n',
    });
    await install(top);
    const { stdout: shell = '' } = await execa('sh', ['-c', 'command -v sh']);
    const bare = { PATH: join(top, 'bin'), HOME: join(top, 'home') };
    const run = async () => {
      const { stdout, exitCode } = await execa(shell, [HOOK], { cwd: top, env: bare, extendEnv: false, reject: false });
      return { stdout, exitCode };
    };
    for (const file of ['home/.volta/bin/node', 'node_modules/.bin/orchestrate', 'bin/yarn']) {
      chmodSync(join(top, file), 0o755);
    }
    expect(await run()).toEqual({ exitCode: 0, stdout: 'installed validate --staged --cwd .' });

    rmSync(join(top, 'node_modules'), { recursive: true });
    writeFileSync(join(top, '.pnp.cjs'), '');
    expect(await run()).toEqual({ exitCode: 0, stdout: 'yarn run orchestrate validate --staged' });

    rmSync(join(top, '.pnp.cjs'));
    write(top, '#!/bin/sh\necho global "$@"\nexit 3\n', 'bin/orchestrate');
    expect(await run()).toEqual({ exitCode: 3, stdout: 'global validate --staged --cwd .' });
  });
});
