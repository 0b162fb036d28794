// Extensions that come as npm packages, packed and installed as npm and pnpm do it.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DATABASES } from './support/databases.js';
import { npmInstall, type PackedPackages, packFolders, pnpmInstall } from './support/npm-packages.js';
import { SQLITE } from './support/sqlite-test-database.js';
import type { DatabaseKind } from './support/test-database.js';
import { TestWorkspace } from './support/test-workspace.js';

const USER = 'model User {\n  id Int @id\n}\n';
const CORE_1 = 'core/20260101000000_users';
const CORE_2 = 'core/20260301000000_names';
const AUDIT_1 = 'audit/20250101000000_init';
const AUDIT_2 = 'audit/20250601000000_actor';
const NOTES_1 = 'notes/20250301000000_init';

const ENTRY = `CREATE TABLE "audit_entry" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "userId" INTEGER NOT NULL,
    CONSTRAINT "audit_entry_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
`;

function entryModel(more = ''): string {
  return `model AuditEntry {
  id     Int  @id
  userId Int
  user   User @relation(fields: [userId], references: [id], onDelete: Cascade)
${more}
  @@map("audit_entry")
}
`;
}

type Files = Readonly<Record<string, string>>;

function revision(id: string, up: string, manifest: object, down?: string): Files {
  const folder = `prisma/migrations/${id.slice(id.indexOf('/') + 1)}`;
  return {
    [`${folder}/migration.sql`]: up,
    [`${folder}/revision.json`]: JSON.stringify({ message: id, parent: null, ...manifest }),
    ...(down === undefined ? {} : { [`${folder}/down.sql`]: down }),
  };
}

function audit(version: string, model: string, ...revisions: readonly Files[]): Files {
  const manifest = { name: '@acme/prisma-audit', version, files: ['prisma'], orchestrate: { name: 'audit' } };
  return Object.assign({ 'package.json': JSON.stringify(manifest), 'prisma/schema.prisma': model }, ...revisions);
}

// As the author's workspace made it: of what core was like there, no other workspace has a revision.
const FIRST = revision(
  AUDIT_1,
  ENTRY,
  { requires: ['core/20240101000000_authors_own'] },
  'DROP TABLE "audit_entry";\n',
);
const SECOND = revision(
  AUDIT_2,
  'ALTER TABLE "audit_entry" ADD COLUMN "actor" TEXT;\n',
  { parent: '20250101000000_init', requires: ['core/20250501000000_authors_second'] },
  'ALTER TABLE "audit_entry" DROP COLUMN "actor";\n',
);

const PACKAGES = {
  one: audit('1.0.0', entryModel(), FIRST),
  two: audit('2.0.0', entryModel('  actor String?\n'), FIRST, SECOND),
  edited: audit('2.0.1', entryModel(), revision(AUDIT_1, `-- Entries\n${ENTRY}`, {}, 'DROP TABLE "audit_entry";\n')),
  broken: audit('3.0.0', entryModel('  at DateTim\n'), FIRST, revision('audit/20250701000000_x', '', { parent: 'y' })),
  notes: {
    'package.json': JSON.stringify({
      name: '@acme/notes',
      version: '1.0.0',
      orchestrate: { dependsOn: ['audit'] },
    }),
    'prisma/schema.prisma': `model Note {
  id      Int        @id
  entryId Int
  entry   AuditEntry @relation(fields: [entryId], references: [id])
}
`,
    ...revision(
      NOTES_1,
      `CREATE TABLE "Note" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "entryId" INTEGER NOT NULL,
    CONSTRAINT "Note_entryId_fkey" FOREIGN KEY ("entryId") REFERENCES "audit_entry" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
`,
      { requires: ['core/20240101000000_authors_own', AUDIT_1] },
      'DROP TABLE "Note";\n',
    ),
  },
};

let packed: PackedPackages;

beforeAll(async () => {
  packed = await packFolders(PACKAGES);
});

afterAll(() => packed.remove());

async function workspaceWith(on: DatabaseKind, ...folders: readonly (keyof typeof PACKAGES)[]): Promise<TestWorkspace> {
  const workspace = await TestWorkspace.on(on, { core: USER.replace('@id', '@id\n  name String?') });
  const names = folders.includes('notes') ? ['@acme/prisma-audit', '@acme/notes'] : ['@acme/prisma-audit'];
  workspace.write({ 'orchestrate.config.json': JSON.stringify({ extensions: names }) });
  workspace.revision(CORE_1, {
    up: 'CREATE TABLE "User" (\n    "id" INTEGER NOT NULL PRIMARY KEY\n);\n',
    down: 'DROP TABLE "User";\n',
  });
  workspace.revision(CORE_2, {
    up: 'ALTER TABLE "User" ADD COLUMN "name" TEXT;\n',
    down: 'ALTER TABLE "User" DROP COLUMN "name";\n',
  });
  await install(workspace, ...folders);
  return workspace;
}

