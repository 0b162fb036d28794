import { describe, expect, it } from 'vitest';
import { NARROW, PLAIN, widestLine } from './look.test-support.js';
import { renderCompose } from './render-compose.js';
import { renderCurrent } from './render-current.js';
import { renderDebug } from './render-debug.js';
import { renderList } from './render-list.js';
import { renderRevision } from './render-revision.js';
import { renderValidate, renderValidateNotes } from './render-validate.js';

describe('renderValidate', () => {
  const extensions = ['core', 'blog'];
  const VALID = {
    extensions,
    affected: extensions,
    files: 1,
    models: 3,
    findings: [],
    omitted: 0,
    passedOver: [],
    directory: '.',
  };

  it('says what was looked at', () => {
    expect(renderValidate(VALID, PLAIN)).toBe('No problems in 2 extensions, 3 models, 1 file.\n');
    expect(renderValidate({ ...VALID, affected: ['blog'] }, PLAIN)).toContain('(checked: blog)');
    expect(renderValidate({ ...VALID, extensions: [], affected: [] }, PLAIN)).toBe(
      'Nothing that concerns the schema.\n',
    );
  });

  it('says how much was left out', () => {
    expect(renderValidateNotes(VALID)).toBe('');
    expect(renderValidateNotes({ ...VALID, omitted: 2 })).toMatch(/^2 findings about extensions that/);
  });
});

describe('renderCompose', () => {
  const ASKED = { check: false, command: 'orchestrate compose' };
  const directory = 'generated/schema';
  const files = [
    { path: 'generated/schema/core.prisma', state: 'unchanged' as const },
    { path: 'generated/schema/blog.prisma', state: 'written' as const },
  ];

  it('lists what changed', () => {
    expect(renderCompose({ directory, files, stale: false, findings: [] }, PLAIN, ASKED)).toBe(
      'written  generated/schema/blog.prisma\ngenerated/schema is composed: 1 of 2 files changed.\n',
    );
  });

  it('says that nothing changed', () => {
    const same = files.slice(0, 1);
    expect(
      renderCompose({ directory, files: same, stale: false, findings: [] }, PLAIN, { ...ASKED, check: true }),
    ).toBe('generated/schema is up to date (1 file).\n');
  });

  it('says how to refresh what is stale', () => {
    const stale = [
      { path: 'generated/schema/blog.prisma', state: 'written' as const },
      { path: 'generated/schema/gone.prisma', state: 'removed' as const },
    ];
    expect(
      renderCompose({ directory, files: stale, stale: true, findings: [] }, PLAIN, { ...ASKED, check: true }),
    ).toBe(
      'stale    generated/schema/blog.prisma\nsurplus  generated/schema/gone.prisma\ngenerated/schema is stale: run `orchestrate compose`.\n',
    );
  });
});

describe('renderList', () => {
  const blog = {
    name: 'blog',
    directory: 'extensions/blog',
    packageName: null,
    packageVersion: null,
    dependsOn: ['core'],
    files: ['extensions/blog/prisma/schema.prisma'],
    namespace: null,
    historyTable: '_prisma_migrations_blog',
    revisions: 2,
    heads: ['blog/2_tags' as const],
    models: null,
  };
  const where = { file: 'extensions/blog/prisma/schema.prisma', line: 1, column: 7 };

  it('shows extensions, and models where there are any', () => {
    const models = [{ kind: 'model' as const, name: 'Post', databaseName: 'posts', schema: null, where }];
    expect(renderList({ extensions: [{ ...blog, models }], findings: [] }, PLAIN)).toBe(`\
extension  depends on  revisions  head    where
blog       core                2  2_tags  extensions/blog

extension  kind   name  in the database  where
blog       model  Post  posts            extensions/blog/prisma/schema.prisma:1:7
`);
  });

  it('shows namespaces where there are any', () => {
    const models = [{ kind: 'model' as const, name: 'Post', databaseName: 'posts', schema: 'blog', where }];
    const core = { ...blog, name: 'core' };
    expect(renderList({ extensions: [core, { ...blog, namespace: 'blog', models }], findings: [] }, PLAIN)).toBe(`\
extension  depends on  revisions  head    namespace  where
core       core                2  2_tags  -          extensions/blog
blog       core                2  2_tags  blog       extensions/blog

extension  kind   name  in the database  where
blog       model  Post  blog.posts       extensions/blog/prisma/schema.prisma:1:7
`);
  });

  it('names the package of an installed one', () => {
    expect(
      renderList(
        { extensions: [{ ...blog, packageName: '@acme/blog', packageVersion: '1.2.0' }], findings: [] },
        PLAIN,
      ),
    ).toContain('npm @acme/blog 1.2.0');
  });
});

