import { describe, expect, it } from 'vitest';
import { lintSchema } from '../engine/schema-validator.js';
import { hasErrors } from '../findings.js';
import type { ExtensionSource } from '../fragment/extension-source.js';
import { compose, composeClosure } from './compose.js';
import { foreignReferences } from './foreign-references.js';
import { mapDiagnostics } from './map-diagnostics.js';
import {
  composedText,
  POST,
  sourcesOf,
  summary,
  type TestFragment,
  type TestFragments,
  USER,
} from './sources.test-support.js';

const provider = 'postgresql';
const INVOICE =
  'model Invoice {\n  id Int @id\n  userId Int\n  user User @relation(fields: [userId], references: [id])\n  state State\n}\nenum State {\n  OPEN\n  PAID\n}\n';
const billing = { namespace: 'billing', files: INVOICE };
const core = (lines: string, rest = '') => `datasource db {\n  provider = "postgresql"\n${lines}}\n${rest}`;
const withDatasource = (text: string, fragments: TestFragments) =>
  sourcesOf({ core: text, ...fragments }, { datasource: false });

/** Where everything is, by `extension.name`. */
function placesOf(sources: readonly ExtensionSource[]): Readonly<Record<string, string | null>> {
  return Object.fromEntries(
    compose(sources).entities.map(({ extension, name, schema }) => [`${extension}.${name}`, schema]),
  );
}

function schemasOf(sources: readonly ExtensionSource[], extension?: string): string | null {
  const { files } = extension === undefined ? compose(sources) : composeClosure(sources, extension);
  return /schemas\s*=\s*(.*)/.exec(files.find(({ path }) => path === 'core.prisma')?.text ?? '')?.[1] ?? null;
}

