import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { OrchestrateError } from '../errors.js';
import { lintSchema, type SchemaFile } from './schema-validator.js';

const prisma = createRequire(import.meta.url)('@prisma/prisma-schema-wasm') as { validate(request: string): void };
const datasource = 'datasource db {\n  provider = "sqlite"\n}\n';

describe('lintSchema', () => {
  it('names the file and counts in UTF-16 code units', async () => {
    const core = `// é😀\n${datasource}model User {\n  id Int @id // 😀\n  x Nope\n}\n`;
    const blog = '// ünï\nmodel Post {\n  id Int @id\n  y Nada\n}\n';
    const diagnostics = await lintSchema([
      { path: 'blog.prisma', text: blog },
      { path: 'core.prisma', text: core },
    ]);
    expect(diagnostics.map(({ file, start, end, severity }) => [file, start, end, severity])).toEqual([
      ['blog.prisma', blog.indexOf('Nada'), blog.indexOf('Nada') + 4, 'error'],
      ['core.prisma', core.indexOf('Nope'), core.indexOf('Nope') + 4, 'error'],
    ]);
  });

  it('accepts what is right, files of comments included', async () => {
    const files = [
      { path: 'a.prisma', text: '// nothing\n' },
      { path: 'b.prisma', text: `${datasource}model A {\n  id Int @id\n}\n` },
    ];
    expect(await lintSchema(files)).toEqual([]);
  });

  it('tells warnings from errors', async () => {
    const text = `${datasource}generator c {\n  provider = "prisma-client-js"\n  previewFeatures = ["fullTextIndex"]\n}\n`;
    expect((await lintSchema([{ path: 'a.prisma', text }])).map(({ severity }) => severity)).toEqual(['warning']);
  });

  const model = 'model A {\n  id Int @id\n}\n';
  it.each([
    ['unknown provider', `datasource db {\n  provider = "sqlit"\n}\n${model}`],
    ['no provider', `datasource db {\n}\n${model}`],
    ['url in the datasource', `datasource db {\n  provider = "sqlite"\n  url = "file:x"\n}\n${model}`],
    ['two datasources', `${datasource}datasource other {\n  provider = "sqlite"\n}\n${model}`],
    ['generator without provider', `${datasource}generator c {\n}\n${model}`],
    ['unknown preview feature', `${datasource}generator c {\n  provider = "x"\n  previewFeatures = ["nope"]\n}\n`],
    ['native type of another database', `${datasource}model A {\n  id Int @id\n  a String @db.VarChar(3)\n}\n`],
    ['scalar list', `${datasource}model A {\n  id Int @id\n  a String[]\n}\n`],
    ['view without its preview feature', `${datasource}view A {\n  id Int @id\n}\n`],
    ['model without id', `${datasource}model A {\n  a Int\n}\n`],
    [
      'relation without opposite',
      `${datasource}model A {\n  id Int @id\n  b B @relation(fields: [id], references: [id])\n}\nmodel B {\n  id Int @id\n}\n`,
    ],
    [
      'index name twice',
      `${datasource}model A {\n  id Int @id\n  @@index([id], map: "i")\n}\nmodel B {\n  id Int @id\n  @@index([id], map: "i")\n}\n`,
    ],
    ['table name twice', `${datasource}${model}model B {\n  id Int @id\n  @@map("A")\n}\n`],
    ['no Prisma at all', 'SELECT 1;\n'],
    ['wrong relationMode', `datasource db {\n  provider = "sqlite"\n  relationMode = "x"\n}\n${model}`],
    [
      'schemas on SQLite',
      `datasource db {\n  provider = "sqlite"\n  schemas = ["a"]\n}\nmodel A {\n  id Int @id\n  @@schema("a")\n}\n`,
    ],
  ])('rejects what prisma validate rejects: %s', async (_name, text) => {
    expect(() => prisma.validate(JSON.stringify({ prismaSchema: [['a.prisma', text]], noColor: true }))).toThrow();
    const errors = (await lintSchema([{ path: 'a.prisma', text }])).filter(({ severity }) => severity === 'error');
    expect(errors).not.toEqual([]);
  });

  it('turns a panic into an error with a fix, and goes on after it', async () => {
    // Prisma's own package, which another test may have loaded, listens in the same place.
    const heard = (): unknown => (globalThis as Record<string, unknown>)['PRISMA_WASM_PANIC_REGISTRY'];
    const before = heard();
    const broken = [{ path: 'a.prisma', text: null }] as unknown as readonly SchemaFile[];
    const error = await lintSchema(broken).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(OrchestrateError);
    expect(error).toMatchObject({ code: 'ENGINE.SCHEMA_PANIC', message: expect.stringContaining('deserialize') });
    expect(heard()).toBe(before);
    expect(await lintSchema([{ path: 'a.prisma', text: datasource }])).toEqual([]);
  });
});
