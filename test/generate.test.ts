import {
  appendFileSync,
  existsSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readContentsOf } from './support/directory-contents.js';
import { startCli } from './support/run-cli.js';
import { SQLITE } from './support/sqlite-test-database.js';
import { CLIENT, installStubPrisma, runsOf } from './support/stub-prisma.js';
import { TestWorkspace } from './support/test-workspace.js';

// No database is looked at by any of this; generated-client.test.ts has what is made on all of them.

interface Generated {
  readonly generated: boolean;
  readonly generators: readonly unknown[];
  readonly findings: readonly { readonly code: string }[];
}

const CACHE = 'node_modules/.cache/prisma-orchestrate';

async function stubbed(core = CLIENT): Promise<TestWorkspace> {
  const workspace = await TestWorkspace.on(SQLITE, { core, blog: 'model Post {\n  id Int @id\n}\n' });
  installStubPrisma(workspace);
  return workspace;
}

/** One that has a client, with a file that the next run takes away. */
async function generated(core = CLIENT): Promise<TestWorkspace> {
  const workspace = await stubbed(core);
  await workspace.ok('generate');
  workspace.write({ 'client/gone.ts': 'of another version', 'client/models/User.ts': 'one' });
  return workspace;
}

function clientOf(workspace: TestWorkspace): unknown {
  return readContentsOf(join(workspace.root, 'client'));
}

async function isRun(workspace: TestWorkspace, ...args: readonly string[]): Promise<boolean> {
  const before = runsOf(workspace).length;
  const { generated: ran } = await workspace.ok<Generated>('generate', ...args);
  expect(runsOf(workspace)).toHaveLength(before + (ran ? 1 : 0));
  return ran;
}

/** Waits until a run says something; its iterable would wait for its end. */
function untilSaid(run: ReturnType<typeof startCli>, text: string): Promise<void> {
  return new Promise((said, failed) => {
    let stderr = '';
    run.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk.toString();
      if (stderr.includes(text)) said();
    });
    run.stderr.on('end', () => failed(new Error(`It ended without saying "${text}":\n${stderr}`)));
  });
}

function withoutLeftovers(workspace: TestWorkspace): void {
  const [folder = ''] = readdirSync(join(workspace.root, CACHE)).filter((name) => /^client-\w+$/.test(name));
  expect(readdirSync(join(workspace.root, CACHE, folder))).toEqual([]);
}

