import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lintSchema } from '../engine/schema-validator.js';
import { compose, composeClosure } from './compose.js';
import { mapDiagnostics } from './map-diagnostics.js';
import { composedText, folder, POST, sourcesOf, summary, USER } from './sources.test-support.js';

const body = (composed: string) => composed.split('\n').slice(2).join('\n').trim();

describe('composed files', () => {
  it('keeps the text of a fragment, several files of it in order', () => {
    const fragments = {
      blog: {
        files: { 'a.prisma': '// A {\n\nmodel A { // }\n  id Int @id\n}', 'b.prisma': '\n/// doc\nenum E {\n  X\n}\n' },
      },
    };
    expect(composedText(fragments, 'blog')).toBe(
      '// Composed by Prisma Orchestrate. Do not edit: change the fragment and run `orchestrate compose`.\n' +
        `// Source: ${folder('blog')}/a.prisma, ${folder('blog')}/b.prisma\n` +
        '\n// A {\n\nmodel A { // }\n  id Int @id\n}\n\n\n/// doc\nenum E {\n  X\n}\n',
    );
  });

  it('writes a file for an extension that has none', () => {
    expect(
      composedText({ blog: { files: {} } }, 'blog')
        .split('\n')
        .slice(1),
    ).toEqual(['// blog has no schema file.', '']);
  });

  it('leaves out blocks with their doc comments, and nothing else', () => {
    const blog =
      '// keep\n/// of the block\ngenerator c {\n  provider = "x"\n} // gone\n/// @extend\nmodel User {\n  posts Post[]\n}\n// kept\n';
    expect(body(composedText({ core: USER, blog: blog + POST }, 'blog'))).toBe(`// keep\n// kept\n${POST}`.trim());
  });

  it("drops Prisma 6's URLs where namespaces are listed too", async () => {
    const core = 'datasource db {\n  provider = "postgresql"\n  url = env("DATABASE_URL")\n}\n';
    const sources = sourcesOf({ core, billing: { namespace: 'billing', files: '' } }, { datasource: false });
    const { files } = compose(sources);
    expect(body(files[0]?.text ?? '')).toBe(
      'datasource db {\n  provider = "postgresql"\n  schemas = ["billing", "public"]\n}',
    );
    expect(await lintSchema(files)).toEqual([]);
  });

  it("drops Prisma 6's URLs from the datasource, with a notice each", async () => {
    const core =
      'datasource db {\n  provider = "sqlite"\n  url      = env("DATABASE_URL") // secret\n  directUrl = "x"\n}\nmodel A {\n  id Nope\n}\n';
    const composition = compose(sourcesOf({ core }, { datasource: false }));
    expect(composition.findings.map(summary)).toEqual([
      'DATASOURCE_URL_IGNORED core 3:3',
      'DATASOURCE_URL_IGNORED core 4:3',
    ]);
    expect(body(composition.files[0]?.text ?? '')).toContain('datasource db {\n  provider = "sqlite"\n}\n');
    const [finding] = mapDiagnostics(composition, await lintSchema(composition.files));
    expect(finding?.where).toEqual({ file: 'prisma/schema.prisma', line: 7, column: 6 });
  });

  it.each<[provider: string, properties: readonly string[]]>([
    ['sqlite', ['relationMode = "prisma"']],
    ['sqlite', ['relationMode = "foreignKeys" // ours']],
    ['postgresql', ['relationMode = "prisma"', 'schemas  = ["auth","public"]']],
    ['postgresql', ['extensions = [citext, pgcrypto(map: "pgcrypto", schema: "public", version: "1.3")]']],
    ['cockroachdb', ['relationMode = "foreignKeys"']],
  ])("keeps what core's datasource says on %s: %j", async (provider, properties) => {
    const preview = 'generator c {\n  provider = "x"\n  previewFeatures = ["postgresqlExtensions"]\n}\n';
    const lines = [`provider = "${provider}"`, ...properties].map((line) => `  ${line}\n`).join('');
    const core = `${preview}datasource db {\n${lines}}\n${USER}`;
    const blog = POST.replace('  author ', '  @@index([authorId])\n  author ');
    const composition = compose(sourcesOf({ core, blog }, { datasource: false }));
    expect(composition.findings).toEqual([]);
    const text = composition.files.find(({ path }) => path === 'core.prisma')?.text ?? '';
    expect(text).toContain(`datasource db {\n${lines}}\n`);
    const diagnostics = await lintSchema(composition.files);
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  it.each([
    ['../generated/client', undefined, '../client'],
    ['./client', undefined, '../../prisma/client'],
    ['../generated/schema', undefined, './'],
    ['../../outside', undefined, '../../../outside'],
    ['../src/db', '.', './src/db'],
    ['../node_modules/x', 'build', '../node_modules/x'],
    ['/absolute/client', undefined, '/absolute/client'],
    ['C:\\\\client', undefined, 'C:\\\\client'],
  ])('output %s seen from %s is %s', (written, outputDirectory, expected) => {
    const core = `generator c {\n  provider = "x"\n  output   = "${written}" // here\n}\n`;
    const composition = compose(sourcesOf({ core }), outputDirectory === undefined ? {} : { outputDirectory });
    expect(composition.files[0]?.text).toContain(`  output   = "${expected}" // here\n`);
  });

  it('gives the same bytes for any order of sources', () => {
    const sources = sourcesOf({
      core: USER,
      a: POST,
      b: {
        dependsOn: ['a'],
        files: 'model B {\n  id Int @id\n  p Post @relation(fields: [id], references: [id])\n}\n',
      },
      c: USER,
      d: 'model post {\n  id Int @id\n}\n',
    });
    const expected = compose(sources);
    fc.assert(
      fc.property(fc.shuffledSubarray([...sources], { minLength: sources.length }), (shuffled) => {
        const { files, findings, extensions, entities } = compose(shuffled);
        expect({ files, findings, extensions, entities }).toEqual({
          files: expected.files,
          findings: expected.findings,
          extensions: expected.extensions,
          entities: expected.entities,
        });
      }),
      { numRuns: 20 },
    );
  });

  it('composes one extension with its dependencies only', () => {
    const closure = composeClosure(
      sourcesOf({
        core: USER,
        blog: POST,
        shop: 'model S {\n  id Int @id\n  u User @relation(fields: [id], references: [id])\n}\n',
        stats: { dependsOn: ['blog'], files: '' },
      }),
      'stats',
    );
    expect(closure.extensions).toEqual(['core', 'blog', 'stats']);
    expect(closure.files[0]?.text).toContain('posts Post[]');
    expect(closure.files[0]?.text).not.toContain('S?');
  });

  it('orders dependencies first, then by name', () => {
    const sources = sourcesOf({ z: '', a: { dependsOn: ['z'], files: '' }, b: '' });
    expect(compose(sources).extensions).toEqual(['core', 'b', 'z', 'a']);
  });
});
