import { appendFileSync, cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { testdir } from '../packages/core/src/testdir.test-support.js';
import { BLOG_1, blogWorkspace, CORE_1, POST, USER } from './support/blog-workspace.js';
import { copySample } from './support/copy-sample.js';
import { DATABASES } from './support/databases.js';
import { git } from './support/git-repository.js';
import { repositoryRoot } from './support/repository.js';
import { runInProcess } from './support/run-in-process.js';
import type { TestWorkspace } from './support/test-workspace.js';

interface Found {
  readonly code: string;
  readonly severity: string;
  readonly where: { readonly file: string; readonly line: number } | null;
}

interface Linted {
  readonly extensions: readonly string[];
  readonly revisions: number;
  readonly findings: readonly Found[];
  readonly suppressed: readonly { readonly finding: Found; readonly reason: string; readonly by: string }[];
  readonly fixed: readonly { readonly code: string }[];
  readonly files: readonly { readonly path: string; readonly diff: string }[];
}

const FRAGMENT = 'extensions/blog/prisma/schema.prisma';
const QUIET = { 'NAMING.TABLE_PREFIX': 'off' } as const;

/** The result, whether it is good or not; files only unless more is asked for. */
async function lint(workspace: TestWorkspace, ...args: readonly string[]): Promise<Linted> {
  const { stdout } = await workspace.run('lint', '--no-replay', ...args, '--json');
  const { result, error } = JSON.parse(stdout) as { result: Linted; error: unknown };
  expect(error).toBeNull();
  return result;
}

/** The findings of one extension or of rules whose codes begin so. */
function codes({ findings }: Linted, start: string): readonly string[] {
  return findings
    .filter(({ code }) => code.startsWith(start))
    .map(({ code, where }) => `${code} ${where?.file}:${where?.line}`);
}

function configure(workspace: TestWorkspace, config: object): void {
  workspace.write({ 'orchestrate.config.json': JSON.stringify({ lint: config }) });
}

describe('what orchestrate itself makes and shows', () => {
  it('meets the standard: the sample workspace', async () => {
    await using sample = await copySample();
    const { exitCode, stdout } = await runInProcess(['lint', '--max-warnings', '0'], sample.directory);
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: expect.stringContaining('suppressed') });
  });

  it('meets the standard: the monorepo of the fixtures', async () => {
    const root = testdir();
    cpSync(join(repositoryRoot, 'test/fixtures/monorepo'), root, { recursive: true });
    const { exitCode, stdout } = await runInProcess(['lint', '--max-warnings', '0'], root);
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: expect.stringContaining('No problems') });
  });

  it.each(DATABASES)('meets the standard: a new extension on $name', async (on) => {
    const workspace = await blogWorkspace(on);
    await workspace.ok('init-extension', 'billing');
    await workspace.ok('init-extension', 'plain', '--skip-model');
    const { exitCode, stdout } = await workspace.run(
      'lint',
      '--no-replay',
      '--max-warnings',
      '0',
      'extensions/billing',
    );
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: expect.any(String) });
    expect((await workspace.run('lint', '--no-replay', '--max-warnings', '0', 'extensions/plain')).exitCode).toBe(0);
  });
});

