// What `npm pack` makes of each package, installed in a project that has nothing else of this repository.
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { repositoryRoot } from './support/repository.js';

const PACKAGES = [
  { folder: 'core', name: '@prisma-orchestrate/core', entries: ['dist/index.js', 'orchestrate.schema.json'] },
  { folder: 'cli', name: 'prisma-orchestrate', entries: ['dist/bin.js'] },
];

let project: string;
const packed = new Map<string, readonly string[]>();

beforeAll(async () => {
  project = await mkdtemp(join(tmpdir(), 'orchestrate-packed-'));
  for (const { folder, name } of PACKAGES) {
    const source = join(repositoryRoot, 'packages', folder);
    const { stdout } = await execa('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', project], {
      cwd: source,
    });
    const result = JSON.parse(stdout);
    const [tarball] = Array.isArray(result) ? result : Object.values<(typeof result)[number]>(result);
    packed.set(
      name,
      tarball.files.map((file: { readonly path: string }) => file.path),
    );
    const target = join(project, 'node_modules', name);
    await mkdir(target, { recursive: true });
    await execa('tar', ['-xzf', join(project, tarball.filename), '-C', target, '--strip-components=1']);
    await linkDependencies(source);
  }
});

afterAll(() => rm(project, { recursive: true, force: true }));

/** Puts what a package declares, and nothing else, beside it. */
async function linkDependencies(source: string): Promise<void> {
  const manifest = JSON.parse(await readFile(join(source, 'package.json'), 'utf8'));
  for (const name of Object.keys({ ...manifest.dependencies, ...manifest.optionalDependencies })) {
    if (PACKAGES.some((own) => own.name === name)) continue;
    const target = join(project, 'node_modules', name);
    await mkdir(dirname(target), { recursive: true });
    await symlink(join(repositoryRoot, 'node_modules', name), target, 'junction');
  }
}

describe.each(PACKAGES)('$name as packed', ({ name, entries }) => {
  it('holds what is built, and no tests', () => {
    const files = packed.get(name) ?? [];
    expect(files).toEqual(expect.arrayContaining(['LICENSE', 'README.md', 'package.json', ...entries]));
    expect(files.filter((file) => /\.test\.|test-support|tsbuildinfo|^src\//.test(file))).toEqual([]);
  });
});

it('runs in an empty project', async () => {
  const bin = join(project, 'node_modules/prisma-orchestrate/dist/bin.js');
  const orchestrate = (...args: readonly string[]) =>
    execa(process.execPath, [bin, ...args], { cwd: project, env: { NO_COLOR: '1', DATABASE_URL: undefined } });

  const { version } = JSON.parse(await readFile(join(repositoryRoot, 'packages/cli/package.json'), 'utf8'));
  expect((await orchestrate('--version')).stdout).toBe(version);

  await mkdir(join(project, 'prisma'));
  await writeFile(
    join(project, 'prisma/schema.prisma'),
    'datasource db {\n  provider = "sqlite"\n}\n\nmodel User {\n  id Int @id\n}\n',
  );
  await orchestrate('revision', '-m', 'init', '--auto');
  await orchestrate('upgrade', '--all');
  const { stdout } = await orchestrate('status', '--json');
  expect(JSON.parse(stdout)).toMatchObject({ ok: true, result: { isUpToDate: true } });
});

it('has a library that can be imported by its name', async () => {
  const program = `
    import * as core from '@prisma-orchestrate/core';
    console.log(typeof core.upgrade, typeof core.OrchestrateError);
  `;
  await writeFile(join(project, 'program.mjs'), program);
  const { stdout } = await execa(process.execPath, ['program.mjs'], { cwd: project });
  expect(stdout).toBe('function function');
});
