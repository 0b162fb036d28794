import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { installedCommand, outsideEnvironment, packPackages } from './support/pack-packages.js';
import { repositoryRoot } from './support/repository.js';
import { planTurbo, runTurbo, type TurboRun } from './support/run-turbo.js';
import { linkModules } from './support/testing-package.js';

const FIXTURE = join(repositoryRoot, 'test/fixtures/monorepo');
const EXTENSIONS = ['billing', 'blog', 'comments'];
const CACHED_TASKS = ['schema:validate', 'schema:check', 'db:generate'];
const SQLITE_BINARY = 'build/Release/better_sqlite3.node';

/** A package manager with workspaces, and how it is told what this repository has built. */
interface PackageManager {
  readonly name: 'npm' | 'pnpm';
  readonly version: string;
  /** Puts everything into place that the packages name. */
  readonly install: (directory: string) => Promise<void>;
}

const MANAGERS: readonly PackageManager[] = [
  // turbo reads the name alone, and npm nothing.
  { name: 'npm', version: '11.0.0', install: linkAll },
  {
    name: 'pnpm',
    // It would fetch any other.
    version: JSON.parse(readFileSync(join(repositoryRoot, 'node_modules/pnpm/package.json'), 'utf8')).version,
    install: installWithPnpm,
  },
];

/**
 * Leaves things as npm does, but with links to what this repository has installed: npm itself installs the packed
 * packages in pack.test.ts, and a workspace in packages.test.ts, and takes its time.
 */
async function linkAll(directory: string): Promise<void> {
  const modules = join(directory, 'node_modules');
  if (existsSync(modules)) return;
  linkModules(directory);
  symlinkSync(join(repositoryRoot, 'node_modules/.bin'), join(modules, '.bin'), 'junction');
  mkdirSync(join(modules, '@acme'));
  for (const name of EXTENSIONS) symlinkSync(join(directory, 'extensions', name), join(modules, '@acme', name));
}

async function installWithPnpm(directory: string): Promise<void> {
  if (!existsSync(join(directory, 'pnpm-workspace.yaml'))) {
    const tarballs = await packPackages({ from: repositoryRoot, to: join(directory, '..') });
    const versions: Readonly<Record<string, string>> = {
      'prisma-orchestrate': `file:${tarballs.cli}`,
      '@prisma-orchestrate/core': `file:${tarballs.core}`,
      '@acme/blog': 'workspace:*',
    };
    for (const folder of ['.', ...EXTENSIONS.map((extension) => `extensions/${extension}`)]) {
      editJson(join(directory, folder, 'package.json'), (manifest) => {
        for (const kind of ['dependencies', 'devDependencies']) {
          for (const dependency of Object.keys(manifest[kind] ?? {})) {
            const version = versions[dependency];
            if (version !== undefined) manifest[kind][dependency] = version;
          }
        }
      });
    }
    writeFileSync(
      join(directory, 'pnpm-workspace.yaml'),
      `packages:\n  - extensions/*\noverrides:\n  '@prisma-orchestrate/core': 'file:${tarballs.core}'\n`,
    );
  }
  const args = [installedCommand('pnpm', 'pnpm'), 'install', '--ignore-scripts', '--prefer-offline'];
  await execa(process.execPath, args, { cwd: directory, env: outsideEnvironment(), extendEnv: false, stdin: 'ignore' });
  installSqliteBinary(directory);
}

