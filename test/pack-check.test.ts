// What an extension's author is told before the package is published.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { testdir } from '../packages/core/src/testdir.test-support.js';
import { DATABASES } from './support/databases.js';
import { runInProcess } from './support/run-in-process.js';
import { TestWorkspace } from './support/test-workspace.js';

const REVISION = 'prisma/migrations/20250101000000_init';
const MODEL = 'model AuditEntry {\n  id Int @id\n}\n';

const FILES = {
  'package.json': JSON.stringify({
    name: '@acme/prisma-audit',
    version: '1.0.0',
    files: ['prisma'],
    orchestrate: { name: 'audit' },
  }),
  'prisma/schema.prisma': MODEL,
  [`${REVISION}/migration.sql`]: 'CREATE TABLE "AuditEntry" (\n    "id" INTEGER NOT NULL PRIMARY KEY\n);\n',
  [`${REVISION}/down.sql`]: 'DROP TABLE "AuditEntry";\n',
  [`${REVISION}/revision.json`]: '{ "message": "init", "parent": null, "requires": ["core/20240101000000_authors"] }',
  'prisma/migrations/migration_lock.toml': 'provider = "sqlite"\n',
};

interface Found {
  readonly exitCode: number | undefined;
  readonly result: {
    readonly extension: string;
    readonly workspace: string | null;
    readonly files: readonly string[] | null;
    readonly findings: readonly { readonly code: string; readonly message: string; readonly where: unknown }[];
  };
}

async function packCheck(cwd: string, ...args: readonly string[]): Promise<Found> {
  const { exitCode, stdout } = await runInProcess(['pack-check', ...args, '--json'], cwd);
  return { exitCode, result: JSON.parse(stdout).result };
}

/** The codes of what is found in a package that stands alone, with the start of the message where there are several. */
async function codesOf(changes: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const { result } = await packCheck(testdir({ ...FILES, ...changes }));
  return result.findings.map(({ code }) => code);
}

function manifest(changes: object): Readonly<Record<string, string>> {
  return { 'package.json': JSON.stringify({ ...JSON.parse(FILES['package.json']), ...changes }) };
}

afterEach(() => {
  vi.unstubAllEnvs();
});