describe.each(DATABASES)('lint on $name', (on) => {
  it('says what it finds as configured, and leaves out what is suppressed with a reason', async () => {
    const workspace = await blogWorkspace(on);
    const place = `${FRAGMENT}:6`;
    expect(codes(await lint(workspace), 'FRAGMENT')).toEqual([
      `FRAGMENT.NO_ON_DELETE ${place}`,
      `FRAGMENT.UNINDEXED_FOREIGN_KEY ${place}`,
    ]);

    configure(workspace, {
      severities: {
        'FRAGMENT.NO_ON_DELETE': 'error',
        'FRAGMENT.UNINDEXED_FOREIGN_KEY': 'off',
        'FRAGMENT.NO_DELETE': 'off',
      },
    });
    const weighed = await lint(workspace, '--extension', 'blog');
    expect(weighed.extensions).toEqual(['blog']);
    expect(weighed.findings.filter(({ code }) => code.startsWith('FRAGMENT'))).toMatchObject([{ severity: 'error' }]);
    expect((await workspace.run('lint', '--no-replay')).exitCode).toBe(1);
    expect((await workspace.run('lint', '--list-rules')).stdout).toMatch(/^FRAGMENT\.NO_ON_DELETE +error /m);
    expect(codes(await lint(workspace), 'LINT')).toEqual(['LINT.UNKNOWN_RULE orchestrate.config.json:1']);

    workspace.fragment(
      'blog',
      POST.replace(
        '  author ',
        '  // orchestrate-ignore FRAGMENT.NO_ON_DELETE, FRAGMENT.NO_SUCH: nobody is deleted\n  author ',
      ),
    );
    configure(workspace, {
      ignore: [
        { rule: 'FRAGMENT.UNINDEXED_FOREIGN_KEY', path: 'extensions/b*/**', reason: 'few rows' },
        { rule: 'FRAGMENT.IGNORED_MODEL', path: 'core', reason: 'nothing' },
      ],
    });
    const suppressed = await lint(workspace);
    expect(suppressed.suppressed.map(({ finding, reason, by }) => [finding.code, reason, by])).toEqual([
      ['FRAGMENT.NO_ON_DELETE', 'nobody is deleted', 'comment'],
      ['FRAGMENT.UNINDEXED_FOREIGN_KEY', 'few rows', 'configuration'],
    ]);
    expect(codes(suppressed, 'FRAGMENT')).toEqual([]);
    expect(codes(suppressed, 'LINT')).toEqual([
      'LINT.IGNORE_UNUSED orchestrate.config.json:1',
      `LINT.IGNORE_UNKNOWN_RULE ${FRAGMENT}:6`,
    ]);
    expect((await workspace.run('lint', '--no-replay', '--show-suppressed')).stdout).toContain(
      `by ${FRAGMENT}:6:3: nobody is deleted`,
    );

    expect((await workspace.run('lint', '--no-replay', '--format', 'sarif')).stdout).not.toContain('suppressions');
    const { stdout } = await workspace.run('lint', '--no-replay', '--format', 'sarif', '--show-suppressed');
    const [run] = (JSON.parse(stdout) as { runs: readonly Record<string, never>[] }).runs;
    expect(run).toMatchObject({
      tool: {
        driver: {
          rules: expect.arrayContaining([
            expect.objectContaining({
              id: 'FRAGMENT.NO_ON_DELETE',
              help: expect.anything(),
              defaultConfiguration: { level: 'warning' },
            }),
          ]),
        },
      },
      results: expect.arrayContaining([
        expect.objectContaining({
          ruleId: 'FRAGMENT.NO_ON_DELETE',
          suppressions: [expect.objectContaining({ kind: 'inSource', justification: 'nobody is deleted' })],
        }),
      ]),
    });
  });

  it('looks at what files belong to, at what a branch brings, and not at what was there before', async () => {
    const workspace = await blogWorkspace(on);
    const directory = workspace.directoryOf(BLOG_1);
    expect(await lint(workspace, `${directory}/down.sql`)).toMatchObject({ revisions: 1 });
    expect(codes(await lint(workspace, `${directory}/down.sql`), 'FRAGMENT')).toEqual([]);
    expect(await lint(workspace, 'extensions/blog')).toMatchObject({ revisions: 1 });
    expect(codes(await lint(workspace, 'extensions/blog'), 'FRAGMENT')).toHaveLength(2);
    expect((await lint(workspace, 'package.json')).findings).toEqual([]);
    expect(await workspace.refused('lint', 'extensions/shop')).toMatchObject({ exitCode: 2, code: 'LINT.NO_FILE' });

    expect(await workspace.refused('lint', '--changed-since', 'main')).toMatchObject({ code: 'GIT.NO_REPOSITORY' });
    await git(workspace.root, 'init', '-q', '-b', 'main');
    await git(workspace.root, 'add', '-A');
    await git(workspace.root, 'commit', '-qm', 'All');
    expect(await lint(workspace, '--changed-since', 'main')).toMatchObject({ revisions: 0, findings: [] });
    workspace.revision('blog/20260103000000_more', { up: '-- Nothing yet.\n', down: '' });
    const since = await lint(workspace, '--changed-since', 'main');
    expect({ revisions: since.revisions, codes: codes(since, 'REVISION') }).toEqual({
      revisions: 1,
      codes: [`REVISION.VAGUE_MESSAGE ${directory.replace(/[^/]+$/, '20260103000000_more')}/revision.json:1`]
        .concat(`REVISION.CHANGES_NOTHING ${directory.replace(/[^/]+$/, '20260103000000_more')}/migration.sql:1`)
        .sort(),
    });
    expect(await workspace.refused('lint', '--changed-since', 'no-such')).toMatchObject({
      exitCode: 2,
      code: 'LINT.UNKNOWN_COMMIT',
    });

    configure(workspace, { startAfter: '20260103000000' });
    expect(await lint(workspace)).toMatchObject({ revisions: 0 });
    configure(workspace, { startAfter: { blog: '20260102000000_init' } });
    expect(await lint(workspace)).toMatchObject({ revisions: 2 });
  });

  it('mends what it can in memory first, and in the files when all is well', async () => {
    const workspace = await blogWorkspace(on);
    const before = await workspace.snapshot();
    const shown = await lint(workspace, '--fix', '--dry-run');
    expect(await workspace.snapshot()).toEqual(before);
    const fixed = await lint(workspace, '--fix');
    expect(fixed.files).toEqual(shown.files);
    expect(fixed.fixed.map(({ code }) => code)).toEqual(['FRAGMENT.NO_ON_DELETE', 'FRAGMENT.UNINDEXED_FOREIGN_KEY']);
    expect(workspace.read(FRAGMENT)).toBe(
      POST.replace('[id])', '[id], onDelete: Restrict)').replace('\n}', '\n\n  @@index([authorId])\n}'),
    );
    expect(codes(fixed, 'FRAGMENT')).toEqual([]);
    expect((await lint(workspace, '--fix')).files).toEqual([]);
    await workspace.ok('validate');
  });

  it('takes out a dependency that revisions require and nothing uses, and leaves what check accepts', async () => {
    const workspace = await blogWorkspace(on);
    configure(workspace, { severities: { 'FRAGMENT.UNINDEXED_FOREIGN_KEY': 'off' } });
    workspace.fragment('shop', 'model Item {\n  id Int @id\n}\n');
    const { revision: shop } = await workspace.auto('shop');
    const manifest = 'extensions/blog/package.json';
    workspace.write({ [manifest]: '{ "orchestrate": { "dependsOn": ["core", "shop"] } }\n' });
    const pinned = POST.replace('  title', '  pinned Int?\n  title');
    workspace.fragment('blog', pinned);
    expect((await workspace.auto('blog')).requires).toContain(shop);

    const fixed = await lint(workspace, '--fix', 'extensions/blog');
    expect(fixed.fixed.map(({ code }) => code)).toContain('FRAGMENT.UNUSED_DEPENDENCY');
    expect(JSON.parse(workspace.read(manifest))).toEqual({ orchestrate: { dependsOn: ['core'] } });
    await workspace.ok('check');

    workspace.fragment('blog', pinned.replace('  title', '  views Int?\n  title'));
    expect((await workspace.auto('blog')).requires).not.toContain(shop);
    await workspace.ok('check');
  });

  it('sees with --database that an applied revision was edited', async () => {
    const workspace = await blogWorkspace(on);
    configure(workspace, { severities: QUIET });
    await workspace.upgrade('--all');
    expect(codes(await lint(workspace, '--database'), 'REVISION.EDITED')).toEqual([]);
    const file = `${workspace.directoryOf(CORE_1)}/migration.sql`;
    appendFileSync(join(workspace.root, file), '-- Edited.\n');
    expect(codes(await lint(workspace, '--database'), 'REVISION.EDITED')).toEqual([
      `REVISION.EDITED_AFTER_APPLY ${file}:1`,
    ]);
    expect((await workspace.run('lint', '--no-replay', '--database')).exitCode).toBe(1);
  });
});

