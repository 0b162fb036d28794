import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { testdir } from '../../testdir.test-support.js';
import type { SchemaEngine } from '../schema-engine.js';
import { type EngineProcessOptions, openEngineProcess } from './open-engine-process.js';

const SECRET = 'p@ss/w%rd';
const url = `mysql://app:${encodeURIComponent(SECRET)}@db.example.com/app`;

/** A program that is no engine, or an odd one. */
function programOf(script: string, mode = 0o755): string {
  const file = path.join(testdir({ program: script }), 'program');
  chmodSync(file, mode);
  return file;
}

const shell = (script: string): string => programOf(`#!/bin/sh\n${script}\n`);
/** What answers the first request in this way. */
const answering = (answer: string): string => shell(`read -r line; printf '%s\\n' '${answer}'; cat > /dev/null`);

async function open(binary: string, more: Partial<EngineProcessOptions> = {}): Promise<SchemaEngine> {
  return openEngineProcess({ binary, datasource: { url }, cwd: path.dirname(binary), graceMs: 100, ...more });
}

async function errorOf(promise: Promise<unknown>) {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(Error);
  return error as Error & { readonly code: string; readonly isPanic?: boolean };
}

/** Whether anything is left of a process and what it has started; what has ended and is only not cleared away is not. */
function isGroupAlive(pid: number): boolean {
  const listed = execFileSync('ps', ['-A', '-o', 'pgid=,stat='], { encoding: 'utf8' });
  return listed.split('\n').some((line) => {
    const [group, state = ''] = line.trim().split(/\s+/);
    return Number(group) === pid && !state.startsWith('Z');
  });
}

/** Everything that an error shows, its causes included. */
function textOf(error: Error): string {
  const cause = error.cause instanceof Error ? textOf(error.cause) : '';
  return [error.message, error.stack, JSON.stringify(error), cause].join('\n');
}

describe('openEngineProcess refuses', () => {
  it.each<[string, () => string, RegExp]>([
    ['what is not there', () => path.join(testdir(), 'engine'), /could not be started: there is no such file/],
    ['what may not be run', () => programOf('#!/bin/sh\n', 0o644), /could not be started: this user may not run it/],
    ['a folder', () => testdir(), /could not be started: this user may not run it/],
    ['what nothing here can read', () => programOf('#!/nowhere/sh\n'), /or not the program that its first line names/],
  ])('%s', async (_name, make, message) => {
    const error = await errorOf(open(make()));
    expect(error).toMatchObject({ code: 'ENGINE.NOT_STARTED', message: expect.stringMatching(message) });
    expect(textOf(error)).not.toContain(encodeURIComponent(SECRET));
  });

  it('a directory that is not there', async () => {
    const error = await errorOf(open(shell('true'), { cwd: '/nowhere' }));
    expect(error.message).toMatch(/its directory \/nowhere does not exist/);
  });

  it('a command line that is too long, whatever is on it', async () => {
    const error = await errorOf(open(shell('true'), { schemaPaths: ['x'.repeat(8_000_000)] }));
    expect(error).toMatchObject({ code: 'ENGINE.NOT_STARTED', message: expect.stringContaining('E2BIG') });
    expect(textOf(error)).not.toContain(encodeURIComponent(SECRET));
  });

  it('to begin when the signal has fired', async () => {
    const error = await errorOf(open(shell('true'), { signal: AbortSignal.abort() }));
    expect(error.code).toBe('RUN.INTERRUPTED');
  });
});

describe('a process that is no engine', () => {
  it.each<[string, string, RegExp, boolean]>([
    ['ends at once', 'exit 0', /ended with exit code 0 and said nothing/, false],
    ['fails in words', 'echo "no such library" >&2; exit 127', /ended with exit code 127: no such library/, false],
    [
      'fails in the log',
      `echo '{"level":"ERROR","fields":{"message":"bad schema","error_code":"P1012"}}' >&2; exit 1`,
      /ended with exit code 1: bad schema/,
      false,
    ],
    ['panics', 'exit 101', /exit code 101/, true],
    ['kills itself', 'kill -9 $$', /was ended by SIGKILL/, true],
    ['says everything back', 'exec cat', /Method not found/, false],
    ['ends in the middle of an answer', `read -r line; printf '{"jsonrpc":"2.0","id":1,"res'`, /exit code 0/, false],
    ['closes its output', 'exec >&-; cat > /dev/null', /was ended by SIGTERM/, true],
    [
      'tells the secret',
      `echo "cannot reach ${SECRET} of ${url}" >&2; exit 1`,
      /reach \*\*\* of mysql:\/\/app:\*\*\*@db/,
      false,
    ],
  ])('that %s', async (_name, script, message, isPanic) => {
    await using engine = await open(shell(script));
    const error = await errorOf(engine.getDatabaseVersion());
    expect(error).toMatchObject({ name: 'EngineError', message: expect.stringMatching(message), isPanic });
    expect(textOf(error)).not.toContain(SECRET);
    // Whoever asks later learns the same.
    if (!script.includes('cat')) expect(await errorOf(engine.getDatabaseVersion())).toBe(error);
  });

  it('that never answers is ended by the signal', async () => {
    const interruption = new AbortController();
    const engine = await open(shell('echo garbage; cat > /dev/null'), { signal: interruption.signal });
    const asked = errorOf(engine.getDatabaseVersion());
    interruption.abort();
    expect(await asked).toMatchObject({ code: 'RUN.INTERRUPTED', kind: 'interrupted' });
    expect(await errorOf(engine.getDatabaseVersion())).toMatchObject({ code: 'RUN.INTERRUPTED' });
  });
});

