import {
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
import { readContentsOf } from './support/directory-contents.js';
import {
  installedCommand,
  outsideEnvironment,
  PACKAGE_FOLDERS,
  type PackageFolder,
  packPackages,
} from './support/pack-packages.js';
import { repositoryRoot } from './support/repository.js';
import { SMALL_WORKSPACE } from './support/small-workspace.js';

const PACKAGES = {
  core: '@prisma-orchestrate/core',
  cli: 'prisma-orchestrate',
  testing: '@prisma-orchestrate/testing',
} as const;

/** What a package is reached by. */
const ENTRIES = { core: 'dist/index.d.ts', cli: 'dist/bin.js', testing: 'dist/index.d.cts' } as const;

/** Where everything happens, away from the repository: `build` holds a clean build, `project` starts out empty. */
let root: string;
let tarballs: Record<PackageFolder, string>;

beforeAll(async () => {
  root = mkdtempSync(join(realpathSync(tmpdir()), 'orchestrate-pack-'));
  const build = join(root, 'build');
  for (const name of ['package.json', 'tsconfig.base.json', 'packages']) {
    cpSync(join(repositoryRoot, name), join(build, name), {
      recursive: true,
      filter: (path) => !/[\\/](?:dist|node_modules|\.turbo)$/.test(path),
    });
  }
  // A package has a folder of its own where npm could not put a version of its dependencies at the root.
  for (const name of ['node_modules', ...PACKAGE_FOLDERS.map((each) => `packages/${each}/node_modules`)]) {
    const modules = join(repositoryRoot, name);
    if (existsSync(modules)) symlinkSync(modules, join(build, name), 'junction');
  }
  await execa(
    process.execPath,
    [installedCommand('typescript', 'tsc'), '-b', ...PACKAGE_FOLDERS.map((name) => `packages/${name}`)],
    {
      cwd: build,
    },
  );
  tarballs = await packPackages({ from: build, to: root });
  await installed();
});

afterAll(() => rmSync(root, { recursive: true, force: true }));

/** Installs the packages as a stranger would, but takes the SQLite driver's binary from here: to compile it takes a minute. */
async function installed(): Promise<void> {
  const project = join(root, 'project');
  mkdirSync(project);
  writeFileSync(join(project, 'package.json'), '{ "name": "empty", "private": true, "type": "module" }\n');
  const driver = join(repositoryRoot, 'node_modules/better-sqlite3');
  const { version } = JSON.parse(readFileSync(join(driver, 'package.json'), 'utf8'));
  const args = ['install', '--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund'];
  await npm([...args, ...Object.values(tarballs), `better-sqlite3@${version}`], project);
  const binary = 'build/Release/better_sqlite3.node';
  const target = join(project, 'node_modules/better-sqlite3');
  mkdirSync(join(target, 'build/Release'), { recursive: true });
  cpSync(join(driver, binary), join(target, binary));
}

function npm(args: readonly string[], cwd: string) {
  return execa('npm', args, { cwd, env: outsideEnvironment(), extendEnv: false, stdin: 'ignore' });
}

function orchestrate(...args: readonly string[]) {
  return inProject(join(root, 'project/node_modules/.bin/orchestrate'), ...args);
}

function inProject(file: string, ...args: readonly string[]) {
  return execa(file, args, { cwd: join(root, 'project'), env: outsideEnvironment(), extendEnv: false });
}

describe.each(PACKAGE_FOLDERS)('the tarball of packages/%s', (name) => {
  const directory = () => join(root, 'project/node_modules', PACKAGES[name]);
  const files = () =>
    Object.keys(readContentsOf(directory())).filter((file) => /\.\w+$/.test(file) || file === 'LICENSE');

  it('holds what was built from the sources, and nothing else', () => {
    const rest = files().filter((file) => !/^dist\/.+\.(?:c?js|d\.c?ts)$/.test(file));
    const schema = name === 'core' ? ['orchestrate.schema.json'] : [];
    expect(rest.sort()).toEqual(['LICENSE', 'README.md', ...schema, 'package.json']);
    expect(files().filter((file) => /\.test|test-support|tsbuildinfo|\.map$/.test(file))).toEqual([]);
    expect(files()).toContain(ENTRIES[name]);
  });

  it('depends on all that it imports, and imports all that it depends on', () => {
    const manifest = JSON.parse(readFileSync(join(directory(), 'package.json'), 'utf8'));
    const text = files()
      .filter((file) => file.endsWith('.js'))
      .map((file) => readFileSync(join(directory(), file), 'utf8'))
      .join('\n');
    const imported = new Set<string>();
    for (const [, specifier = ''] of text.matchAll(
      /(?:^(?:import|export)\b[^;'"]*?\bfrom|^import|\bimport\(|\bresolve\()\s*'([^']+)'/gm,
    )) {
      const [, packageName] = /^((?:@[\w.-]+\/)?[\w.-]+)(?:$|\/)/.exec(specifier) ?? [];
      const isOther = packageName !== undefined && !specifier.startsWith('.') && !specifier.startsWith('node:');
      if (isOther && packageName !== PACKAGES[name]) imported.add(packageName);
    }
    const declared = Object.keys({ ...manifest.dependencies, ...manifest.optionalDependencies });
    expect([...imported].filter((each) => !declared.includes(each))).toEqual([]);
    // Some are named in a constant; each is named somewhere.
    expect(declared.filter((each) => !text.includes(`'${each}`))).toEqual([]);
  });

  it('is as publint wants it', async () => {
    const { stdout } = await execa(process.execPath, [
      installedCommand('publint', 'publint'),
      '--strict',
      tarballs[name],
    ]);
    expect(stdout).toContain('All good!');
  });
});

describe('installed in an empty project', () => {
  it('the command runs', async () => {
    const { version } = JSON.parse(readFileSync(join(repositoryRoot, 'packages/cli/package.json'), 'utf8'));
    expect((await inProject('npx', '--no-install', 'orchestrate', '--version')).stdout).toBe(version);
  });

  it("the schema engine runs as Prisma's CLI starts it", async () => {
    const args = ['--datasource', '{"url":"file:./none.db"}', 'cli', 'can-connect-to-database'];
    const engine = join(root, 'project/node_modules/.bin/orchestrate-schema-engine');
    const run = await execa(engine, args, { cwd: root, reject: false });
    expect(run).toMatchObject({ exitCode: 1, stdout: '', stderr: expect.stringContaining('"error_code":"P1003"') });
  });

  it('the command brings a workspace from its schema to its database', async () => {
    for (const [name, text] of Object.entries(SMALL_WORKSPACE)) {
      if (name === 'package.json') continue;
      const file = join(root, 'project', name);
      mkdirSync(join(file, '..'), { recursive: true });
      writeFileSync(file, text);
    }
    writeFileSync(
      join(root, 'project/orchestrate.config.ts'),
      "import { defineConfig } from '@prisma-orchestrate/core';\n\nexport default defineConfig({ output: 'generated/prisma' });\n",
    );
    expect((await orchestrate('validate')).stdout).toContain('2 models');
    expect((await orchestrate('compose')).stdout).toContain('generated/prisma');
    expect((await orchestrate('revision', '-m', 'Init', '--auto')).stdout).toContain('core/');
    await orchestrate('revision', '--extension', 'blog', '-m', 'Posts', '--auto');
    expect((await orchestrate('upgrade', '--all')).stdout).toMatch(/^Applied 2 revisions to /);
    expect(JSON.parse((await orchestrate('status', '--json')).stdout)).toMatchObject({ result: { isUpToDate: true } });
  });

  it('test databases are there for modules of both kinds', async () => {
    const cwd = join(root, 'project');
    const use = 'await database.reset(); await database.drop(); console.log(database.provider);';
    const programs = {
      'test-database.mjs': `import { createTestDatabase } from '@prisma-orchestrate/testing';\nconst database = await createTestDatabase();\n${use}\n`,
      'test-database.cjs': `const { createTestDatabase } = require('@prisma-orchestrate/testing');\ncreateTestDatabase().then(async (database) => { ${use} });\n`,
    };
    for (const [file, text] of Object.entries(programs)) {
      writeFileSync(join(cwd, file), text);
      expect((await execa(process.execPath, [file], { cwd })).stdout).toBe('sqlite');
    }
  });

  it('the library is there for programs, with its types', async () => {
    const project = join(root, 'project');
    writeFileSync(
      join(project, 'program.ts'),
      `import { defineConfig, type MigrationResult, OrchestrateError, upgrade, validate } from '@prisma-orchestrate/core';

export const config = defineConfig({ output: 'generated/prisma' });
// @ts-expect-error There is no such key.
export const wrong = defineConfig({ outptu: 'generated/prisma' });

const { models, findings } = await validate({ cwd: import.meta.dirname });
const result: MigrationResult = await upgrade({ cwd: import.meta.dirname, selection: { kind: 'all' } });
try {
  await validate({ cwd: '/' });
} catch (error) {
  if (!(error instanceof OrchestrateError)) throw error;
  console.log(JSON.stringify({ models, findings, pending: result.revisions.length, kind: error.kind }));
}
`,
    );
    // As strict as it gets about our own declarations: those of the dependencies are not asked for.
    const types = ['--types', 'node', '--typeRoots', join(repositoryRoot, 'node_modules/@types')];
    const options = ['--strict', '--exactOptionalPropertyTypes', '--module', 'nodenext', '--target', 'es2024'];
    const checked = await execa(
      process.execPath,
      [installedCommand('typescript', 'tsc'), ...options, ...types, 'program.ts'],
      { cwd: project, reject: false },
    );
    expect(checked.stdout).toBe('');
    const { stdout } = await execa(process.execPath, ['program.js'], { cwd: project });
    expect(JSON.parse(stdout)).toMatchObject({ models: 2, findings: [], pending: 0, kind: 'usage' });
  });
});