describe('the namespace of an extension', () => {
  const fragments = { core: USER, blog: POST, billing };
  const sources = sourcesOf(fragments, { provider });

  it('is where its models and enums are; those of others are in that of core', () => {
    expect(placesOf(sources)).toEqual({
      'core.User': 'public',
      'blog.Post': 'public',
      'billing.Invoice': 'billing',
      'billing.State': 'billing',
    });
    const apart = sources.map((each) => (each.name === 'core' ? { ...each, namespace: 'app' } : each));
    expect(placesOf(apart)).toMatchObject({ 'core.User': 'app', 'blog.Post': 'app', 'billing.Invoice': 'billing' });
    expect(schemasOf(apart)).toBe('["app", "billing"]');
  });

  it('is written into the composed schema, which Prisma accepts', async () => {
    const composition = compose(sources);
    expect(composition.findings).toEqual([]);
    expect(await lintSchema(composition.files)).toEqual([]);
    const [coreText = '', billingText = ''] = ['core', 'billing'].map((name) =>
      composedText(fragments, name, { provider }),
    );
    expect(coreText).toContain('datasource db {\n  provider = "postgresql"\n  schemas = ["billing", "public"]\n}\n');
    expect(coreText).toContain('  posts Post[] // opposite of Post.author in blog\n  @@schema("public")\n}\n');
    expect(billingText).toContain(
      '  state State\n  @@schema("billing")\n}\nenum State {\n  OPEN\n  PAID\n  @@schema("billing")\n}\n',
    );
  });

  it('is listed only where the extension or one that depends on it is composed', async () => {
    expect(schemasOf(sources, 'core')).toBeNull();
    expect(schemasOf(sources, 'blog')).toBeNull();
    expect(schemasOf(sources, 'billing')).toBe('["billing", "public"]');
    for (const name of ['core', 'blog', 'billing']) {
      const closure = composeClosure(sources, name);
      expect([closure.findings, await lintSchema(closure.files)]).toEqual([[], []]);
    }
    const { entities } = composeClosure(sources, 'blog');
    expect(entities.map(({ schema }) => schema)).toEqual([null, null]);
  });

  it('is listed without a model in it, as there may have been one before', () => {
    const empty = sourcesOf({ core: USER, billing: { namespace: 'billing', files: {} } }, { provider });
    expect(schemasOf(empty, 'billing')).toBe('["billing", "public"]');
  });

  it('is listed where something is left in it, though the extension has another now, or none', async () => {
    const before = { namespaces: ['billing', 'public'] };
    for (const namespace of ['invoices', undefined]) {
      const now = sourcesOf({ core: USER, billing: { ...billing, ...{ namespace } } as TestFragment }, { provider });
      const { files, namespaces, findings } = composeClosure(now, 'billing', before);
      const listed = ['billing', ...(namespace === undefined ? [] : [namespace]), 'public'];
      expect(namespaces).toEqual({ listed, implied: 'public' });
      expect([findings, await lintSchema(files)]).toEqual([[], []]);
    }
    const never = composeClosure(sourcesOf({ core: USER }, { provider }), 'core', { namespaces: ['public'] });
    expect(never.namespaces).toBeNull();
  });

  it('joins what core lists itself, which stays as it is where nothing is missing', () => {
    const lists = (schemas: string, rest = '') =>
      withDatasource(core(`  schemas = ${schemas}\n`, rest), {
        billing: { namespace: 'billing', files: '' },
      });
    expect(schemasOf(lists('["zoo",   "auth"]'))).toBe('["zoo", "auth", "billing"]');
    expect(schemasOf(lists('["billing",   "auth"] // kept'))).toBe('["billing",   "auth"] // kept');
    expect(schemasOf(lists('["auth"]', USER))).toBe('["auth", "billing", "public"]');
    expect(schemasOf(lists('["auth"]', USER), 'core')).toBe('["auth", "public"]');
  });

  it('gives way to an @@schema of the author', async () => {
    const own = sourcesOf(
      {
        billing: {
          namespace: 'billing',
          files:
            'model A {\n  id Int @id\n  @@schema("billing")\n}\nmodel B {\n  id Int @id\n  @@schema("public")\n}\n',
        },
      },
      { provider },
    );
    expect(placesOf(own)).toEqual({ 'billing.A': 'billing', 'billing.B': 'public' });
    const composition = compose(own);
    expect([composition.findings, await lintSchema(composition.files)]).toEqual([[], []]);
  });

  it('reaches the references of others', () => {
    const shop = {
      dependsOn: ['billing'],
      files:
        'model Sale {\n  id Int @id\n  i Int\n  invoice Invoice @relation(fields: [i], references: [id])\n  state State\n}\n',
    };
    const [reference] = foreignReferences(sourcesOf({ ...fragments, shop }, { provider }), 'shop');
    expect(reference?.target).toMatchObject({ databaseName: 'Invoice', schema: 'billing' });
  });

  it('lets enums and many-to-many relations reach across', async () => {
    const all = sourcesOf(
      {
        core: USER,
        billing,
        crm: {
          dependsOn: ['billing'],
          namespace: 'crm',
          files:
            'model Deal {\n  id Int @id\n  state State @default(OPEN)\n  users User[]\n  invoices Invoice[]\n}\n/// @extend\nmodel User {\n  deals Deal[]\n}\n/// @extend\nmodel Invoice {\n  deals Deal[]\n}\n',
        },
      },
      { provider },
    );
    const composition = compose(all);
    expect([composition.findings, await lintSchema(composition.files)]).toEqual([[], []]);
    expect(placesOf(all)).toMatchObject({ 'crm._DealToUser': 'crm', 'crm._DealToInvoice': 'crm' });
  });

  it('takes views along, and leaves composite types alone', async () => {
    const text = `generator c {\n  provider = "x"\n  previewFeatures = ["views"]\n}\n${core('')}`;
    const view = withDatasource(text, { billing: { namespace: 'billing', files: 'view V {\n  id Int @unique\n}\n' } });
    const composition = compose(view);
    expect([composition.findings, await lintSchema(composition.files)]).toEqual([[], []]);
    const type = withDatasource(text, { billing: { namespace: 'billing', files: 'type T {\n  id Int\n}\n' } });
    expect(placesOf(type)).toEqual({ 'billing.T': null });
  });

  it('keeps positions: what is inserted is said of the declaration', async () => {
    const broken = sourcesOf({ billing: { namespace: 'billing', files: '\nmodel A {\n  id Int\n}\n' } }, { provider });
    const composition = compose(broken);
    const findings = mapDiagnostics(composition, await lintSchema(composition.files));
    expect(findings.map(summary)).toEqual(['SCHEMA.INVALID billing 2:1']);
    const text = composition.files.find(({ path }) => path === 'billing.prisma')?.text ?? '';
    expect(composition.locate('billing.prisma', text.indexOf('@@schema'))).toMatchObject({
      inserted: true,
      where: { line: 2, column: 7 },
    });
  });

  it('is as deterministic as the rest, one-line blocks and CRLF included', async () => {
    const odd = sourcesOf(
      { billing: { namespace: 'b"\\', files: 'enum E { }\r\nmodel A {\r\n\tid Int @id }\r\n' } },
      { provider },
    );
    expect(
      composedText({ billing: { namespace: 'b-1', files: 'model A {\r\n\tid Int @id\r\n}\r\n' } }, 'billing', {
        provider,
      }),
    ).toContain('model A {\n\tid Int @id\n\t@@schema("b-1")\n}\n');
    expect(compose([...odd].reverse()).files).toEqual(compose(odd).files);
  });
});

