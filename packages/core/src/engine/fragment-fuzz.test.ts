// Fragments that nobody writes: what Prisma refuses is never taken, and what it takes means the same once it is composed.
import { createRequire } from 'node:module';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compose } from '../composition/compose.js';
import type { Composition } from '../composition/composition.js';
import { mapDiagnostics } from '../composition/map-diagnostics.js';
import { DATASOURCE, sourcesOf } from '../composition/sources.test-support.js';
import { OrchestrateError } from '../errors.js';
import { hasErrors } from '../findings.js';
import { parseSchemaFile } from '../fragment/parse-schema-file.js';
import { evil, fuzz, mutated } from '../fuzz.test-support.js';
import { suppressionsInSchema } from '../lint/suppress/suppressions-in-schema.js';
import { lintSchema } from './schema-validator.js';

const pick = (...values: string[]) => fc.constantFrom(...values);
const joined = (...parts: fc.Arbitrary<string>[]) => fc.tuple(...parts).map((values) => values.join(''));
const several = (part: fc.Arbitrary<string>, maxLength: number) =>
  fc.array(part, { maxLength }).map((parts) => parts.join(''));

const blank = pick(' ', '  ', '\t', '\u00A0');
const newline = pick('\n', '\n', '\r\n', ' // x }\n', ' /// {\n', '\n\n', '\r', '\n/* \n*/\n');

/** Members with names of their own, so that most blocks are valid. */
const members = (kinds: fc.Arbitrary<string>, names: readonly string[]): fc.Arbitrary<string> =>
  fc
    .subarray([...names], { maxLength: 4 })
    .chain((chosen) =>
      fc.tuple(...chosen.map((name) => joined(pick('', ' ', '\t'), fc.constant(name), blank, kinds, newline))),
    )
    .map((lines) => lines.join(''));

const column = pick(
  'Int',
  'String?',
  'String ?',
  'DateTime @default(now())',
  'Bytes',
  'Boolean @default(true)',
  'String @default("} // {")',
  'Int @map("q}") // x',
  'Int@unique',
  'String @ unique (map: "k }")',
  'String @default(dbgenerated("(\\"}\\")"))',
  'Role @default(ADMIN)',
  'Unsupported("x }")?',
);
const loose = pick(
  'Tag[]',
  'User?',
  'Post @relation(fields: [id], references: [id])',
  'Json',
  'String @db.Text',
  'Int @relation("x")',
  'Shared',
);
const head = (name: string): fc.Arbitrary<string> =>
  joined(
    pick('', '', '/// d\n', '// c\n', '/* x\n*/', '/// @extend\n'),
    pick('model', 'model', 'model', 'model', 'model', 'model', 'model', 'view', 'enum'),
    pick(' ', ' ', '\t', ''),
    fc.constant(name),
    pick(' {', '{', ' { // }', ' { /* } */'),
    pick('\n', '\r\n'),
  );
const model = (name: string): fc.Arbitrary<string> =>
  joined(
    head(name),
    fc.constant(' id Int @id\n'),
    members(fc.oneof({ weight: 20, arbitrary: column }, { weight: 1, arbitrary: loose }), NAMES),
    pick('', '', '@@index([id])\n', '@@map("zz_NAME")\n', '@@unique([id], map: "NAME }")// }\n', '@@schema("s")\n').map(
      (text) => text.replace('NAME', name),
    ),
    pick('}', ' }', '} // }'),
    newline,
  );
const NAMES = ['a', 'b', 'name', 'type', 'model', 'enum', 'é', 'x_1', 'x-2'];
const schema = fc
  .subarray(['User', 'Post', 'Tag', 'type', 'model', 'C_d', 'view'], { maxLength: 3 })
  .chain((names) => fc.tuple(...names.map(model)))
  .map((models) => `${models.join('')}enum Role {\n ADMIN\n USER @map("}")\n}\n`);
const block = fc.oneof(
  { weight: 4, arbitrary: model('User') },
  { weight: 1, arbitrary: fc.constant('generator g {\n  provider = "x"\n  output = "../a"\n}\n') },
);
/** As a file is read: decoded, and without its mark. */
const decoded = (text: string): string => text.replace(/\p{Cs}/gu, '').replace(/^\uFEFF/, '');
const fragment = fc.oneof(mutated(schema, 2), mutated(schema, 1), several(block, 3)).map(decoded);

interface Datamodel {
  readonly models: readonly { readonly name: string; readonly fields: readonly { readonly name: string }[] }[];
}

const require = createRequire(import.meta.url);
const PRISMA = '@prisma/prisma-schema-wasm';

