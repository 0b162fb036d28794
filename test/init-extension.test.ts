import { mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { probeDatabase } from '../packages/core/src/operations/init-extension/probe-database.js';
import { openWorkspace } from '../packages/core/src/operations/run/open-workspace.js';
import { blogWorkspace, CORE_1, USER } from './support/blog-workspace.js';
import { DATABASES } from './support/databases.js';
import { POSTGRESQL } from './support/postgres-test-database.js';
import { runAnswering } from './support/run-answering.js';
import { runCli, startCli } from './support/run-cli.js';
import { tablesOf } from './support/test-database.js';
import { TestWorkspace } from './support/test-workspace.js';

interface Made {
  readonly directory: string;
  readonly packageName: string;
  readonly files: readonly { readonly path: string; readonly state: string; readonly diff: string }[];
  readonly model: { readonly name: string; readonly table: string; readonly owner: string | null } | null;
  readonly revision: { readonly revision: string; readonly requires: readonly string[] } | null;
  readonly upgrade: { readonly revisions: readonly { readonly revision: string }[] } | null;
  readonly composed: string | null;
  readonly next: readonly string[];
}

function init(workspace: TestWorkspace, ...args: readonly string[]): Promise<Made> {
  return workspace.ok('init-extension', ...args);
}

/** Without what makes two runs differ. */
function shape({ files }: Made): readonly string[] {
  return files.map(({ path, state }) => `${state} ${path.replace(/\/\d{14}_/, '/…_')}`);
}

describe.each(DATABASES)('init-extension on $name', (on) => {
  it('makes an extension that passes everything, with its first revision applied', async () => {
    const workspace = await blogWorkspace(on);
    workspace.write({ 'package.json': '{ "name": "@acme/app", "private": true }\n' });
    await workspace.ok('compose');
    const before = await workspace.snapshot();
    const dry = await init(workspace, 'billing', '--depends-on', 'blog', '--dry-run');
    expect(await workspace.snapshot()).toEqual(before);

    const made = await init(workspace, 'billing', '--depends-on', 'blog');
    expect(shape(made)).toEqual(shape(dry));
    expect(shape(made)).toContain('created extensions/billing/prisma/migrations/…_init/down.sql');
    expect(made).toMatchObject({
      directory: 'extensions/billing',
      packageName: '@acme/billing',
      model: { name: 'BillingItem', table: 'billing_items', owner: 'User' },
      revision: { requires: [CORE_1, 'blog/20260102000000_init'] },
      composed: 'generated/schema',
    });
    expect(made.upgrade?.revisions.at(-1)?.revision).toBe(made.revision?.revision);
    expect(await tablesOf(workspace.database)).toContain('billing_items');
    expect(JSON.parse(workspace.read('extensions/billing/package.json')).orchestrate).toEqual({
      dependsOn: ['core', 'blog'],
    });
    expect(await workspace.ok('validate')).toMatchObject({ findings: [] });
    expect(await workspace.ok('check', '--database')).toMatchObject({ findings: [], pending: [] });
    for (const line of readmeCommands(workspace.read('extensions/billing/README.md'))) {
      expect(await workspace.run(...line)).toMatchObject({ exitCode: 0 });
    }
    expect(await workspace.downgrade('billing', 'base')).toEqual([made.revision?.revision]);
    expect(readdirSync(join(workspace.root, 'extensions')).sort()).toEqual(['billing', 'blog']);
  });

  it('repeats the native type of an id, and avoids names that are taken', async () => {
    const native = on.provider === 'postgresql' ? ' @db.Uuid' : '';
    const workspace = await TestWorkspace.on(on, {
      core: `model Account {\n  id String @id${native}\n  shopEntries String\n}\nmodel shopitem {\n  id Int @id\n  @@map("x")\n}\n`,
    });
    await workspace.auto('core');
    const made = await init(workspace, 'shop');
    expect(made.model).toEqual({ name: 'ShopRecord', table: 'shop_records', owner: 'Account' });
    expect(workspace.read('extensions/shop/prisma/schema.prisma')).toMatch(
      native === '' ? /^ {2}accountId String$/m : /^ {2}accountId String +@db\.Uuid$/m,
    );
    expect(await workspace.ok('check')).toMatchObject({ findings: [] });
  });

  it('does with a core that has nothing to relate to, and with the longest name', async () => {
    const workspace = await TestWorkspace.on(on, {});
    const none = await init(workspace, 'a1-');
    expect(none).toMatchObject({
      model: { name: 'A1Item', table: 'a1__items', owner: null },
      revision: { requires: [] },
    });
    const name = 'x'.repeat(48);
    workspace.fragment('core', USER);
    await workspace.auto('core');
    expect((await init(workspace, name)).upgrade?.revisions).toHaveLength(2);
    expect(await workspace.ok('check')).toMatchObject({ findings: [] });
  });

  it('makes less where less is wanted', async () => {
    const workspace = await blogWorkspace(on);
    await workspace.upgrade('--all');
    const tables = await tablesOf(workspace.database);
    expect(await init(workspace, 'a', '--template', 'empty')).toMatchObject({
      model: null,
      revision: null,
      upgrade: null,
    });
    expect(await init(workspace, 'b', '--skip-model')).toMatchObject({ model: null, revision: null, upgrade: null });
    expect(await workspace.ok('check')).toMatchObject({ findings: [] });
    const c = await init(workspace, 'c', '--skip-migrate');
    expect(c).toMatchObject({ model: { name: 'CItem' }, revision: null, upgrade: null });
    expect(c.next[0]).toContain('orchestrate revision --extension c -m "Init" --auto');
    const d = await init(workspace, 'd', '--skip-apply');
    expect(d).toMatchObject({ revision: { requires: [CORE_1] }, upgrade: null });
    expect(d.next[0]).toContain('orchestrate upgrade --extension d');
    expect(await tablesOf(workspace.database)).toEqual(tables);
  });

  it('leaves nothing behind where it cannot be applied', async () => {
    const workspace = await blogWorkspace(on);
    workspace.write({ 'orchestrate.config.json': '{ "autoDiscover": false,\n  "extensions": ["blog"] }\n' });
    await workspace.ok('compose');
    await workspace.upgrade('--all');
    // Nobody's, and in the way.
    await workspace.database.execute('CREATE TABLE "shop_items" ("id" INTEGER);');
    const before = await workspace.database.schema();
    const files = workspace.read('orchestrate.config.json') + workspace.read('generated/schema/core.prisma');
    const refusal = await workspace.refused('init-extension', 'shop');
    expect(refusal).toMatchObject({ exitCode: 1, code: 'UPGRADE.TABLES_EXIST' });
    expect(refusal.message).toContain('What had been made was taken back.');
    expect(refusal.fix).toContain('--skip-apply');
    // Of what is called like a table, too, though only the database says so.
    await workspace.database.execute('DROP TABLE "shop_items"; CREATE VIEW "shop_items" AS SELECT 1 AS "x";');
    const refused = await workspace.refused('init-extension', 'shop');
    expect(refused).toMatchObject({ exitCode: 1, code: 'UPGRADE.REVISION_FAILED' });
    expect(refused.fix).toContain('give another name');
    await workspace.database.execute('DROP VIEW "shop_items"; CREATE TABLE "shop_items" ("id" INTEGER);');
    expect(workspace.read('orchestrate.config.json') + workspace.read('generated/schema/core.prisma')).toBe(files);
    expect(workspace.has('generated/schema/shop.prisma')).toBe(false);
    expect(readdirSync(join(workspace.root, 'extensions'))).toEqual(['blog']);
    expect(await workspace.database.schema()).toEqual(before);
    expect(await workspace.ok('check')).toMatchObject({ findings: [] });
  });

  it('keeps the files once the database has their revision, and says how to go on', async () => {
    const workspace = await blogWorkspace(on);
    await workspace.upgrade('--all');
    workspace.write({ 'orchestrate.config.json': '{ "hooks": { "afterUpgrade": "exit 3" } }\n' });
    const refusal = await workspace.refused('init-extension', 'shop');
    expect(refusal).toMatchObject({ exitCode: 1, code: 'SCAFFOLD.STAYS' });
    expect(refusal.message).toMatch(/its revision shop\/\d{14}_init is applied/);
    workspace.remove('orchestrate.config.json');
    expect(await workspace.ok('check', '--database')).toMatchObject({ findings: [] });
  });

  it('knows the history of an extension whose code is gone', async () => {
    const workspace = await blogWorkspace(on);
    await init(workspace, 'shop');
    workspace.remove('extensions/shop');
    const refusal = await workspace.refused('init-extension', 'shop');
    expect(refusal).toMatchObject({ exitCode: 1, code: 'SCAFFOLD.HISTORY_THERE' });
    expect(refusal.fix).toContain('orchestrate uninstall shop');
    expect(workspace.has('extensions/shop')).toBe(false);
  });

  it('does not take the history of what another run has made since for a stray one', async () => {
    const workspace = await blogWorkspace(on);
    await workspace.upgrade('--all');
    const options = { cwd: workspace.root };
    const open = await openWorkspace(options);
    await init(workspace, 'same');
    await expect(probeDatabase(open, { name: 'same', options })).rejects.toMatchObject({
      code: 'REVISION.CHANGED_MEANWHILE',
    });
  });

  it('makes two at once, and of one name only one', async () => {
    const workspace = await blogWorkspace(on);
    await workspace.upgrade('--all');
    const names = ['left', 'right', 'same', 'same'];
    const runs = await Promise.all(names.map((name) => runCli(['init-extension', name], { cwd: workspace.root })));
    expect(runs.map(({ exitCode }) => exitCode).sort()).toEqual([0, 0, 0, 2]);
    expect(runs.find(({ exitCode }) => exitCode === 2)?.stderr).toContain('SCAFFOLD.TAKEN');
    expect(readdirSync(join(workspace.root, 'extensions')).sort()).toEqual(['blog', 'left', 'right', 'same']);
    expect(await workspace.ok('status')).toMatchObject({ isUpToDate: true });
    expect(await workspace.ok('check')).toMatchObject({ findings: [] });
  });
});

it('does with models of core in several database schemas, and extensions with one of their own', async () => {
  const workspace = await TestWorkspace.on(POSTGRESQL, { blog: 'model Post {\n  id Int @id\n}\n' });
  workspace.write({
    'prisma/schema.prisma':
      'datasource db {\n  provider = "postgresql"\n  schemas = ["public", "Access"]\n}\n\nmodel User {\n  id BigInt @id\n  @@schema("Access")\n}\n',
    'extensions/blog/package.json': '{ "orchestrate": { "namespace": "news" } }',
  });
  await workspace.auto('core');
  await workspace.auto('blog');
  await init(workspace, 'shop', '--depends-on', 'blog');
  expect(await workspace.ok('validate')).toMatchObject({ findings: [] });
  expect(await workspace.ok('check', '--database')).toMatchObject({ findings: [] });
});

function readmeCommands(readme: string): readonly (readonly string[])[] {
  const lines = readme.split('\n').filter((line) => line.startsWith('orchestrate '));
  expect(lines.length).toBeGreaterThan(2);
  return lines.map((line) =>
    [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, word]) => quoted ?? word ?? '').slice(1),
  );
}