describe('generate', () => {
  it('composes, runs the prisma of the workspace in its root, and tells where the client is', async () => {
    const workspace = await stubbed();
    const { exitCode, stdout, stderr } = await workspace.run('generate');
    expect({ exitCode, stdout, stderr }).toEqual({
      exitCode: 0,
      stdout: 'Wrote 2 files in generated/schema.\nGenerated client in client.\n',
      stderr: 'prisma generate: half\n',
    });
    expect(runsOf(workspace)).toEqual(['generate --schema generated/schema --no-hints']);
    expect(workspace.read('client/client.ts')).toContain('model Post');
    expect((await workspace.run('generate')).stdout).toBe('Nothing to do: client in client is up to date.\n');
    withoutLeftovers(workspace);
  });

  it('tells the same of a workspace behind a symbolic link, and writes through one', async () => {
    const workspace = await stubbed();
    workspace.write({ 'real/client.ts': '' });
    symlinkSync('real', join(workspace.root, 'client'));
    symlinkSync(workspace.root, join(workspace.root, 'link'));
    const result = await workspace.ok('generate', '--cwd', 'link');
    expect(result).toMatchObject({ generated: true, generators: [{ output: 'real' }] });
    workspace.write({ fail: 'it fails' });
    const before = readContentsOf(join(workspace.root, 'real'));
    await workspace.refused('generate', '--force');
    expect(readContentsOf(join(workspace.root, 'real'))).toEqual(before);
  });

  it('writes and runs nothing while a finding is an error', async () => {
    const workspace = await stubbed();
    workspace.fragment('blog', 'model User {\n  id Itn @id\n}\n');
    const { exitCode, stderr } = await workspace.run('generate');
    expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: expect.stringContaining('COMPOSITION.NAME_CLASH') });
    expect([workspace.has('generated'), runsOf(workspace)]).toEqual([false, []]);
  });

  it('leaves a generator of another extension out and says so', async () => {
    const workspace = await stubbed();
    workspace.fragment('blog', `${CLIENT.replace('model User', 'model Post')}`);
    const { findings } = await workspace.ok<Generated>('generate');
    expect(findings.map(({ code }) => code)).toEqual(['COMPOSITION.CONFIG_BLOCK_IGNORED']);
    expect(workspace.read('generated/schema/blog.prisma')).not.toContain('generator');
  });

  it('says what is missing before it does anything', async () => {
    const workspace = await TestWorkspace.on(SQLITE, { core: 'model User {\n  id Int @id\n}\n' });
    expect(await workspace.refused('generate')).toMatchObject({ code: 'GENERATE.NO_GENERATOR', exitCode: 2 });
    workspace.fragment('core', CLIENT);
    expect(await workspace.refused('generate')).toMatchObject({ code: 'GENERATE.NO_PRISMA', exitCode: 2 });
    workspace.write({ '.pnp.cjs': '' });
    expect((await workspace.refused('generate')).fix).toContain('nodeLinker: node-modules');
    installStubPrisma(workspace, '6.19.0');
    expect(await workspace.refused('generate')).toMatchObject({
      code: 'PRISMA.UNSUPPORTED',
      message: expect.stringContaining('datasource block'),
      exitCode: 2,
    });
    installStubPrisma(workspace);
    expect(await workspace.refused('generate', '--generator', 'clinet')).toMatchObject({
      code: 'GENERATE.UNKNOWN_GENERATOR',
      exitCode: 2,
      fix: 'Did you mean client?',
    });
    expect([workspace.has('generated'), workspace.has('node_modules/.cache/prisma')]).toEqual([false, false]);
  });

  it('names the generator whose command is not installed', async () => {
    const workspace = await stubbed(`${CLIENT}generator nix {\n  provider = "prisma-nix"\n  output = "../nix"\n}\n`);
    workspace.write({ fail: '/bin/sh: 1: prisma-nix: not found' });
    expect(await workspace.refused('generate')).toMatchObject({
      code: 'GENERATE.NOT_INSTALLED',
      exitCode: 2,
      message: expect.stringContaining('"prisma-nix"'),
    });
  });

  it('shows where in the fragments it is that Prisma complains of', async () => {
    const workspace = await stubbed();
    workspace.fragment('blog', '// Posts\n\nmodel Post {\n  id Int @id\n}\n');
    const composed = 'generated/schema/blog.prisma';
    await workspace.ok('compose');
    const line = workspace.read(composed).split('\n').indexOf('model Post {') + 1;
    workspace.write({ fail: `error: no\n  \u001b[1m-->\u001b[0m  \u001b[4m${composed}:${line}\u001b[0m` });
    expect(await workspace.refused('generate')).toMatchObject({
      code: 'GENERATE.FAILED',
      exitCode: 1,
      message: `\`prisma generate\` ended with 7:\nhalf\nerror: no\n  -->  ${composed}:${line} (extensions/blog/prisma/schema.prisma:3)`,
    });
  });

  it('runs the generators that are named', async () => {
    const workspace = await stubbed(
      `${CLIENT}generator other {\n  provider = "prisma-client"\n  output = "../client"\n}\n`,
    );
    expect(await workspace.ok('generate', '--generator', 'other', '--generator', 'client')).toMatchObject({
      generators: [{ name: 'client' }, { name: 'other', provider: 'prisma-client', output: 'client' }],
    });
    expect(runsOf(workspace)).toEqual([
      'generate --schema generated/schema --no-hints --generator client --generator other',
    ]);
    expect(await isRun(workspace, '--generator', 'client', 'other')).toBe(false);
    expect(await isRun(workspace, '--generator', 'other')).toBe(true);
    expect(await isRun(workspace)).toBe(true);
    expect(await isRun(workspace)).toBe(false);
  });
});