/** What Prisma reads, null where it breaks down, as it does over a model whose name begins with "À". */
function prismaReads(files: readonly { readonly path: string; readonly text: string }[]): Datamodel | null {
  const prismaSchema = files.map(({ path, text }) => [path, text]);
  try {
    const answer: string = require(PRISMA).get_dmmf(JSON.stringify({ prismaSchema, noColor: true }));
    // We write line feeds where a carriage return ends a line, in comments too.
    return JSON.parse(answer.replaceAll(/\\r\\n|\\r/g, '\\n')).datamodel;
  } catch {
    // After a panic the instance is dead.
    delete require.cache[require.resolve(PRISMA)];
    return null;
  }
}

/** Whether a composition is taken, by the composer and by Prisma's validator. */
async function isTaken(composition: Composition): Promise<boolean> {
  if (hasErrors(composition.findings)) return false;
  return !hasErrors(mapDiagnostics(composition, await lintSchema(composition.files)));
}

function expectPlaced(composition: Composition, texts: ReadonlyMap<string, string>): void {
  for (const { where } of composition.findings) {
    if (where === null || !texts.has(where.file)) continue;
    const lines = (texts.get(where.file) ?? '').split(/\r\n|\r|\n/);
    expect(where.column).toBeGreaterThan(0);
    expect(where.column).toBeLessThanOrEqual((lines[where.line - 1]?.length ?? -1) + 1);
  }
}

describe('a fragment', () => {
  it('means alone what Prisma reads in it, or is refused as Prisma refuses it', async () => {
    await fc.assert(
      fc.asyncProperty(fragment, async (text) => {
        const composition = compose(sourcesOf({ core: text }));
        const files = [DATASOURCE, { path: 'a.prisma', text }];
        const isValid = (await lintSchema(files)).every(({ severity }) => severity !== 'error');
        const taken = await isTaken(composition);
        if (!isValid) expect(taken).toBe(false);
        else if (taken) {
          const original = prismaReads(files);
          if (original === null) return;
          expect(prismaReads(composition.files)).toEqual(original);
          const { blocks } = parseSchemaFile({ path: 'a.prisma', text });
          const read = blocks.filter(({ kind }) => kind === 'model' || kind === 'view').map((each) => each.name);
          expect(read.sort()).toEqual(original.models.map((each) => each.name).sort());
        } else expect(hasErrors(composition.findings)).toBe(true);
      }),
      fuzz(40),
    );
  });

  it('beside another one owns what it declares, and all that Prisma sees is owned', async () => {
    await fc.assert(
      fc.asyncProperty(fragment, fragment, fc.boolean(), async (core, blog, dependsOnTags) => {
        const sources = sourcesOf({
          core: core.replaceAll('Role', 'CoreRole').replaceAll('zz_', 'core_'),
          tags: 'model Shared {\n id Int @id\n}\n',
          blog: { dependsOn: dependsOnTags ? ['tags'] : [], files: blog },
        });
        const composition = compose(sources);
        const texts = new Map(sources.flatMap(({ files }) => files.map((file) => [file.path, file.text] as const)));
        expectPlaced(composition, texts);
        for (const { path, text } of composition.files) {
          for (const at of [0, text.length >> 1, text.length]) composition.locate(path, at);
        }
        if (!(await isTaken(composition))) return;
        const read = prismaReads(composition.files);
        if (read === null) return;
        const owned = composition.entities.filter(({ kind }) => kind === 'model' || kind === 'view');
        expect(owned.map((entity) => entity.name).sort()).toEqual(read.models.map((each) => each.name).sort());
      }),
      fuzz(40),
    );
  });

  it('of any text comes apart without loss, and its suppressions are comments', () => {
    const mark = '// orchestrate-ignore A.B: why';
    fc.assert(
      fc.property(fc.array(fc.oneof(evil, block, fc.constantFrom(mark, '\n', '"')), { maxLength: 12 }), (parts) => {
        const text = parts.join('');
        const { pieces } = parseSchemaFile({ path: 'a', text });
        expect(pieces.map(({ span }) => text.slice(span.start, span.end)).join('')).toBe(text);
        const found = suppressionsInSchema({ path: 'a', text });
        expect(found.length).toBeLessThanOrEqual(text.split(mark).length - 1);
      }),
      fuzz(100),
    );
  });

  it('that is one piece over and over is read to its end', () => {
    fc.assert(
      fc.property(fc.oneof(evil, mutated(block)), (piece) => {
        const text = piece.repeat(Math.ceil(30_000 / Math.max(1, piece.length)));
        expect(parseSchemaFile({ path: 'a', text }).pieces.at(-1)?.span.end ?? 0).toBe(text.length);
      }),
      fuzz(10),
    );
  });
});

it('the validator gives an answer, or says that it cannot', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.oneof(evil, block), { maxLength: 6 }), async (parts) => {
      try {
        await lintSchema([DATASOURCE, { path: 'a.prisma', text: decoded(parts.join('')) }]);
      } catch (error) {
        if (!(error instanceof OrchestrateError)) throw error;
      }
    }),
    fuzz(20),
  );
});