// What follows has nothing to do with the database.
const [SQLITE] = DATABASES as [(typeof DATABASES)[number]];

describe('init-extension', () => {
  const refused: readonly (readonly [line: string, exitCode: number, code: string, fix: string])[] = [
    ['My-Shop', 2, 'SCAFFOLD.NAME', 'orchestrate init-extension my-shop'],
    ['core', 2, 'SCAFFOLD.NAME', 'my-extension'],
    ['blog', 2, 'SCAFFOLD.TAKEN', 'orchestrate upgrade --extension blog'],
    ['posts', 2, 'SCAFFOLD.TAKEN', ''],
    ['pkey', 2, 'WORKSPACE.HISTORY_TABLE_CLASH', ''],
    ['taken', 2, 'SCAFFOLD.DIRECTORY', ''],
    ['shop --depends-on blgo', 2, 'WORKSPACE.UNKNOWN_EXTENSION', 'blog'],
    ['shop --depends-on shop', 2, 'WORKSPACE.UNKNOWN_EXTENSION', ''],
    ['shop --dir .', 2, 'SCAFFOLD.DIRECTORY', ''],
    ['shop --dir extensions/blog/shop', 2, 'SCAFFOLD.DIRECTORY', ''],
    ['shop --dir prisma/shop', 2, 'SCAFFOLD.DIRECTORY', ''],
    ['shop --dir .hidden/shop', 2, 'SCAFFOLD.DIRECTORY', ''],
    ['shop --dir package.json', 2, 'SCAFFOLD.DIRECTORY', ''],
    ['shop --dir package.json/shop', 1, 'FILE.UNREADABLE', ''],
    // Where not even root may write.
    ['shop --dir /proc/shop', 1, 'FILE.UNWRITABLE', ''],
    ['shop --template nowhere', 2, 'SCAFFOLD.TEMPLATE', 'basic'],
    ['shop --template extensions --skip-model', 2, 'SCAFFOLD.TEMPLATE', '--template empty'],
    ['shop --database-url file:/nowhere/at/all.db', 1, 'DATABASE.NO_DIRECTORY', '--skip-apply'],
  ];

  it('refuses what cannot be made, and makes nothing', async () => {
    const workspace = await blogWorkspace(SQLITE);
    workspace.write({
      'extensions/taken/README.md': 'kept',
      'extensions/blog/package.json':
        '{ "name": "@acme/blog", "version": "1.2.3", "orchestrate": { "formerNames": ["posts"] } }',
    });
    const before = await workspace.snapshot();
    for (const [line, exitCode, code, fix] of refused) {
      const refusal = await workspace.refused('init-extension', ...line.split(' '));
      expect({ line, ...refusal }).toMatchObject({ line, exitCode, code, fix: expect.stringContaining(fix) });
    }
    expect(await workspace.snapshot()).toEqual(before);
  });

  it('needs a name where there is no one to ask', async () => {
    expect(await (await TestWorkspace.on(SQLITE, {})).refused('init-extension')).toMatchObject({
      exitCode: 2,
      code: 'CLI.MISSING_ARGUMENT',
    });
  });

  it('says that the workspace had errors before, and names what core has no revision of', async () => {
    const workspace = await TestWorkspace.on(SQLITE, {
      core: USER,
      blog: 'model Post {\n  id Int @id\n  who Nobody\n}\n',
    });
    const invalid = await workspace.refused('init-extension', 'shop');
    expect(invalid.message).toContain('has errors already');
    workspace.remove('extensions');
    const pending = await workspace.refused('init-extension', 'shop');
    expect(pending).toMatchObject({ exitCode: 1, code: 'REVISION.DEPENDENCY_PENDING' });
    expect(pending.message).toContain('Nothing was made.');
    expect(workspace.has('extensions')).toBe(false);
  });

  it('lists itself where it would not be found', async () => {
    const workspace = await blogWorkspace(SQLITE);
    workspace.write({ 'orchestrate.config.mjs': "export default { autoDiscover: false, extensions: ['blog'] };\n" });
    const made = await init(workspace, 'shop');
    expect(made.files.at(-1)).toMatchObject({ path: 'orchestrate.config.mjs', state: 'changed' });
    expect(workspace.read('orchestrate.config.mjs')).toContain("extensions: ['blog', 'shop']");
    await init(workspace, 'news', '--dir', 'packages/news-db');
    expect(workspace.read('orchestrate.config.mjs')).toContain("'./packages/news-db'");
    expect(JSON.parse(workspace.read('packages/news-db/package.json')).orchestrate.name).toBe('news');
    expect(await workspace.ok('check')).toMatchObject({ extensions: ['core', 'blog', 'news', 'shop'], findings: [] });

    workspace.write({
      'orchestrate.config.mjs':
        "const extensions = ['blog', 'shop'];\nexport default { autoDiscover: false, extensions };\n",
    });
    workspace.remove('packages');
    await workspace.database.execute('DROP TABLE "news_items"; DROP TABLE "_prisma_migrations_news";');
    const config = workspace.read('orchestrate.config.mjs');
    const clever = await init(workspace, 'mail');
    expect(clever).toMatchObject({ upgrade: null, revision: { requires: [CORE_1] } });
    expect(clever.next[0]).toContain('extensions: ["blog", "shop", "mail"]');
    expect(workspace.read('orchestrate.config.mjs')).toBe(config);
  });

  it('makes a configuration where there is none to list it', async () => {
    const workspace = await blogWorkspace(SQLITE);
    await init(workspace, 'shop', '--dir', 'packages/shop');
    expect(JSON.parse(workspace.read('orchestrate.config.json'))).toEqual({ extensions: ['./packages/shop'] });
    expect(await workspace.ok('validate')).toMatchObject({ extensions: ['core', 'blog', 'shop'], findings: [] });
  });

  it.each([
    ['npm', { 'package.json': '{ "name": "app", "workspaces": ["extensions/*"] }' }, '1.2.3'],
    ['pnpm', { 'pnpm-workspace.yaml': 'packages:\n  - extensions/*\n', 'pnpm-lock.yaml': '' }, 'workspace:*'],
    ['bun', { 'package.json': '{ "workspaces": { "packages": ["./extensions/**"] } }', 'bun.lock': '' }, 'workspace:*'],
    ['yarn', { 'package.json': '{ "workspaces": ["extensions/*"], "packageManager": "yarn@4.9.0" }' }, 'workspace:*'],
    ['yarn', { 'package.json': '{ "workspaces": ["extensions/*"], "packageManager": "yarn@1.22.0" }' }, '1.2.3'],
  ])('depends on packages as %s wants it', async (name, files, version) => {
    const workspace = await TestWorkspace.on(SQLITE, { blog: '' }, files as Readonly<Record<string, string>>);
    workspace.write({ 'extensions/blog/package.json': '{ "name": "@acme/blog", "version": "1.2.3" }' });
    const made = await init(workspace, 'shop', '--depends-on', 'blog', '--template', 'empty');
    expect(JSON.parse(workspace.read('extensions/shop/package.json'))).toMatchObject({
      name: '@acme/shop',
      private: true,
      dependencies: { '@acme/blog': version },
      scripts: { 'schema:validate': 'orchestrate validate --extension shop' },
    });
    expect(made.next.join('\n')).toContain(`${name} install`);
  });

  it('makes it of a template', async () => {
    const workspace = await blogWorkspace(SQLITE);
    const picture = Buffer.from([0x89, 0x50, 0, 0xff, 0x7b, 0x7b]);
    workspace.write({
      'template/prisma/{{prefix}}.prisma': 'model {{model}} {\n  id Int @id\n  @@map("{{table}}")\n}\n',
      'template/src/{{name}}.ts': 'export const $' + '{{a}} = "\\{{name}} {{pascal}} {{directory}} {{provider}}";\n',
      'template/package.json': '{\n\t"name": "{{package}}",\n\t"private": true\n}\n',
      'template/node_modules/x/index.js': '{{unknown}}',
    });
    writeFileSync(join(workspace.root, 'template/picture.png'), picture);
    const made = await init(workspace, 'audit-log', '--template', 'template', '--depends-on', 'blog');
    expect(made).toMatchObject({ packageName: 'audit-log', model: { name: 'AuditLogItem', table: 'audit_log_items' } });
    expect(workspace.read('extensions/audit-log/src/audit-log.ts')).toBe(
      'export const $' + '{{a}} = "{{name}} AuditLog extensions/audit-log sqlite";\n',
    );
    expect(workspace.read('extensions/audit-log/package.json')).toBe(
      '{\n\t"name": "audit-log",\n\t"private": true,\n\t"orchestrate": { "dependsOn": ["core", "blog"] }\n}\n',
    );
    expect(readFileSync(join(workspace.root, 'extensions/audit-log/picture.png'))).toEqual(picture);
    expect(workspace.has('extensions/audit-log/node_modules')).toBe(false);
    expect(await workspace.ok('check', '--database')).toMatchObject({ findings: [] });

    const files = readdirSync(join(workspace.root, 'extensions'));
    const refuse = async (code: string): Promise<string> => {
      const { message, code: given } = await workspace.refused('init-extension', 'mail', '--template', 'template');
      expect(given).toBe(code);
      return message;
    };
    workspace.write({ 'template/src/other.ts': '\n{{what}}\n' });
    expect(await refuse('SCAFFOLD.PLACEHOLDER')).toContain('template/src/other.ts:2: {{what}}');
    workspace.remove('template/src');
    workspace.write({ 'template/prisma/migrations/1_init/migration.sql': '' });
    expect(await refuse('SCAFFOLD.TEMPLATE')).toContain('it holds revisions');
    workspace.remove('template/prisma/migrations');
    workspace.write({ 'template/prisma/{{prefix}}.prisma': 'model User {\n  id Int @id\n}\n' });
    expect(await refuse('COMPOSITION.NAME_CLASH')).toContain('does not fit');
    workspace.write({ 'template/package.json': '{ "orchestrate": { "name": "other" } }' });
    expect(await refuse('SCAFFOLD.TEMPLATE')).toContain('calls the extension "other"');
    symlinkSync('/', join(workspace.root, 'template/link'));
    expect(await refuse('SCAFFOLD.TEMPLATE')).toContain('symbolic link');
    expect(readdirSync(join(workspace.root, 'extensions'))).toEqual(files);
  });

  it('asks in a terminal for what is not given', async () => {
    const workspace = await blogWorkspace(SQLITE);
    const asked: string[] = [];
    const keys: Readonly<Record<string, string>> = {
      'Name of the extension': 'shop\r',
      'Extensions that it refers to, besides core': ' \r',
      'What it starts with': '\u001B[B\r',
    };
    const { exitCode, stderr } = await runAnswering(['init-extension'], {
      cwd: workspace.root,
      question: new RegExp(Object.keys(keys).join('|')),
      answer: (question) => {
        // It is drawn anew with every key.
        if (asked.includes(question)) return null;
        asked.push(question);
        return keys[question] ?? null;
      },
    });
    expect({ exitCode, asked, stderr }).toMatchObject({ exitCode: 0, asked: Object.keys(keys) });
    expect(JSON.parse(workspace.read('extensions/shop/package.json')).orchestrate.dependsOn).toEqual(['core', 'blog']);
    expect(workspace.read('extensions/shop/prisma/schema.prisma')).not.toMatch(/^model/m);

    const before = await workspace.snapshot();
    const ended = await runAnswering(['init-extension'], {
      cwd: workspace.root,
      question: /Name of the extension/,
      answer: () => '\u0003',
    });
    expect(ended.exitCode).toBe(130);
    const taken = await runAnswering(['init-extension', 'shop'], {
      cwd: workspace.root,
      question: /Extensions that it refers to/,
      answer: () => '\u0003',
    });
    expect(taken).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('SCAFFOLD.TAKEN') });
    const silent = await runAnswering(['init-extension', '--yes'], { cwd: workspace.root, answer: () => '\u0003' });
    expect(silent.exitCode).toBe(2);
    expect(await workspace.snapshot()).toEqual(before);
  });

  it('can be interrupted and killed', async () => {
    const workspace = await blogWorkspace(SQLITE);
    await workspace.upgrade('--all');
    // The hook runs when the files are in place, and asks to be stopped.
    workspace.write({ 'orchestrate.config.json': '{ "hooks": { "afterRevision": "kill -INT $PPID; sleep 20" } }\n' });
    const before = readdirSync(join(workspace.root, 'extensions'));
    const interrupted = await runCli(['init-extension', 'shop'], { cwd: workspace.root });
    expect(interrupted).toMatchObject({ exitCode: 130 });
    expect(readdirSync(join(workspace.root, 'extensions'))).toEqual(before);

    workspace.write({ 'orchestrate.config.json': '{ "hooks": { "afterRevision": "kill -KILL $PPID" } }\n' });
    await startCli(['init-extension', 'shop'], { cwd: workspace.root });
    mkdirSync(join(workspace.root, 'extensions/.new-extension-999999999-left'));
    workspace.remove('orchestrate.config.json');
    // What is there is whole.
    expect(await workspace.ok('check')).toMatchObject({ findings: [] });
    expect(await workspace.upgrade('--all')).toHaveLength(1);
    rmSync(join(workspace.root, 'extensions/shop'), { recursive: true });
    await init(workspace, 'mail');
    expect(readdirSync(join(workspace.root, 'extensions')).sort()).toEqual(['blog', 'mail']);
  });
});

it('says where a directory for temporary files is missing', async () => {
  const { root } = await blogWorkspace(SQLITE);
  const env = { TMPDIR: join(root, 'nowhere') };
  const { exitCode, stderr } = await runCli(['init-extension', 'billing', '--dry-run'], { cwd: root, env });
  expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: expect.stringContaining('FILE.UNWRITABLE') });
});