function install(workspace: TestWorkspace, ...folders: readonly (keyof typeof PACKAGES)[]): Promise<void> {
  return npmInstall(workspace.root, ...folders.map((folder) => packed.tarballs[folder] ?? ''));
}

/** What is wrong with audit, with the way to mend it. */
async function problemOf(workspace: TestWorkspace): Promise<unknown> {
  const { stdout } = await workspace.run('status', '--json');
  const { problems } = JSON.parse(stdout).result;
  expect(problems).toHaveLength(1);
  return problems[0];
}

describe.each(DATABASES)('extensions from npm packages on $name', (on) => {
  it('are used from where they lie, version after version', async () => {
    const workspace = await workspaceWith(on, 'one', 'notes');
    const before = await workspace.snapshot();
    // The package is older than this workspace's core, on which it relies all the same.
    expect(await workspace.ok('check', '--no-cache')).toMatchObject({ revisions: 4, findings: [] });
    expect(await workspace.snapshot()).toEqual(before);
    expect(await workspace.upgrade('--all')).toEqual([CORE_1, CORE_2, AUDIT_1, NOTES_1]);
    expect((await workspace.run('list')).stdout).toContain('npm @acme/prisma-audit 1.0.0');
    expect(workspace.has('extensions')).toBe(false);

    await install(workspace, 'two');
    expect(await workspace.ok('check', '--no-cache')).toMatchObject({ findings: [] });
    expect(await workspace.ok('status')).toMatchObject({
      problems: [],
      extensions: [
        { name: 'core' },
        { name: 'audit', pending: [AUDIT_2], packageName: '@acme/prisma-audit', packageVersion: '2.0.0' },
        { name: 'notes', pending: [] },
      ],
    });
    expect(await workspace.upgrade('--all')).toEqual([AUDIT_2]);

    await install(workspace, 'one');
    const back = `orchestrate downgrade --extension audit --target 20250101000000_init`;
    expect(await problemOf(workspace)).toMatchObject({
      code: 'HISTORY.MISSING_REVISION',
      fix: `@acme/prisma-audit 1.0.0 is installed, and does not have it: install a version that does. To go back to this version, revert there first what it does not have: \`${back}\`.`,
    });
    await install(workspace, 'two');
    expect(await workspace.downgrade('audit', '20250101000000_init')).toEqual([AUDIT_2]);
    await install(workspace, 'edited');
    expect(await problemOf(workspace)).toMatchObject({
      code: 'HISTORY.EDITED',
      fix: expect.stringContaining('@acme/prisma-audit 2.0.1 is installed, and its author has changed'),
    });
  });

  it('come before what was made on top of them, and no later than that', async () => {
    const workspace = await workspaceWith(on, 'one');
    workspace.write({ 'extensions/blog/package.json': '{ "orchestrate": { "dependsOn": ["audit"] } }' });
    workspace.fragment('blog', '');
    workspace.revision('blog/20260201000000_init', {
      up: 'CREATE TABLE "post" ("id" INTEGER);\n',
      requires: [CORE_1, AUDIT_1],
    });
    expect(await workspace.upgrade('--all')).toEqual([CORE_1, AUDIT_1, 'blog/20260201000000_init', CORE_2]);
  });
});