describe('lint --fix on PostgreSQL', () => {
  const [, on] = DATABASES;
  const INDEX = 'CREATE INDEX "Post_title_idx" ON "Post" ("title");\n';

  it('mends scripts where nobody can have them: neither the database nor a commit', async () => {
    if (on === undefined) throw new Error('there is no PostgreSQL');
    const workspace = await blogWorkspace(on);
    await git(workspace.root, 'init', '-q', '-b', 'main');
    await git(workspace.root, 'commit', '-qm', 'Begin', '--allow-empty');
    const id = 'blog/20260103000000_index';
    const directory = workspace.directoryOf(id);
    workspace.revision(id, { up: INDEX, down: 'DROP INDEX "Post_title_idx";' });
    const only = ['--fix', directory];
    expect((await lint(workspace, ...only)).files).toEqual([]);

    const dry = await lint(workspace, ...only, '--dry-run', '--assume-unapplied');
    expect(dry.files.map(({ path }) => path)).toEqual([`${directory}/migration.sql`, `${directory}/revision.json`]);
    expect(workspace.read(`${directory}/migration.sql`)).toBe(INDEX);

    await workspace.upgrade('--all');
    expect((await lint(workspace, ...only, '--database')).files).toEqual([]);
    await workspace.downgrade('blog', '-1');
    await git(workspace.root, 'add', '-A');
    await git(workspace.root, 'commit', '-qm', 'All');
    expect((await lint(workspace, ...only, '--database')).files).toEqual([]);
    await git(workspace.root, 'rm', '-q', '--cached', '-r', directory);
    await git(workspace.root, 'commit', '-qm', 'Not that one');

    expect((await lint(workspace, ...only, '--database')).files).toHaveLength(2);
    expect(workspace.read(`${directory}/migration.sql`)).toContain('CREATE INDEX CONCURRENTLY');
    expect(JSON.parse(workspace.read(`${directory}/revision.json`))).toMatchObject({ transactional: false });
    expect(await workspace.upgrade('--extension', 'blog')).toEqual([id]);
  });
});