describe('renderCurrent', () => {
  it('marks the head and the base', () => {
    const extensions = [
      { name: 'core', revisions: ['core/1_init'], heads: ['core/1_init'], pending: 0, isHead: true },
      { name: 'blog', revisions: [], heads: ['blog/2_tags'], pending: 2, isHead: false },
      { name: 'empty', revisions: [], heads: [], pending: 0, isHead: true },
    ];
    expect(renderCurrent({ database: 'd', extensions }, PLAIN)).toBe(
      'extension  current\ncore       1_init (head)\nblog       (base) (2 pending)\nempty      -\n',
    );
  });
});

describe('renderRevision', () => {
  const created = {
    kind: 'created' as const,
    revision: 'blog/2_tags' as const,
    directory: 'extensions/blog/prisma/migrations/2_tags',
    migrationSql: 'CREATE TABLE "Tag" ("id" INTEGER);\n',
    downSql: 'DROP TABLE "Tag";\n',
    requires: ['core/1_init' as const],
    destructive: [],
    reversible: true,
    canUpgrade: true,
  };

  it('says what was made and what comes next', () => {
    expect(renderRevision(created, PLAIN)).toBe(`\
Created blog/2_tags in extensions/blog/prisma/migrations/2_tags
  requires core/1_init
Next: read migration.sql and down.sql, then run:
  orchestrate upgrade --extension blog
`);
  });

  it('lists what is lost and says what cannot be undone', () => {
    const destructive = [
      {
        kind: 'dropped-table' as const,
        table: 'Tag',
        column: null,
        message: 'Table Tag is dropped, with all its rows.',
      },
    ];
    const text = renderRevision({ ...created, destructive, reversible: false }, PLAIN);
    expect(text).toContain('  - Table Tag is dropped, with all its rows.');
    expect(text).toContain('cannot be reverted');
  });

  it('asks for the SQL of a revision that has none yet', () => {
    const blank = { ...created, migrationSql: '-- Rename\n-- Write it here.\n', reversible: false };
    const text = renderRevision(blank, PLAIN);
    expect(text).toContain('Next: write migration.sql and down.sql');
    expect(text).not.toContain('cannot be reverted');
  });

  it('says that there was no change', () => {
    expect(renderRevision({ kind: 'no-change', extension: 'blog' }, PLAIN)).toBe(
      'No change in blog: no revision was made.\n',
    );
  });
});

describe('renderDebug', () => {
  it('shows what there is, and that there is nothing', () => {
    const text = renderDebug(
      {
        versions: { node: '20.19.0', prisma: null },
        platform: 'linux x64',
        root: null,
        configFile: null,
        prismaConfigFile: null,
        config: null,
        database: null,
        extensions: [],
        output: null,
        environment: {},
        problems: [{ code: 'CONFIG.NO_WORKSPACE', message: 'There is no workspace here.', fix: 'Go elsewhere.' }],
      },
      NARROW,
    );
    expect(widestLine(text)).toBeLessThanOrEqual(80);
    expect(text).toContain('  prisma    none\n');
    expect(text).toContain('Database\n  none\n');
    expect(text).toContain('CONFIG.NO_WORKSPACE');
  });
});