describe('an installed package', () => {
  it('is written to by no command', async () => {
    const workspace = await workspaceWith(SQLITE, 'one');
    workspace.fragment('blog', 'model Post {\n  id Int @id\n}\n');
    const before = await workspace.snapshot();
    for (const args of [
      ['revision', '--extension', 'audit', '-m', 'x'],
      ['revision', '--extension', 'audit', '-m', 'x', '--auto'],
      ['squash', '--extension', 'audit'],
      ['dev', '--extension', 'audit', '-m', 'x'],
      ['rename-extension', 'audit', 'log'],
      ['transfer', 'Post', '--from', 'blog', '--to', 'audit'],
      ['transfer', 'AuditEntry', '--from', 'audit', '--to', 'blog'],
    ]) {
      const refusal = await workspace.refused(...args);
      expect({ args, ...refusal }).toMatchObject({ args, exitCode: 2, code: 'WORKSPACE.INSTALLED_EXTENSION' });
      expect(refusal.message).toContain('audit (@acme/prisma-audit 1.0.0)');
    }
    expect(await workspace.snapshot()).toEqual(before);
  });

  it('has findings that its author has to mend', async () => {
    const workspace = await workspaceWith(SQLITE, 'broken');
    const { stdout } = await workspace.run('check', '--json');
    const { findings } = JSON.parse(stdout).result;
    expect(findings.map(({ code }: { readonly code: string }) => code)).toContain('REVISION.MANIFEST_INVALID');
    for (const { fix, where } of findings) {
      expect(fix).toMatch(
        /^For the author of @acme\/prisma-audit 3\.0\.0 to mend \(until then, use another version\): /,
      );
      expect(where?.file ?? '').toMatch(/^(node_modules\/@acme\/prisma-audit\/|$)/);
    }
  });

  it('says what to install beside it', async () => {
    const workspace = await workspaceWith(SQLITE, 'one', 'notes');
    workspace.write({ 'orchestrate.config.json': JSON.stringify({ extensions: ['@acme/notes'] }) });
    const { findings } = JSON.parse((await workspace.run('check', '--json')).stdout).result;
    expect(findings.map(({ code }: { readonly code: string }) => code)).toEqual([
      'COMPOSITION.UNKNOWN_DEPENDENCY',
      'REVISION.MISSING_REQUIREMENT',
      'SCHEMA.INVALID',
    ]);
    for (const { fix } of findings)
      expect(fix).toMatch(/^@acme\/notes 1\.0\.0 builds on the extension audit: install /);
  });

  it('keeps its names, so that those of the workspace give way', async () => {
    const workspace = await workspaceWith(SQLITE, 'one');
    workspace.fragment('core', `${USER.replace('@id', '@id\n  name String?')}model AuditEntry {\n  id Int @id\n}\n`);
    const { findings } = JSON.parse((await workspace.run('validate', '--json')).stdout).result;
    expect(findings).toMatchObject([
      {
        code: 'COMPOSITION.NAME_CLASH',
        fix: 'audit is installed (@acme/prisma-audit 1.0.0), so core has to give way: rename it there; an @@map keeps the name of a table.',
      },
    ]);
  });

  it('is missed with the command that installs it', async () => {
    const workspace = await TestWorkspace.on(SQLITE, { core: USER });
    workspace.write({ 'orchestrate.config.json': '{ "extensions": ["@acme/prisma-audit"] }' });
    expect(await workspace.refused('list')).toMatchObject({
      exitCode: 2,
      code: 'WORKSPACE.EXTENSION_NOT_FOUND',
      fix: expect.stringContaining('`npm install @acme/prisma-audit`'),
    });
    workspace.write({ '.pnp.cjs': '' });
    expect((await workspace.refused('list')).fix).toContain('nodeLinker: node-modules');
  });

  it('is known behind the symbolic links of pnpm, and once however it is found', async () => {
    const workspace = await TestWorkspace.on(SQLITE, { core: USER });
    workspace.write({
      'orchestrate.config.json': '{ "extensions": ["@acme/prisma-audit", "./node_modules/@acme/prisma-audit"] }',
    });
    await pnpmInstall(workspace.root, packed.tarballs['one'] ?? '');
    expect(await workspace.ok('list')).toMatchObject({
      extensions: [{ name: 'core' }, { name: 'audit', packageName: '@acme/prisma-audit', packageVersion: '1.0.0' }],
    });
    expect(await workspace.refused('revision', '--extension', 'audit', '-m', 'x')).toMatchObject({
      code: 'WORKSPACE.INSTALLED_EXTENSION',
    });
  });
});

describe('a package of the workspace that is only linked', () => {
  it('is written to like any other extension', async () => {
    const workspace = await TestWorkspace.on(SQLITE, { core: USER });
    workspace.write({
      'package.json': '{ "private": true, "workspaces": ["packages/*"] }',
      'packages/tags/package.json': '{ "name": "@acme/tags", "version": "1.0.0" }',
      'packages/tags/prisma/schema.prisma': 'model Tag {\n  id Int @id\n}\n',
      'orchestrate.config.json': '{ "extensions": ["@acme/tags"] }',
    });
    await npmInstall(workspace.root);
    const { directory } = await workspace.auto('tags');
    expect(directory).toMatch(/^packages\/tags\/prisma\/migrations\//);
    expect(await workspace.ok('rename-extension', 'tags', 'labels')).toMatchObject({ directory: null });
    expect(await workspace.ok('list')).toMatchObject({ extensions: [{ name: 'core' }, { name: 'labels' }] });
  });
});