describe('lint', () => {
  const files = {
    'package.json': '{ "private": true }',
    'prisma/schema.prisma': `datasource db {\n  provider = "mysql"\n}\n\n${USER}`,
  };

  it('explains rules by any case of their name, and proposes others for one that is none', async () => {
    const root = testdir();
    const explained = await runInProcess(['lint', '--explain', 'fragment.no_on_delete'], root);
    expect(explained).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^# FRAGMENT\.NO_ON_DELETE\n/) });
    expect(explained.stdout).toContain('`// orchestrate-ignore FRAGMENT.NO_ON_DELETE: why`');
    const wrong = await runInProcess(['lint', '--explain', 'FRAGMENT.NO_DELETE'], root);
    expect(wrong).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('FRAGMENT.NO_ON_DELETE') });
    const none = await runInProcess(['lint', '--explain'], root);
    expect(none).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('REVISION.NO_DOWN_SCRIPT') });
  });

  it('lints fragments of a database that it knows no SQL of', async () => {
    const { exitCode, stdout } = await runInProcess(['lint', '--json'], testdir(files));
    expect({ exitCode, result: JSON.parse(stdout).result }).toMatchObject({ exitCode: 0, result: { findings: [] } });
  });

  it('takes out the dependencies that each extension does not use, and no others', async () => {
    const manifest = (...dependsOn: readonly string[]): string =>
      `${JSON.stringify({ orchestrate: { dependsOn } }, null, 2)}\n`;
    const uses = (name: string): string =>
      `model ${name} {\n  id Int @id\n  tag Tag @relation(fields: [id], references: [id], onDelete: Cascade)\n}\n`;
    const root = testdir({
      ...files,
      'extensions/tags/prisma/schema.prisma': 'model Tag {\n  id Int @id\n}\n',
      'extensions/logs/prisma/schema.prisma': 'model Log {\n  id Int @id\n}\n',
      'extensions/blog/package.json': manifest('core', 'logs', 'tags'),
      'extensions/blog/prisma/schema.prisma': uses('Post'),
      'extensions/shop/package.json': manifest('tags'),
      'extensions/shop/prisma/schema.prisma': 'model Item {\n  id Int @id\n}\n',
    });
    const { stdout } = await runInProcess(['lint', '--fix', '--json'], root);
    expect((JSON.parse(stdout).result as Linted).fixed).toHaveLength(2);
    expect(readFileSync(join(root, 'extensions/blog/package.json'), 'utf8')).toBe(manifest('core', 'tags'));
    expect(JSON.parse(readFileSync(join(root, 'extensions/shop/package.json'), 'utf8'))).toEqual({
      orchestrate: { dependsOn: [] },
    });
  });

  it('does not call good what it cannot read', async () => {
    const root = testdir({
      ...files,
      'extensions/blog/prisma/schema.prisma': 'model Post {\n  id Nothing @id\n}\n',
      'prisma/migrations/20260101000000_users/migration.sql': '',
      'prisma/migrations/20260101000000_users/revision.json': '{',
      'orchestrate.config.json':
        '{ "lint": { "severities": { "SCHEMA.INVALID": "off", "REVISION.MANIFEST_INVALID": "notice" } } }',
    });
    const { exitCode, stdout } = await runInProcess(['lint', '--json'], root);
    const found = (JSON.parse(stdout).result as Linted).findings.filter(({ severity }) => severity === 'error');
    expect({ exitCode, codes: new Set(found.map(({ code }) => code)) }).toEqual({
      exitCode: 1,
      codes: new Set(['SCHEMA.INVALID', 'REVISION.MANIFEST_INVALID']),
    });
  });

  it('counts warnings only where that is asked for', async () => {
    const root = testdir({
      ...files,
      'prisma/schema.prisma': `${files['prisma/schema.prisma'].replace('mysql', 'sqlite').replace('email', 'notes Note[]\n  email')}model Note {\n  id     Int  @id\n  userId Int\n  user   User @relation(fields: [userId], references: [id])\n}\n`,
    });
    expect((await runInProcess(['lint'], root)).exitCode).toBe(0);
    expect((await runInProcess(['lint', '--max-warnings', '1'], root)).exitCode).toBe(0);
    expect((await runInProcess(['lint', '--max-warnings', '0'], root)).exitCode).toBe(1);
    expect((await runInProcess(['lint', '--max-warnings', 'none'], root)).exitCode).toBe(2);
  });
});