describe('findings of namespaces', () => {
  const A = 'model A {\n  id Int @id\n  n Int\n  @@index([n], map: "i")\n  @@map("t")\n}\n';
  const B = A.replace('model A', 'model B');
  const rows: readonly [name: string, fragments: TestFragments, expected: readonly string[]][] = [
    ['one table in one schema', { a: A, b: B }, ['TABLE_CLASH b 5:3']],
    ['one model', { a: A, b: A }, ['NAME_CLASH b 1:7', 'TABLE_CLASH b 5:3']],
    ['one table in two schemas', { a: { namespace: 'a', files: A }, b: B }, []],
    [
      'one table in a shared namespace',
      { a: { namespace: 'x', files: A }, b: { namespace: 'x', files: B } },
      ['TABLE_CLASH b 5:3'],
    ],
    ['one index in one schema', { a: A, b: B.replace('"t"', '"u"') }, ['CONSTRAINT_CLASH b 4:3']],
    [
      'primary keys',
      { a: 'model A {\n  id Int @id(map: "k")\n}\n', b: 'model B {\n  id Int @id(map: "k")\n}\n' },
      ['CONSTRAINT_CLASH b 2:10'],
    ],
    [
      'foreign keys, which are named per table',
      {
        core: USER,
        a: 'model A {\n  id Int @id\n  u User @relation(fields: [id], references: [id], map: "fk")\n}\n',
        b: 'model B {\n  id Int @id\n  u User @relation(fields: [id], references: [id], map: "fk")\n}\n',
      },
      [],
    ],
    ['tables that differ in case', { a: A, b: B.replace('"t"', '"T"').replace('"i"', '"I"') }, []],
    [
      'default names that are cut',
      {
        a: `model A {\n  id Int @id\n  @@map("${'x'.repeat(58)}a")\n}\n`,
        b: `model B {\n  id Int @id\n  @@map("${'x'.repeat(58)}b")\n}\n`,
      },
      ['CONSTRAINT_CLASH b 2:10'],
    ],
    ['a schema that nothing lists', { a: A.replace('@@map("t")', '@@schema("zoo")') }, ['SCHEMA_NOT_LISTED a 5:3']],
    [
      'the namespace of an extension that is no dependency',
      { a: { namespace: 'a', files: '' }, b: B.replace('@@map("t")', '@@schema("a")') },
      ['SCHEMA_NOT_LISTED b 5:3'],
    ],
    [
      'the namespace of a dependency',
      { a: { namespace: 'a', files: '' }, b: { dependsOn: ['a'], files: B.replace('@@map("t")', '@@schema("a")') } },
      [],
    ],
    [
      "the history table of another extension, in that one's namespace",
      {
        a: { namespace: 'a', files: '' },
        b: { dependsOn: ['a'], files: B.replace('@@map("t")', '@@map("_prisma_migrations_a")\n  @@schema("a")') },
      },
      ['HISTORY_TABLE_CLASH b 5:3'],
    ],
    [
      'the name of a history table in another schema',
      { a: { namespace: 'a', files: '' }, b: B.replace('"t"', '"_prisma_migrations_a"') },
      [],
    ],
    [
      "core's history table, from a namespace and from beside it",
      {
        a: { namespace: 'a', files: A.replace('"t"', '"_prisma_migrations"') },
        b: B.replace('"t"', '"_prisma_migrations"').replace('"i"', '"j"'),
      },
      ['HISTORY_TABLE_CLASH b 5:3'],
    ],
  ];
  it.each(rows)('%s', async (_name, fragments, expected) => {
    const composition = compose(sourcesOf(fragments, { provider }));
    expect(composition.findings.map(summary)).toEqual(expected);
    const said = mapDiagnostics(composition, await lintSchema(composition.files));
    // Prisma has the same to say, or nothing: it knows of no history tables.
    expect(said).toEqual([]);
  });

  it('refuses a namespace where the database has no schemas, and composes without it', async () => {
    const composition = compose(sourcesOf({ core: USER, billing }));
    expect(composition.findings.map(summary)).toEqual(['NAMESPACE_UNSUPPORTED extensions/billing/package.json 1:1']);
    expect(hasErrors(composition.findings)).toBe(true);
    expect(composition.entities.map(({ schema }) => schema)).toEqual([null, null, null]);
    expect(await lintSchema(composition.files)).toEqual([]);
  });

  it('asks nothing of core about its own namespace on SQLite', () => {
    const sources = sourcesOf({ core: USER }).map((each) => ({ ...each, namespace: 'public' }));
    expect(compose(sources).findings).toEqual([]);
  });

  it('names the list to write', () => {
    const [finding] = compose(sourcesOf({ a: A.replace('@@map("t")', '@@schema("zoo")') }, { provider })).findings;
    expect(finding?.fix).toBe(
      'Correct the name, or list it in core\'s datasource: schemas = ["public", "zoo"]. Or give all of a this schema, with "namespace": "zoo" under "orchestrate" in extensions/a/package.json.',
    );
  });
});
