import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { testdir } from '../packages/core/src/testdir.test-support.js';
import { CLI, cleanEnvironment, runCli } from './support/run-cli.js';
import { smallWorkspace } from './support/small-workspace.js';
import { SQLITE } from './support/sqlite-test-database.js';

const ESCAPE = '\u001B[';

describe('wrong usage', () => {
  it.each<[readonly string[], string]>([
    [['upgrade', '--bogus'], 'CLI.UNKNOWN_OPTION'],
    [['frobnicate'], 'CLI.UNKNOWN_COMMAND'],
    [['status', 'extra'], 'CLI.EXCESS_ARGUMENTS'],
    [['upgrade', '--target'], 'CLI.MISSING_VALUE'],
    [['status', '--cwd', 'nowhere'], 'CLI.NO_DIRECTORY'],
  ])('%j ends with 2, says how to fix it, and leaves stdout alone', async (args, code) => {
    const { exitCode, stdout, stderr } = await runCli(args, { cwd: testdir() });
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toMatch(/^Error: .+\nFix: .+\n/);
    expect(stderr.endsWith(`\n${code}\n`)).toBe(true);
  });

  it.each<[readonly string[], string | null, string]>([
    [['--json', 'upgrade', '--bogus'], 'upgrade', 'CLI.UNKNOWN_OPTION'],
    [['frobnicate', '--json'], null, 'CLI.UNKNOWN_COMMAND'],
    [['--json'], null, 'CLI.NO_COMMAND'],
    [['status', '--json', '--cwd', 'nowhere'], 'status', 'CLI.NO_DIRECTORY'],
  ])('%j is one JSON document', async (args, command, code) => {
    const { exitCode, stdout, stderr } = await runCli(args, { cwd: testdir() });
    expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: '' });
    expect(JSON.parse(stdout)).toEqual({
      command,
      ok: false,
      result: null,
      error: {
        code,
        kind: 'usage',
        message: expect.any(String),
        fix: expect.any(String),
        meta: expect.any(Object),
      },
    });
  });

  it('shows help on stderr where there is no command', async () => {
    const { exitCode, stdout, stderr } = await runCli([], { cwd: testdir() });
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain('Usage: orchestrate');
  });

  it('calls a directory without a schema wrong configuration', async () => {
    const { exitCode, stdout, stderr } = await runCli(['validate'], { cwd: testdir() });
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toMatch(/\nFix: /);
  });
});

describe('help and version', () => {
  it('prints the version of the package', async () => {
    const manifest = JSON.parse(readFileSync(new URL('../packages/cli/package.json', import.meta.url), 'utf8'));
    expect(await runCli(['--version'], { cwd: testdir() })).toEqual({
      exitCode: 0,
      stdout: `${manifest.version}\n`,
      stderr: '',
    });
  });

  it('prints help on stdout', async () => {
    const { exitCode, stdout, stderr } = await runCli(['upgrade', '--help'], { cwd: testdir() });
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toContain('Examples:');
  });
});

describe('colour', () => {
  it.each<[string, readonly string[], Readonly<Record<string, string>>, boolean]>([
    ['none in a pipe', ['frobnicate'], {}, false],
    ['FORCE_COLOR asks for it', ['frobnicate'], { FORCE_COLOR: '1' }, true],
    ['NO_COLOR is none', ['frobnicate'], { NO_COLOR: '1' }, false],
    ['--no-color goes before FORCE_COLOR', ['frobnicate', '--no-color'], { FORCE_COLOR: '1' }, false],
  ])('%s', async (_, args, env, expected) => {
    const { stderr } = await runCli(args, { cwd: testdir(), env });
    expect(stderr.includes(ESCAPE)).toBe(expected);
  });

  it('never marks JSON', async () => {
    const { stdout } = await runCli(['frobnicate', '--json'], { cwd: testdir(), env: { FORCE_COLOR: '1' } });
    expect(stdout).not.toContain(ESCAPE);
  });
});

describe('a reader that leaves early', () => {
  it.each([
    ['help', ['--help']],
    ['a result', ['list', '--models', '--json']],
  ])('is no failure of %s', async (_, args) => {
    const { cwd } = await smallWorkspace(SQLITE);
    const child = spawn(process.execPath, [CLI, ...args], { cwd, env: cleanEnvironment() });
    child.stdout.destroy();
    let stderr = '';
    child.stderr.on('data', (chunk) => {
      stderr += String(chunk);
    });
    const [exitCode] = await once(child, 'close');
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  });
});
