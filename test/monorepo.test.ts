import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { installedCommand, outsideEnvironment, packPackages } from './support/pack-packages.js';
import { repositoryRoot } from './support/repository.js';
import { runTurbo, type TurboRun } from './support/run-turbo.js';

const FIXTURE = join(repositoryRoot, 'test/fixtures/monorepo');
const EXTENSIONS = ['billing', 'blog', 'comments'];
const CACHED_TASKS = ['schema:validate', 'schema:check', 'db:generate'];
const SQLITE_BINARY = 'build/Release/better_sqlite3.node';

/** A package manager with workspaces, and how it is told what this repository has built. */
interface PackageManager {
  readonly name: 'npm' | 'pnpm';
  readonly version: string;
  /** How a package names another one of the same repository. */
  readonly sibling: string;
  readonly install: readonly string[];
  /** Files that it wants, by their paths. */
  readonly files: (tarballs: { readonly core: string }) => Readonly<Record<string, string>>;
}

const MANAGERS: readonly PackageManager[] = [
  {
    name: 'npm',
    // turbo reads the name alone, and npm nothing.
    version: '11.0.0',
    sibling: '*',
    install: ['npm', 'install', '--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund'],
    files: () => ({}),
  },
  {
    name: 'pnpm',
    // It would fetch any other.
    version: JSON.parse(readFileSync(join(repositoryRoot, 'node_modules/pnpm/package.json'), 'utf8')).version,
    sibling: 'workspace:*',
    install: [process.execPath, installedCommand('pnpm', 'pnpm'), 'install', '--ignore-scripts', '--prefer-offline'],
    files: ({ core }) => ({
      'pnpm-workspace.yaml': `packages:\n  - extensions/*\noverrides:\n  '@prisma-orchestrate/core': 'file:${core}'\n`,
    }),
  },
];

describe.each(MANAGERS)('a monorepo with turbo and $name', ({ name, version, sibling, install, files }) => {
  let root: string;
  let directory: string;

  beforeAll(async () => {
    root = mkdtempSync(join(realpathSync(tmpdir()), 'orchestrate-monorepo-'));
    directory = join(root, 'acme');
    cpSync(FIXTURE, directory, { recursive: true });
    const tarballs = await packPackages({ from: repositoryRoot, to: root });
    const versions: Readonly<Record<string, string>> = {
      'prisma-orchestrate': `file:${tarballs.cli}`,
      '@prisma-orchestrate/core': `file:${tarballs.core}`,
      '@acme/blog': sibling,
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
    editJson(join(directory, 'package.json'), (manifest) => {
      manifest.packageManager = `${name}@${version}`;
    });
    for (const [path, text] of Object.entries(files(tarballs))) writeFileSync(join(directory, path), text);
    writeFileSync(join(directory, 'orchestrate.config.json'), '{}\n');
    writeFileSync(join(directory, '.gitignore'), 'node_modules\ngenerated\n.turbo\n*.db*\n');
    await run(...install);
    installSqliteBinary(directory);
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
  const touch = (path: string): void => appendFileSync(join(directory, path), '\n');

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

    touch('extensions/blog/README.md');
    touch('README.md');
    expect((await turbo(...CACHED_TASKS)).executed, 'after a change that concerns nothing').toEqual([]);

    touch('extensions/blog/prisma/schema.prisma');
    expect((await turbo(...CACHED_TASKS)).cached, 'after a change of the fragment of blog').toEqual([
      'billing#schema:check',
      'billing#schema:validate',
    ]);

    // The rest is turbo's work, whoever has installed it.
    if (name === 'pnpm') return;
    touch('extensions/comments/prisma/schema.prisma');
    touch('extensions/billing/prisma/migrations/20261121145135_init/down.sql');
    expect(
      (await turbo(...CACHED_TASKS)).cached,
      'after a change of a fragment that no other needs, and of a revision',
    ).toEqual(['billing#schema:validate', 'blog#schema:check', 'blog#schema:validate']);

    const validations = all.filter((task) => task.endsWith('#schema:validate'));
    touch('prisma/schema.prisma');
    expect((await turbo('schema:validate')).executed, 'after a change of the core fragment').toEqual(validations);

    touch('orchestrate.config.json');
    expect((await turbo('schema:validate')).executed, 'after a change of the configuration').toEqual(validations);
  });

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
    expect((await turbo('schema:validate')).executed).toEqual([]);
  });

  it('is what init makes of it, and has a place for a new extension', async () => {
    expect(await orchestrate('init')).toMatchObject({ packageManager: name, usesTurbo: true, files: [], kept: [] });
    await orchestrate('init-extension', 'reviews', '--depends-on', 'blog');
    await run(...install);
    installSqliteBinary(directory);
    expect((await turbo('schema:validate')).executed).toEqual(['//#schema:validate', 'reviews#schema:validate']);
    touch('extensions/blog/prisma/schema.prisma');
    expect((await turbo('schema:validate')).executed).toContain('reviews#schema:validate');
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