describe('pack-check of a package that stands alone', () => {
  it('finds nothing in a sound one', async () => {
    const root = testdir(FILES);
    const { exitCode, result } = await packCheck(root);
    expect({ exitCode, ...result }).toMatchObject({ exitCode: 0, extension: 'audit', workspace: null, findings: [] });
    expect(result.files).toEqual(Object.keys(FILES).sort());
    // Of another workspace, that of the shell.
    vi.stubEnv('ORCHESTRATE_EXTENSIONS', 'blog');
    expect((await packCheck(root)).result.findings).toEqual([]);
    expect((await runInProcess(['pack-check'], root)).stdout).toBe(
      'Ready to publish: @acme/prisma-audit 1.0.0 ships extension audit with 1 revision in 6 files.\n',
    );
  });

  it('names every file that is not packed, however that comes about', async () => {
    const changes = {
      ...manifest({ files: undefined }),
      '.npmignore': 'down.sql\nrevision.json\n',
      [`${REVISION}/.npmignore`]: 'migration.sql\n',
    };
    const { exitCode, result } = await packCheck(testdir({ ...FILES, ...changes }));
    expect(exitCode).toBe(1);
    expect(result.findings).toMatchObject(
      ['down.sql', 'migration.sql', 'revision.json'].map((file) => ({
        code: 'PACK.NOT_PACKED',
        message: `${REVISION}/${file} would not be in the package`,
        where: { file: `${REVISION}/${file}`, line: 1 },
      })),
    );
  });

  it('names files from the top of the repository in annotations', async () => {
    const files = Object.entries({ ...FILES, ...manifest({ version: undefined }) });
    const root = testdir({
      ...Object.fromEntries(files.map(([path, text]) => [`packages/audit/${path}`, text])),
      '.git/HEAD': '',
    });
    const { stdout } = await runInProcess(['pack-check', 'packages/audit', '--format', 'github'], root);
    expect(stdout).toContain('file=packages/audit/package.json');
  });

  it.each<[string, Readonly<Record<string, string>>, readonly string[]]>([
    ['a package.json that is no JSON', { 'package.json': '{ "name": ' }, ['PACK.MANIFEST_INVALID']],
    ['no version', manifest({ version: undefined }), ['PACK.NOT_PUBLISHABLE']],
    [
      'a private package without a manifest',
      manifest({ name: 'audit', private: true, orchestrate: undefined }),
      ['PACK.NOT_PUBLISHABLE', 'PACK.NO_MANIFEST'],
    ],
    [
      'a name that no extension can have, and the tool as a dependency',
      manifest({ name: '@acme/a.b', orchestrate: {}, dependencies: { 'prisma-orchestrate': '*' } }),
      ['PACK.NAME', 'PACK.TOOL_DEPENDENCY'],
    ],
    [
      'paths out of the package',
      manifest({ version: undefined, orchestrate: { fragment: '../x', migrations: '/x' } }),
      ['PACK.MANIFEST_INVALID', 'PACK.MANIFEST_INVALID', 'PACK.NOT_PUBLISHABLE'],
    ],
    [
      "core's models, which every project has of its own",
      { ...manifest({ version: undefined }), 'prisma/schema.prisma': MODEL.replace('@id', '@id\n  user User?') },
      ['PACK.NOT_CHECKED', 'PACK.NOT_PUBLISHABLE'],
    ],
    [
      'an extension that no dependency is',
      manifest({ version: undefined, orchestrate: { name: 'audit', dependsOn: ['tags'] } }),
      ['COMPOSITION.UNKNOWN_DEPENDENCY', 'PACK.DEPENDENCY_UNDECLARED', 'PACK.NOT_PUBLISHABLE'],
    ],
    [
      "a change without a revision, blocks that are core's, line endings, and what is nobody's business",
      {
        'prisma/schema.prisma': `datasource db {\n  provider = "sqlite"\n}\n${MODEL.replace('@id', '@id\n  at Int?')}`,
        [`${REVISION}/down.sql`]: 'DROP TABLE "AuditEntry";\r\n',
        'prisma/.env': 'X=1',
        'prisma/.env.example': '',
        'prisma/dev.db': '',
        'prisma/generated/x.ts': '',
        'prisma/a.test.ts': '',
      },
      [
        'CHECK.PENDING_CHANGES',
        'COMPOSITION.CONFIG_BLOCK_IGNORED',
        'PACK.CARRIAGE_RETURNS',
        'PACK.UNWANTED_FILE',
        'PACK.UNWANTED_FILE',
        'PACK.UNWANTED_FILE',
        'PACK.UNWANTED_FILE',
      ],
    ],
  ])('finds %s', async (_, changes, codes) => {
    expect([...(await codesOf(changes))].sort()).toEqual([...codes].sort());
  });

  it('takes along the packages that it depends on', async () => {
    const root = testdir({
      ...FILES,
      ...manifest({ peerDependencies: { '@acme/tags': '1' }, orchestrate: { name: 'audit', dependsOn: ['tags'] } }),
      'node_modules/@acme/tags/package.json': '{ "name": "@acme/tags", "orchestrate": {} }',
      'node_modules/@acme/tags/prisma/schema.prisma': '',
    });
    expect(await packCheck(root)).toMatchObject({ exitCode: 0, result: { findings: [] } });
  });

  it('runs no script of the package and writes nothing into it', async () => {
    const root = testdir({ ...FILES, ...manifest({ scripts: { prepack: 'touch ran', prepare: 'touch ran' } }) });
    await packCheck(root);
    expect(
      readdirSync(root, { recursive: true })
        .map(String)
        .filter((file) => /\.|ran/.test(file))
        .sort(),
    ).toEqual(Object.keys(FILES).sort());
  });

  it('needs a directory', async () => {
    const { exitCode, stdout } = await runInProcess(['pack-check', 'nowhere', '--json'], testdir());
    expect({ exitCode, ...JSON.parse(stdout).error }).toMatchObject({ exitCode: 2, code: 'PACK.NO_DIRECTORY' });
  });
});

describe.each(DATABASES)('pack-check in a workspace on $name', (on) => {
  it('checks against the core and the extensions that are there', async () => {
    const workspace = await TestWorkspace.on(on, {
      core: 'model User {\n  id Int @id\n}\n',
      tags: 'model Tag {\n  id Int @id\n}\n',
    });
    await workspace.auto('core');
    await workspace.auto('tags');
    const packaged = {
      name: '@acme/audit-trail',
      version: '1.0.0',
      orchestrate: { dependsOn: ['core', 'tags'] },
    };
    workspace.write({ 'extensions/audit/package.json': JSON.stringify(packaged) });
    workspace.fragment(
      'audit',
      'model Entry {\n  id     Int  @id\n  userId Int\n  user   User @relation(fields: [userId], references: [id])\n}\n',
    );
    const codes = async (...args: readonly string[]) => {
      const { result } = await packCheck(workspace.root, ...args);
      expect(result.workspace).toBe(workspace.root);
      return result.findings.map(({ code }) => code).sort();
    };
    expect(await codes('extensions/audit')).toEqual([
      'CHECK.PENDING_CHANGES',
      'PACK.CORE_REFERENCE',
      'PACK.DEPENDENCY_NOT_PACKAGED',
      'PACK.NAME',
    ]);

    await workspace.auto('audit');
    workspace.write({
      'extensions/tags/package.json': '{ "name": "@acme/tags", "version": "1.0.0" }',
    });
    const named = { ...packaged, peerDependencies: { '@acme/tags': '^1.0.0' } };
    workspace.write({
      'extensions/audit/package.json': JSON.stringify({
        ...named,
        orchestrate: { name: 'audit', dependsOn: ['tags'] },
      }),
    });
    const { exitCode } = await packCheck(join(workspace.root, 'extensions/audit'));
    expect(exitCode).toBe(0);
  });
});