describe('generate when nothing has changed', () => {
  const CHANGES: readonly [what: string, change: (workspace: TestWorkspace) => void][] = [
    ['a fragment', (workspace) => workspace.fragment('blog', 'model Post {\n  id   Int @id\n  text String\n}\n')],
    ['a composed file', (workspace) => appendFileSync(join(workspace.root, 'generated/schema/blog.prisma'), '\n')],
    ['a composed file that is gone', (workspace) => workspace.remove('generated/schema/blog.prisma')],
    ['a byte of the client', ({ root }) => writeSameSize(join(root, 'client/client.ts'))],
    ['a file of the client that is gone', (workspace) => workspace.remove('client/models/whole.ts')],
    ['a file more in the client', (workspace) => workspace.write({ 'client/models/Tag.ts': '' })],
    ['the client, which is gone', (workspace) => workspace.remove('client')],
    ['the version of Prisma', (workspace) => installStubPrisma(workspace, '7.0.1')],
    ['the version of @prisma/client', (workspace) => workspace.write(packageOf('@prisma/client', '7.0.1'))],
    [
      'the configuration of Prisma',
      (workspace) => workspace.write({ 'prisma.config.ts': '// Changed\nexport default {};\n' }),
    ],
    [
      'how TypeScript is compiled',
      (workspace) => workspace.write({ 'tsconfig.base.json': '{ "compilerOptions": {} }' }),
    ],
    ['the kind of modules', (workspace) => workspace.write({ 'package.json': '{ "name": "test", "type": "module" }' })],
    [
      'what Prisma is told by the environment',
      (workspace) => appendFileSync(join(workspace.root, '.env'), 'PRISMA_X=1\n'),
    ],
    [
      'what the block asks the environment for',
      (workspace) => appendFileSync(join(workspace.root, '.env'), 'TARGET=x\n'),
    ],
  ];

  it('runs again for each of what it depends on, once', async () => {
    const core = CLIENT.replace('  output', '  binaryTargets = env("TARGET")\n  output');
    const workspace = await stubbed(core);
    workspace.write({
      'prisma.config.ts': 'export default {};\n',
      'tsconfig.json': '{ "extends": "./tsconfig.base.json" }\n',
      'tsconfig.base.json': '{}',
      ...packageOf('@prisma/client', '7.0.0'),
    });
    await workspace.ok('generate');
    const ran: Record<string, readonly boolean[]> = {};
    for (const [what, change] of CHANGES) {
      change(workspace);
      ran[what] = [await isRun(workspace), await isRun(workspace)];
    }
    expect(ran).toEqual(Object.fromEntries(CHANGES.map(([what]) => [what, [true, false]])));
  });

  it('does not mind dates, and runs all the same with --force', async () => {
    const workspace = await stubbed();
    await workspace.ok('generate');
    const file = join(workspace.root, 'client/client.ts');
    utimesSync(file, 1, 1);
    expect(await isRun(workspace)).toBe(false);
    rmSync(file);
    writeFileSync(
      file,
      workspace.read('generated/schema/blog.prisma') + workspace.read('generated/schema/core.prisma'),
    );
    expect(await isRun(workspace)).toBe(false);
    expect(await isRun(workspace, '--force')).toBe(true);
  });

  it.each<[what: string, block: string]>([
    ['a script of the workspace', 'provider = "node ./gen.mjs"\n  output = "../client"'],
    ['a generator of which nobody knows where it writes', 'provider = "some-generator"'],
    ['an output that the fragments lie in, too', 'provider = "prisma-client"\n  output = "../prisma"'],
  ])('always runs for %s', async (_, block) => {
    const workspace = await stubbed(`${CLIENT}generator more {\n  ${block}\n}\n`);
    workspace.write(packageOf('some-generator', '1.0.0'));
    expect([await isRun(workspace), await isRun(workspace)]).toEqual([true, true]);
  });

  it('knows the version of a generator that is installed', async () => {
    const workspace = await stubbed(
      `${CLIENT}generator more {\n  provider = "some-generator"\n  output = "../client"\n}\n`,
    );
    workspace.write(packageOf('some-generator', '1.0.0'));
    expect([await isRun(workspace), await isRun(workspace)]).toEqual([true, false]);
    workspace.write(packageOf('some-generator', '1.0.1'));
    expect([await isRun(workspace), await isRun(workspace)]).toEqual([true, false]);
  });
});