describe.each(MANAGERS)('a monorepo with turbo and $name', ({ name, version, install }) => {
  let root: string;
  let directory: string;

  beforeAll(async () => {
    root = mkdtempSync(join(realpathSync(tmpdir()), 'orchestrate-monorepo-'));
    directory = join(root, 'acme');
    cpSync(FIXTURE, directory, { recursive: true });
    editJson(join(directory, 'package.json'), (manifest) => {
      manifest.packageManager = `${name}@${version}`;
    });
    writeFileSync(join(directory, 'orchestrate.config.json'), '{}\n');
    writeFileSync(join(directory, '.gitignore'), 'node_modules\ngenerated\n.turbo\n*.db*\n');
    await install(directory);
  });

  afterAll(() => rmSync(root, { recursive: true, force: true }));

  const run = (file = '', ...args: readonly string[]) =>
    execa(file, args, { cwd: directory, env: outsideEnvironment(), extendEnv: false, stdin: 'ignore' });
  const orchestrate = async (...args: readonly string[]) => {
    const { stdout } = await run(join(directory, 'node_modules/.bin/orchestrate'), ...args, '--json');
    return JSON.parse(stdout).result;
  };
  const turbo = (...tasks: readonly string[]): Promise<TurboRun> =>
    runTurbo(directory, tasks, join(directory, 'node_modules/.bin/turbo'));
  const plan = (...tasks: readonly string[]): Promise<TurboRun> =>
    planTurbo(directory, tasks, join(directory, 'node_modules/.bin/turbo'));
  /** Gives back how it was. */
  const touch = (path: string): (() => void) => {
    const file = join(directory, path);
    const before = existsSync(file) ? readFileSync(file) : null;
    appendFileSync(file, '\n');
    return () => (before === null ? rmSync(file) : writeFileSync(file, before));
  };

  it('runs again what a change concerns, and nothing else', async () => {
    const all = [
      '//#db:generate',
      '//#schema:check',
      '//#schema:validate',
      ...EXTENSIONS.flatMap((extension) => [`${extension}#schema:check`, `${extension}#schema:validate`]),
    ].sort();

    expect(await turbo(...CACHED_TASKS), 'the first run').toEqual({ cached: [], executed: all });
    const client = readFileSync(join(directory, 'generated/client/client.ts'), 'utf8');
    rmSync(join(directory, 'generated'), { recursive: true });
    expect(await turbo(...CACHED_TASKS), 'the second run').toEqual({ cached: all, executed: [] });
    expect(readFileSync(join(directory, 'generated/client/client.ts'), 'utf8')).toBe(client);
    expect(existsSync(join(directory, 'generated/schema/blog.prisma'))).toBe(true);

    const touched = async (tasks: readonly string[], ...paths: readonly string[]): Promise<TurboRun> => {
      const undo = paths.map(touch);
      const planned = await plan(...tasks);
      for (const restore of undo) restore();
      return planned;
    };
    expect(
      (await touched(CACHED_TASKS, 'extensions/blog/README.md', 'README.md')).executed,
      'after a change that concerns nothing',
    ).toEqual([]);
    expect(
      (await touched(CACHED_TASKS, 'extensions/blog/prisma/schema.prisma')).cached,
      'after a change of the fragment of blog',
    ).toEqual(['billing#schema:check', 'billing#schema:validate']);

    // The rest is turbo's work, whoever has installed it.
    if (name === 'pnpm') return;
    expect(
      (
        await touched(
          CACHED_TASKS,
          'extensions/comments/prisma/schema.prisma',
          'extensions/billing/prisma/migrations/20261121145135_init/down.sql',
        )
      ).cached,
      'after a change of a fragment that no other needs, and of a revision',
    ).toEqual(['billing#schema:validate', 'blog#schema:check', 'blog#schema:validate']);

    const validations = all.filter((task) => task.endsWith('#schema:validate'));
    for (const file of ['prisma/schema.prisma', 'orchestrate.config.json']) {
      expect((await touched(['schema:validate'], file)).executed, `after a change of ${file}`).toEqual(validations);
    }
  });

  // These are turbo's work and ours, whoever has installed both.
  if (name === 'npm') {
    it('upgrades the database each time it is asked to', async () => {
      expect(await turbo('db:upgrade')).toEqual({ cached: [], executed: ['//#db:upgrade'] });
      expect(await turbo('db:upgrade')).toEqual({ cached: [], executed: ['//#db:upgrade'] });
      expect(existsSync(join(directory, 'prisma/dev.db'))).toBe(true);
    });

    it('fails for the extension that a change of another one breaks', async () => {
      const fragment = join(directory, 'extensions/blog/prisma/schema.prisma');
      const before = readFileSync(fragment, 'utf8');
      writeFileSync(fragment, before.replace('model Post ', 'model Article '));
      await expect(turbo('schema:validate')).rejects.toThrow('extensions/comments/prisma/schema.prisma:5:10');
      writeFileSync(fragment, before);
      expect((await plan('schema:validate')).executed).toEqual([]);
    });
  }

  it('is what init makes of it, and has a place for a new extension', async () => {
    expect(await orchestrate('init')).toMatchObject({ packageManager: name, usesTurbo: true, files: [], kept: [] });
    await orchestrate('init-extension', 'reviews', '--depends-on', 'blog');
    await install(directory);
    expect((await turbo('schema:validate')).executed).toEqual(['//#schema:validate', 'reviews#schema:validate']);
    touch('extensions/blog/prisma/schema.prisma');
    expect((await plan('schema:validate')).executed).toContain('reviews#schema:validate');
  });
});

// biome-ignore lint/suspicious/noExplicitAny: a package.json is edited here, whatever is in it
function editJson(path: string, edit: (value: any) => void): void {
  const value = JSON.parse(readFileSync(path, 'utf8'));
  edit(value);
  writeFileSync(path, `${JSON.stringify(value, null, 2)}\n`);
}

/** To compile it takes a minute. */
function installSqliteBinary(directory: string): void {
  const target = realpathSync(join(directory, 'node_modules/better-sqlite3'));
  mkdirSync(join(target, 'build/Release'), { recursive: true });
  cpSync(join(repositoryRoot, 'node_modules/better-sqlite3', SQLITE_BINARY), join(target, SQLITE_BINARY));
}