describe('an engine', () => {
  it('gets its arguments and environment as from Prisma', async () => {
    const root = testdir();
    const environment = { PATH: process.env['PATH'], PWD: '/elsewhere', OWN: '1' };
    const program = shell(`printf '%s\\n' "$@" "$RUST_LOG" "$OWN" "$(pwd)" > said; cat > /dev/null`);
    const schemaPaths = ['a.prisma', 'b'];
    const engine = await open(program, { cwd: root, environment, schemaPaths, previewFeatures: ['views', 'x'] });
    await engine[Symbol.asyncDispose]();
    expect(readFileSync(path.join(root, 'said'), 'utf8').split('\n')).toEqual([
      ...['--datamodels', 'a.prisma', '--datamodels', 'b', '--datasource', JSON.stringify({ url })],
      ...['--enabled-preview-features', 'views,x', 'info', '1', root, ''],
    ]);
  });

  it('may answer in a line of 50 MB', async () => {
    const program = shell(
      `read -r line; printf '{"jsonrpc":"2.0","id":1,"result":"'; head -c 50000000 /dev/zero | tr '\\0' x; printf '"}\\n'; cat > /dev/null`,
    );
    await using engine = await open(program);
    expect((await engine.getDatabaseVersion()).length).toBe(50_000_000);
  });

  it('answers whoever is asked, whatever else it says, and its log is heard without secrets', async () => {
    const heard: string[] = [];
    const program = shell(
      [
        'read -r line',
        `echo '{"level":"INFO","target":"t","fields":{"message":"to ${url}"}}' >&2`,
        'echo words >&2',
        'echo garbage',
        `echo '{"jsonrpc":"2.0","id":99,"result":"for nobody"}'`,
        `echo '{"jsonrpc":"2.0","id":1,"result":"mine"}'`,
        'cat > /dev/null',
      ].join('\n'),
    );
    const engine = await open(program, { onLog: ({ fields }) => heard.push(fields.message) });
    expect(await engine.getDatabaseVersion()).toBe('mine');
    await engine[Symbol.asyncDispose]();
    expect(heard).toEqual(['to mysql://app:***@db.example.com/app']);
  });

  it('is given no secret back in an error', async () => {
    const data = `{"is_panic":false,"message":"no ${SECRET}","error_code":"P1000"}`;
    await using engine = await open(
      answering(`{"jsonrpc":"2.0","id":1,"error":{"code":4466,"message":"x","data":${data}}}`),
    );
    expect(await errorOf(engine.getDatabaseVersion())).toMatchObject({ message: 'no ***', code: 'P1000' });
  });

  it.each([
    ['ends with its input', 'cat > /dev/null'],
    ['does not heed the end of its input', 'while :; do sleep 1; done'],
    ['does not heed SIGTERM either', "trap '' TERM; while :; do sleep 1; done"],
    ['leaves a child behind', 'sleep 1000 & cat > /dev/null'],
  ])('that %s is gone when it is disposed of, with all that it has started', async (_name, script) => {
    const program = shell(`echo $$ > pid; touch ready; ${script}`);
    const engine = await open(program);
    await expect.poll(() => existsSync(path.join(path.dirname(program), 'ready'))).toBe(true);
    const pid = Number(readFileSync(path.join(path.dirname(program), 'pid'), 'utf8'));
    expect(isGroupAlive(pid)).toBe(true);
    await engine[Symbol.asyncDispose]();
    await engine[Symbol.asyncDispose]();
    // All of its group.
    await expect.poll(() => isGroupAlive(pid)).toBe(false);
    expect(await errorOf(engine.getDatabaseVersion())).toMatchObject({ message: 'The schema engine was closed.' });
  });
});
