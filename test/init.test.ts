import { readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { turboTasks } from '../packages/core/src/operations/init/turbo-tasks.js';
import { addEntries, testdir } from '../packages/core/src/testdir.test-support.js';
import { DATABASES } from './support/databases.js';
import { readContentsOf } from './support/directory-contents.js';
import { repositoryRoot } from './support/repository.js';
import { runAnswering } from './support/run-answering.js';
import { runInProcess } from './support/run-in-process.js';
import { runTurbo } from './support/run-turbo.js';

interface Initialized {
  readonly kind: string;
  readonly provider: string;
  readonly packageManager: string;
  readonly isMonorepo: boolean;
  readonly usesTurbo: boolean;
  readonly config: string | null;
  readonly extensions: readonly string[];
  readonly files: readonly { readonly path: string; readonly state: string }[];
  readonly kept: readonly { readonly what: string; readonly found: string }[];
  readonly next: readonly { readonly does: string; readonly lines: readonly string[] }[];
}

/** Runs a command that must succeed and gives its result. */
async function ok<Result = Initialized>(root: string, ...args: readonly string[]): Promise<Result> {
  const { exitCode, stdout, stderr } = await runInProcess([...args, '--json'], root);
  expect({ exitCode, why: exitCode === 0 ? '' : stdout + stderr }).toEqual({ exitCode: 0, why: '' });
  return (JSON.parse(stdout) as { result: Result }).result;
}

async function refused(
  root: string,
  ...args: readonly string[]
): Promise<readonly [number | undefined, string, string]> {
  const before = readContentsOf(root);
  const { exitCode, stdout } = await runInProcess([...args, '--json'], root);
  const { error } = JSON.parse(stdout) as { readonly error: { readonly code: string; readonly message: string } };
  expect(readContentsOf(root)).toEqual(before);
  return [exitCode, error.code, error.message];
}

const SCHEMA = `datasource db {
  provider = "sqlite"
}

generator client {
  provider = "prisma-client"
  output   = "../src/generated"
}

model User {
  id Int @id
}
`;

const PROJECT = {
  'prisma/schema.prisma': SCHEMA,
  'prisma.config.ts': "export default { schema: 'prisma/schema.prisma' };\n",
};

describe.each(DATABASES)('init in an empty directory on $name', (on) => {
  it('makes a project whose first revision, upgrade and client work, and has nothing to do again', async () => {
    const root = testdir();
    const database = await on.create(root);
    // Else the address is for the user to fill in.
    writeFileSync(join(root, '.env'), `DATABASE_URL="${database.url}"\n`);
    const first = await ok(root, 'init', '--provider', on.provider);
    expect(first).toMatchObject({ kind: 'new', provider: on.provider, extensions: [], kept: [] });
    expect(first.files.map(({ path }) => path)).toEqual([
      'package.json',
      'orchestrate.config.ts',
      'prisma.config.ts',
      'prisma/schema.prisma',
      '.env.example',
      '.gitignore',
    ]);
    symlinkSync(join(repositoryRoot, 'node_modules'), join(root, 'node_modules'), 'junction');
    await ok(root, 'revision', '-m', 'Init', '--auto');
    await ok(root, 'upgrade');
    await ok(root, 'generate');
    expect(await ok<{ isUpToDate: boolean }>(root, 'status')).toMatchObject({ isUpToDate: true });
    expect(readFileSync(join(root, 'generated/client/client.ts'), 'utf8')).toContain('User');

    const before = readContentsOf(root);
    expect(await ok(root, 'init')).toMatchObject({ kind: 'existing', provider: on.provider, files: [], kept: [] });
    expect(readContentsOf(root)).toEqual(before);
  });
});

describe('init in an empty directory', () => {
  it('writes nothing with --dry-run, and takes SQLite where there is no one to ask', async () => {
    const root = testdir();
    const shown = await ok(root, 'init', '--dry-run');
    expect(shown).toMatchObject({ provider: 'sqlite', config: null });
    expect(shown.files.map(({ path }) => path)).toContain('.env');
    expect(readContentsOf(root)).toEqual({});
    const { files } = await ok(root, 'init');
    expect(files).toEqual(shown.files);
  });

  it('keeps the files that are there', async () => {
    const files = {
      'package.json': '{"name":"x"}',
      '.env': 'A=1',
      '.gitignore': 'node_modules\n',
      'tsconfig.json': '{}',
    };
    const root = testdir(files);
    const { next } = await ok(root, 'init');
    expect(readContentsOf(root)).toMatchObject({
      ...files,
      'package.json': expect.stringMatching(/^\{"name":"x", "scripts": /),
    });
    expect(next.find(({ does }) => does.includes('.gitignore'))?.lines).toEqual([
      'generated/',
      '.env',
      '.orchestrate/',
      'prisma/*.db',
      'prisma/*.db-*',
      'prisma/*.db.*',
    ]);
  });
});

describe('init with someone at the terminal', () => {
  const asked = { question: /Which database is it to be\?/ };

  it('asks which database it is to be, once', async () => {
    const root = testdir();
    const answers = ['\u001B[B\r'];
    const { exitCode, stdout } = await runAnswering(['init'], {
      cwd: root,
      ...asked,
      answer: () => answers.shift() ?? null,
    });
    expect({ exitCode, stdout }).toMatchObject({ exitCode: 0 });
    expect(readFileSync(join(root, 'prisma/schema.prisma'), 'utf8')).toContain('provider = "postgresql"');
    expect(stdout).toContain('Put the address of your database into .env:');
    // That one is known now.
    const { stdout: again } = await runAnswering(['init'], { cwd: root, ...asked, answer: () => '\u0003' });
    expect(again).toContain(`Everything is in place in ${root}`);
  });

  it('writes nothing when the question is interrupted', async () => {
    const root = testdir();
    const { exitCode } = await runAnswering(['init'], { cwd: root, ...asked, answer: () => '\u0003' });
    expect(exitCode).toBe(130);
    expect(readContentsOf(root)).toEqual({});
  });

  it('is not asked with --yes', async () => {
    const root = testdir();
    const { exitCode } = await runAnswering(['init', '--yes'], { cwd: root, ...asked, answer: () => '\u0003' });
    expect(exitCode).toBe(0);
    expect(readFileSync(join(root, 'prisma/schema.prisma'), 'utf8')).toContain('provider = "sqlite"');
  });
});

describe('init in a Prisma project', () => {
  it('adds what is missing, names what it leaves, and has nothing to do again', async () => {
    const manifest =
      '\uFEFF{\r\n\t"name": "shop",\r\n\t"workspaces": {\r\n\t\t"packages": ["apps/*"]\r\n\t},\r\n\t"scripts": {\r\n\t\t"db:upgrade": "mine"\r\n\t}\r\n}';
    const turbo = '{\n  // Ours.\n  "tasks": {\n    "build": {}, // all\n  },\n}\n';
    const root = testdir({
      ...PROJECT,
      'package.json': manifest,
      'turbo.jsonc': turbo,
      'extensions/blog/prisma/schema.prisma': 'model Post {\n  id Int @id\n}\n',
      '.gitignore': '/src/generated\ngenerated/\n.env\n',
    });
    const result = await ok(root, 'init');
    expect(result).toMatchObject({ kind: 'existing', isMonorepo: true, usesTurbo: true, extensions: ['blog'] });
    expect(result.files.map(({ path, state }) => [path, state])).toEqual([
      ['package.json', 'changed'],
      ['turbo.jsonc', 'changed'],
      ['orchestrate.config.ts', 'created'],
    ]);
    expect(result.kept).toMatchObject([{ what: 'script db:upgrade', found: 'mine' }]);
    expect(result.next.find(({ does }) => does.includes('.gitignore'))?.lines).toEqual(['.orchestrate/']);
    expect(readFileSync(join(root, 'package.json'), 'utf8')).toBe(
      manifest
        .replace('["apps/*"]', '["apps/*", "extensions/*"]')
        .replace(
          '"mine"',
          [
            '"mine",',
            '"schema:validate": "orchestrate validate",',
            '"schema:check": "orchestrate check --no-composed",',
            '"db:generate": "orchestrate generate"',
          ].join('\r\n\t\t'),
        ),
    );
    const edited = readFileSync(join(root, 'turbo.jsonc'), 'utf8');
    expect(edited).toMatch(
      /^\{\n {2}\/\/ Ours\.\n {2}"tasks": \{\n {4}"build": \{\}, \/\/ all\n {4}"schema:validate": \{\n {6}"dependsOn"/,
    );
    expect(edited).toMatch(/\n {4}\},\n {2}\},\n\}\n$/);
    expect(edited).toContain('"outputs": ["generated/schema/**", "src/generated/**"]');

    const before = readContentsOf(root);
    expect(await ok(root, 'init')).toMatchObject({ files: [], kept: result.kept, config: 'orchestrate.config.ts' });
    expect(readContentsOf(root)).toEqual(before);
    expect(await ok<{ findings: readonly unknown[] }>(root, 'validate')).toMatchObject({ findings: [] });
  });

  it('has core make revisions of its models before an extension refers to them', async () => {
    const root = testdir(PROJECT);
    const first = /"Init" --no-upgrade$|upgrade --all$|stamp --all head$/;
    const linesOf = ({ next }: Initialized): readonly string[] => next.flatMap(({ lines }) => lines);
    expect(linesOf(await ok(root, 'init', '--dry-run')).filter((line) => first.test(line))).toHaveLength(3);
    await ok(root, 'dev', '-m', 'Init', '--no-upgrade');
    expect(linesOf(await ok(root, 'init', '--dry-run')).filter((line) => first.test(line))).toEqual([]);
  });

  it('finds extensions in another folder, and a configuration that does without TypeScript', async () => {
    const root = testdir({
      'package.json': '{}',
      'prisma/schema.prisma': SCHEMA,
      'modules/blog/prisma/schema.prisma': 'model Post {\n  id Int @id\n}\n',
    });
    const { extensions, files, next } = await ok(root, 'init');
    expect(extensions).toEqual(['blog']);
    expect(files.map(({ path }) => path)).toEqual(['package.json', 'orchestrate.config.mjs']);
    expect(next.map(({ does }) => does)).toContainEqual(expect.stringContaining('prisma.config.ts'));
    expect(await ok(root, 'list')).toMatchObject({ extensions: [{ name: 'core' }, { name: 'blog' }] });
  });

  it.each([
    ['package.json', { 'package.json': '{ "orchestrate": { "output": "composed" } }' }],
    ['.orchestraterc.yaml', { 'package.json': '{}', '.orchestraterc.yaml': 'output: composed\n' }],
  ])('writes no configuration beside that in %s', async (config, files) => {
    const root = testdir({ ...PROJECT, ...files });
    const result = await ok(root, 'init');
    expect(result.config).toBe(config);
    expect(result.files.map(({ path }) => path)).toEqual(['package.json']);
  });

  it.each([
    ['npm', { 'package-lock.json': '{}' }, 'npm i -D', 'npx orchestrate status'],
    ['pnpm', { 'pnpm-lock.yaml': '' }, 'pnpm add -D --allow-build=better-sqlite3', 'pnpm exec orchestrate status'],
    ['yarn', { 'yarn.lock': '' }, 'yarn add -D', 'yarn orchestrate status'],
    ['bun', { 'bun.lock': '' }, 'bun add -D', 'bunx orchestrate status'],
    // The ones before 10 run all install scripts, and do not know the option.
    ['pnpm', { 'package.json': '{ "packageManager": "pnpm@9.15.0" }' }, 'pnpm add -D', 'pnpm exec orchestrate status'],
  ])('speaks the words of %s', async (packageManager, files, add, status) => {
    const result = await ok(testdir({ ...PROJECT, 'package.json': '{}', ...files }), 'init', '--dry-run');
    const lines = result.next.flatMap((step) => step.lines);
    expect(result.packageManager).toBe(packageManager);
    expect(lines).toContain(`${add} prisma-orchestrate @prisma-orchestrate/core prisma@7`);
    expect(lines).toContain(status);
  });

  it('adds tasks that turbo takes where there is one package, and says what else turbo needs', async () => {
    const root = testdir({ ...PROJECT, 'package.json': '{ "name": "shop" }', 'turbo.json': '{ "tasks": {} }' });
    const { next } = await ok(root, 'init');
    expect(next.find(({ does }) => does.startsWith('Turbo'))?.lines).toEqual([
      'npm pkg set packageManager=npm@$(npm --version)',
    ]);
    const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as object;
    writeFileSync(join(root, 'package.json'), JSON.stringify({ ...manifest, packageManager: 'npm@11.0.0' }));
    expect((await ok(root, 'init')).next.map(({ does }) => does)).not.toContainEqual(expect.stringMatching(/^Turbo/));

    symlinkSync(join(repositoryRoot, 'node_modules'), join(root, 'node_modules'), 'junction');
    const { executed } = await runTurbo(root, ['schema:validate', 'db:generate']);
    expect(executed).toEqual(['db:generate', 'schema:validate']);
  });

  it('says what Prisma 7 wants of a project of Prisma 6', async () => {
    const root = testdir({
      'package.json': '{ "prisma": { "schema": "db/schema.prisma" }, "devDependencies": { "prisma": "^6.2.0" } }',
      'db/schema.prisma': SCHEMA.replace('"sqlite"', '"sqlite"\n  url = "file:./a.db"'),
    });
    const { next } = await ok(root, 'init');
    expect(next[0]?.lines[0]).toBe('npm i -D prisma-orchestrate prisma@7');
    expect(next[1]?.does).toContain('take "url" out of the datasource block');
    expect(next[1]?.lines[1]).toContain('schema: "db/schema.prisma", datasource:');
  });

  it('adds to pnpm-workspace.yaml in a monorepo of pnpm', async () => {
    const list = "# All.\npackages:\n  - 'apps/*' # sites\n";
    const root = testdir({ ...PROJECT, 'package.json': '{}', 'pnpm-workspace.yaml': list });
    await ok(root, 'init');
    expect(readFileSync(join(root, 'pnpm-workspace.yaml'), 'utf8')).toBe(`${list}  - 'extensions/*'\n`);
  });

  it('leaves the files of a monorepo above it alone, and says what they need', async () => {
    const root = testdir({ 'package.json': '{ "workspaces": ["packages/*"] }' });
    addEntries(root, Object.fromEntries(Object.entries(PROJECT).map(([name, text]) => [`packages/db/${name}`, text])));
    const { next } = await ok(join(root, 'packages/db'), 'init');
    expect(next.find(({ does }) => does.includes(join(root, 'package.json')))?.lines).toEqual([
      'packages/db/extensions/*',
    ]);
    expect(readFileSync(join(root, 'package.json'), 'utf8')).toBe('{ "workspaces": ["packages/*"] }');
  });

  it('adds the tasks to a package of a monorepo so that turbo takes them there', async () => {
    const root = testdir({
      'package.json': '{ "name": "acme", "workspaces": ["packages/*"], "packageManager": "npm@11.0.0" }',
      'turbo.json': '{ "tasks": {} }',
    });
    const own = { ...PROJECT, 'package.json': '{ "name": "db", "devDependencies": { "turbo": "*" } }' };
    addEntries(root, Object.fromEntries(Object.entries(own).map(([name, text]) => [`packages/db/${name}`, text])));
    await ok(join(root, 'packages/db'), 'init');
    symlinkSync(join(repositoryRoot, 'node_modules'), join(root, 'node_modules'), 'junction');
    expect((await runTurbo(root, ['schema:validate'])).executed).toEqual(['db#schema:validate']);
  });

  it('says nothing of a monorepo above that has the extensions already', async () => {
    const root = testdir({ 'package.json': '{ "workspaces": ["{packages,apps}/**"] }' });
    addEntries(root, Object.fromEntries(Object.entries(PROJECT).map(([name, text]) => [`packages/db/${name}`, text])));
    const { next } = await ok(join(root, 'packages/db'), 'init', '--dry-run');
    expect(next.filter(({ lines }) => lines.some((line) => line.endsWith('extensions/*')))).toEqual([]);
  });
});

describe('init refuses, and leaves nothing behind', () => {
  it.each<[string, Record<string, string>, readonly (string | number)[], RegExp]>([
    ['a package.json that is no JSON', { 'package.json': '{ "a": }' }, [2, 'INIT.UNFIT_FILE'], /package\.json.*JSON/],
    ['scripts that are none', { 'package.json': '{ "scripts": [] }' }, [2, 'INIT.UNFIT_FILE'], /"scripts"/],
    ['packages that are none', { 'package.json': '{ "workspaces": 1 }' }, [2, 'INIT.UNFIT_FILE'], /"workspaces"/],
    ['a turbo.json that is none', { 'turbo.json': '{ // x\n' }, [2, 'INIT.UNFIT_FILE'], /turbo\.json/],
    ['Turborepo 1', { 'turbo.json': '{ "pipeline": {} }' }, [2, 'INIT.UNFIT_FILE'], /Turborepo 1/],
    [
      'another database',
      { 'prisma/schema.prisma': SCHEMA.replace('sqlite', 'oracle') },
      [2, 'DATABASE.UNSUPPORTED_PROVIDER'],
      /"oracle".*Prisma has no such provider/,
    ],
    [
      'a schema that is not valid',
      { 'prisma/schema.prisma': `${SCHEMA}\nmodel A {\n  b B\n}\n` },
      [1],
      /prisma\/schema/,
    ],
    ['a schema without a datasource', { 'prisma/schema.prisma': 'model A {\n  id Int @id\n}\n' }, [2], /datasource/],
    ['a file where a folder is to be', { 'prisma/schema.prisma': SCHEMA, extensions: 'x' }, [1], /extensions/],
  ])('%s', async (_name, files, [exitCode, code], message) => {
    const [exit, found, text] = await refused(testdir({ ...PROJECT, ...files }), 'init');
    expect([exit, ...(code === undefined ? [] : [found])]).toEqual([exitCode, ...(code === undefined ? [] : [code])]);
    expect(text).toMatch(message);
  });

  it('a part of a workspace, and names its root', async () => {
    const root = testdir({ ...PROJECT, 'extensions/blog/prisma/schema.prisma': '', 'apps/web/x': '' });
    for (const part of ['apps/web', 'extensions/blog']) {
      const [exit, code, message] = await refused(join(root, part), 'init');
      expect([exit, code]).toEqual([2, 'INIT.INSIDE_WORKSPACE']);
      expect(message).toContain(`the workspace ${root};`);
    }
    // What the message says of a workspace in a workspace.
    addEntries(join(root, 'apps/web'), { 'prisma/schema.prisma': SCHEMA, 'orchestrate.config.json': '{}' });
    expect(await ok(join(root, 'apps/web'), 'init')).toMatchObject({
      kind: 'existing',
      config: 'orchestrate.config.json',
    });
  });

  it('a --provider that the project does not have', async () => {
    const [exit, code] = await refused(testdir(PROJECT), 'init', '--provider', 'postgresql');
    expect([exit, code]).toEqual([2, 'INIT.OTHER_PROVIDER']);
  });

  it('a folder that cannot be made', async () => {
    const root = testdir({ prisma: 'a file\n' });
    const [exit, code] = await refused(root, 'init');
    expect([exit, code]).toEqual([1, 'FILE.UNREADABLE']);
  });
});

it('docs/recipes/turbo.md shows the tasks that init writes', () => {
  const text = readFileSync(join(repositoryRoot, 'docs/recipes/turbo.md'), 'utf8');
  const blocks = [...text.matchAll(/```json\n(.*?)```/gs)].map(
    ([, json = '']) => JSON.parse(json) as { tasks?: unknown },
  );
  expect(blocks.find(({ tasks }) => tasks !== undefined)?.tasks).toEqual(
    turboTasks(
      {
        schema: { path: 'prisma/schema.prisma', isFolder: false },
        migrations: 'prisma/migrations',
        extensionsDir: 'extensions',
        output: 'generated/schema',
        configFiles: [],
        generated: ['generated/client'],
      },
      'monorepo',
    ),
  );
});
