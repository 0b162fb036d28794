// The recipes of docs/pre-commit.md, each in a repository of its own, with the tool that it is for.
import { chmodSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import { addEntries, testdir } from '../packages/core/src/testdir.test-support.js';
import { type GitRun, git, INSTALLED, runGit } from './support/git-repository.js';
import { repositoryRoot } from './support/repository.js';
import { runCli } from './support/run-cli.js';
import { SMALL_WORKSPACE } from './support/small-workspace.js';

const CORE = 'prisma/schema.prisma';
const BLOG = 'extensions/blog/prisma/schema.prisma';
const page = readFileSync(join(repositoryRoot, 'docs/pre-commit.md'), 'utf8');

/** The file that a section of the page shows, with its content. */
function recipe(heading: string): Readonly<Record<string, string>> {
  const section = page.split(/^## /m).find((text) => text.startsWith(`${heading}\n`)) ?? '';
  const [, file, text] = /`([^`\n]+)`:\n\n```\w+\n(.*?)```/s.exec(section) ?? [];
  if (file === undefined || text === undefined) throw new Error(`"${heading}" shows no file.`);
  return { [file]: text };
}

/** Sets a tool up; gives the variables that a commit needs to find it. */
type SetUp = (top: string) => Promise<Readonly<Record<string, string>>>;

const tool = (...path: readonly string[]): string => join(repositoryRoot, 'node_modules', ...path);

const TOOLS: readonly (readonly [string, SetUp])[] = [
  [
    'install-hook',
    async (top) => {
      expect(await runCli(['install-hook'], { cwd: top })).toMatchObject({ exitCode: 0 });
      return {};
    },
  ],
  [
    'husky',
    async (top) => {
      await execa(process.execPath, [tool('husky', 'bin.js')], { cwd: top });
      addEntries(top, recipe('husky'));
      return {};
    },
  ],
  [
    'lefthook',
    async (top) => {
      addEntries(top, recipe('lefthook'));
      const lefthook = tool('.bin', 'lefthook');
      await execa(lefthook, ['install'], { cwd: top });
      return { LEFTHOOK_BIN: lefthook };
    },
  ],
  [
    'lint-staged',
    async (top) => {
      const script = `#!/bin/sh\nPATH="$PWD/node_modules/.bin:$PATH"\nexec '${process.execPath}' '${tool('lint-staged', 'bin', 'lint-staged.js')}'\n`;
      addEntries(top, {
        ...recipe('lint-staged'),
        '.git/hooks/pre-commit': script,
      });
      chmodSync(join(top, '.git/hooks/pre-commit'), 0o755);
      return {};
    },
  ],
  ['pre-commit and prek', usePrek],
];

/** Our hooks, from a repository that holds nothing else. */
async function usePrek(top: string): Promise<Readonly<Record<string, string>>> {
  const hooks = '.pre-commit-hooks.yaml';
  const source = testdir({ [hooks]: readFileSync(join(repositoryRoot, hooks), 'utf8') });
  await git(source, 'init', '--quiet', '--initial-branch=main');
  await git(source, 'add', '--all');
  await git(source, 'commit', '--quiet', '--message', 'Hooks');
  await git(source, 'tag', 'v0.1.0');
  const [[file = '', text = ''] = []] = Object.entries(recipe('pre-commit and prek'));
  addEntries(top, { [file]: text.replace(/repo: <.*>/, `repo: ${source}`) });
  const home = { PREK_HOME: testdir() };
  await execa(tool('.bin', 'prek'), ['install'], { cwd: top, env: home });
  return home;
}

function edit(top: string, file: string, change: (text: string) => string): void {
  addEntries(top, { [file]: change(readFileSync(join(top, file), 'utf8')) });
}

describe.each(TOOLS)('%s', (_, setUp) => {
  it('lets a good commit pass and stops one that breaks another extension', async () => {
    const top = testdir({ ...SMALL_WORKSPACE, ...INSTALLED });
    chmodSync(join(top, 'node_modules/.bin/orchestrate'), 0o755);
    await git(top, 'init', '--quiet', '--initial-branch=main');
    const variables = await setUp(top);
    const commit = (message: string): Promise<GitRun> => runGit(top, ['commit', '--message', message], variables);

    await git(top, 'add', '--all');
    expect(await commit('Begin')).toMatchObject({ exitCode: 0 });

    // The mend is there, but it is not part of the commit.
    edit(top, CORE, (text) => text.replace('model User', 'model Person'));
    await git(top, 'add', '--all');
    edit(top, BLOG, (text) => text.replace(' User ', ' Person '));
    const stopped = await commit('Rename User');
    expect(stopped.exitCode).not.toBe(0);
    expect(stopped.output).toContain(`${BLOG}:5:`);
    expect(stopped.output).toContain('User');
    expect(await git(top, 'log', '--format=%s')).toBe('Begin');

    await git(top, 'add', '--all');
    expect(await commit('Rename User')).toMatchObject({ exitCode: 0 });
    expect(await git(top, 'status', '--porcelain')).toBe('');
  });
});

it('checks before a push with pre-commit and prek', async () => {
  const top = testdir({ ...SMALL_WORKSPACE, ...INSTALLED });
  chmodSync(join(top, 'node_modules/.bin/orchestrate'), 0o755);
  await git(top, 'init', '--quiet', '--initial-branch=main');
  const env = await usePrek(top);
  await git(top, 'add', '--all');
  const run = ['run', '--stage', 'pre-push', '--all-files'];
  const { exitCode, all } = await execa(tool('.bin', 'prek'), run, { cwd: top, env, all: true, reject: false });
  expect(exitCode).toBe(1);
  expect(all).toMatch(/^orchestrate check\.+Failed$/m);
  expect(all).toContain('CHECK.PENDING_CHANGES');
  expect(all).not.toContain('orchestrate validate');
});