describe('generate leaves the old client', () => {
  it('to the byte and the date when a generator fails', async () => {
    const workspace = await generated();
    const before = await workspace.snapshot();
    workspace.write({ fail: 'it fails' });
    workspace.fragment('blog', 'model Post {\n  id   Int @id\n  text String\n}\n');
    expect(await workspace.refused('generate')).toMatchObject({ code: 'GENERATE.FAILED' });
    withoutLeftovers(workspace);
    const clientIn = (snapshot: unknown) => {
      const { files } = snapshot as { readonly files: Readonly<Record<string, string>> };
      // Node sets a date to the microsecond.
      const entries = Object.entries(files).map(([file, text]) => [file, text.replace(/\.\d+$/, '')] as const);
      return entries.filter(([file]) => file.startsWith('client'));
    };
    expect(clientIn(await workspace.snapshot())).toEqual(clientIn(before));
    workspace.remove('fail');
    expect(await isRun(workspace)).toBe(true);
    expect(workspace.read('client/client.ts')).toContain('text String');
  });

  it('as none where there was none', async () => {
    const workspace = await stubbed();
    workspace.write({ fail: 'it fails' });
    await workspace.refused('generate');
    expect(workspace.has('client')).toBe(false);
  });

  it('when it is interrupted, and ends with 130', async () => {
    const workspace = await generated();
    const before = clientOf(workspace);
    workspace.write({ hang: '' });
    const run = startCli(['generate', '--force'], { cwd: workspace.root });
    await untilSaid(run, 'half');
    expect(workspace.read('client/client.ts')).toBe('half of it');
    run.kill('SIGINT');
    const { exitCode, stderr } = await run;
    expect({ exitCode, stderr }).toEqual({ exitCode: 130, stderr: expect.stringContaining('RUN.INTERRUPTED') });
    expect(clientOf(workspace)).toEqual(before);
    withoutLeftovers(workspace);
  });

  it('with the next run after it was killed, once what it had started has ended, though there is nothing to do', async () => {
    const workspace = await stubbed();
    await workspace.ok('generate');
    const before = clientOf(workspace);
    workspace.write({ hang: '' });
    const killed = startCli(['generate', '--force'], { cwd: workspace.root });
    await untilSaid(killed, 'half');
    killed.kill('SIGKILL');
    await killed;
    const next = startCli(['generate', '--json'], { cwd: workspace.root });
    await untilSaid(next, 'for the client, which is in use by `orchestrate generate');
    workspace.remove('hang');
    const { stdout } = await next;
    expect(JSON.parse(stdout)).toMatchObject({ ok: true, result: { generated: false } });
    expect(clientOf(workspace)).toEqual(before);
    withoutLeftovers(workspace);
  });

  it('for the run that waits, which then finds nothing to do', async () => {
    const workspace = await stubbed();
    workspace.write({ hang: '' });
    const first = startCli(['generate', '--json'], { cwd: workspace.root });
    await untilSaid(first, 'half');
    expect(await workspace.refused('generate', '--lock-timeout', '0')).toMatchObject({
      code: 'GENERATE.BUSY',
      message: expect.stringContaining(`process ${first.pid}`),
    });
    const others = [1, 2].map(() => startCli(['generate', '--json'], { cwd: workspace.root }));
    await Promise.all(others.map((run) => untilSaid(run, 'Waiting up to')));
    workspace.remove('hang');
    const documents = (await Promise.all([first, ...others])).map(({ stdout }) => JSON.parse(stdout));
    expect(documents.map(({ result }) => result.generated)).toEqual([true, false, false]);
    expect(runsOf(workspace)).toHaveLength(1);
    expect(existsSync(join(workspace.root, 'client/models/whole.ts'))).toBe(true);
  });
});

it('dev, too, generates from what the fragments say once it need not wait any more', async () => {
  const workspace = await stubbed();
  workspace.write({ hang: '' });
  const first = startCli(['generate'], { cwd: workspace.root });
  await untilSaid(first, 'half');
  const dev = startCli(['dev', '-m', 'Begin', '--generate', '--json'], { cwd: workspace.root });
  await untilSaid(dev, 'for the client, which is in use');
  workspace.fragment('blog', '/// Said later\nmodel Post {\n  id Int @id\n}\n');
  workspace.remove('hang');
  const [{ stdout }] = await Promise.all([dev, first]);
  expect(JSON.parse(stdout)).toMatchObject({ ok: true, result: { generated: true } });
  expect(workspace.read('client/client.ts')).toContain('Said later');
});

function packageOf(name: string, version: string): Readonly<Record<string, string>> {
  return { [`node_modules/${name}/package.json`]: `${JSON.stringify({ name, version })}\n` };
}

/** Another byte, with the same size and the same date. */
function writeSameSize(file: string): void {
  const { size, mtimeMs } = statSync(file);
  writeFileSync(file, 'x'.repeat(size));
  utimesSync(file, mtimeMs / 1000, mtimeMs / 1000);
}
