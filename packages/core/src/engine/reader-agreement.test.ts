import { createRequire } from 'node:module';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compose } from '../composition/compose.js';
import { hasErrors } from '../findings.js';
import { parseSchemaFile } from '../fragment/parse-schema-file.js';

// The composer trusts its own reader to know what a fragment holds. These tests ask Prisma's parser the same question.

interface Datamodel {
  readonly enums: readonly { readonly name: string }[];
  readonly models: readonly {
    readonly name: string;
    readonly dbName: string | null;
    readonly uniqueFields: readonly unknown[];
    readonly fields: readonly { readonly name: string; readonly type: string; readonly kind: string }[];
  }[];
  readonly indexes: readonly { readonly model: string; readonly type: string }[];
}

const prisma = createRequire(import.meta.url)('@prisma/prisma-schema-wasm') as { get_dmmf(request: string): string };

/** What Prisma reads in a schema, null where it refuses it. An ignored field would be hidden, so none is ignored. */
function prismaReads(files: readonly { readonly path: string; readonly text: string }[]): Datamodel | null {
  const prismaSchema = files.map(({ path, text }) => [path, text.replaceAll('@ignore', '')]);
  try {
    return JSON.parse(prisma.get_dmmf(JSON.stringify({ prismaSchema, noColor: true }))).datamodel;
  } catch {
    return null;
  }
}

const DATASOURCE = 'datasource db {\n provider="sqlite"\n}\n';
const pick = (...values: string[]) => fc.constantFrom(...values);
const joined = (...parts: fc.Arbitrary<string>[]) => fc.tuple(...parts).map((values) => values.join(''));
const several = (part: fc.Arbitrary<string>, maxLength: number) =>
  fc.array(part, { minLength: 1, maxLength }).map((parts) => parts.join(''));

const field = joined(
  pick(' ', '\t', '\u00a0'),
  pick('a', 'b', 'type', 'model', 'é', 'x1', 'enum'),
  pick(' ', '  '),
  pick('Int', 'String', 'Int?', 'String ?', 'DateTime', 'Bytes'),
  pick(
    '',
    ' @unique',
    '@unique',
    ' @map("q}")',
    ' @default(1)',
    ' @default("}//")',
    ' @ unique (map: "k")',
    ' @default(dbgenerated("\\"}"))',
  ),
  pick('', ' // } {"', ' /// x', ' /* } */', ' /* \n } */', '//', '/// {'),
  pick('\n', '\r\n', '\r', '\n\n'),
);
const line = pick(
  '// }\n',
  '/// @extend\n',
  '\n',
  '/* }\n*/\n',
  '@@map("zz")\n',
  '@@index([id])// }\n',
  '@@index([id(sort: Desc)], map: "x }")\n',
  '/*/ */\n',
  '/***/\n',
);
const model = joined(
  pick('', '/// d\n', '// c\n', '/* model Q {\n}\n*/', '  ', '/// d\n\n', '/** */ '),
  pick('model A', 'model B', 'model model', 'model type', 'model C_d'),
  pick('{\n', ' {\n', '\t{ // } {\n', '{ /// @extend\n', '{/* } */\n', ' {\r\n'),
  fc.constant(' id Int @id\n'),
  several(fc.oneof(field, line), 4),
  pick('}\n', '  } // {\n', '}\r\n', '} ', '}/// @extend\n', '} /* model X { */\n'),
);
const schema = several(fc.oneof(model, pick('// x\n', '/* { */\n', '\n', 'enum E {\n A // }\n B @map("}")\n}\n')), 3);

it('reads the models, fields and enums that Prisma reads', () => {
  fc.assert(
    fc.property(schema, (own) => {
      const text = DATASOURCE + own;
      const expected = prismaReads([{ path: 'a.prisma', text }]);
      if (expected === null) return;
      const { blocks } = parseSchemaFile({ path: 'a.prisma', text });
      expect(blocks.flatMap(({ unknown }) => unknown)).toEqual([]);
      const models = blocks.filter(({ kind }) => kind === 'model');
      expect(
        models.map(({ name, fields }) => [name, ...fields.map((each) => `${each.name} ${each.type.name}`)]),
      ).toEqual(
        expected.models.map(({ name, fields }) => [name, ...fields.map((each) => `${each.name} ${each.type}`)]),
      );
      const enums = blocks.filter(({ kind }) => kind === 'enum').map(({ name }) => name);
      expect(enums).toEqual(expected.enums.map(({ name }) => name));
    }),
    { numRuns: 500 },
  );
});

it('lets nothing but relation fields into a model of another extension', () => {
  const member = pick(
    'posts Post[]\n',
    'bio String? posts Post[]\n',
    'posts Post[] bio String?\n',
    'posts Post[]\rbio String?\n',
    'posts Post[] /* \n */ bio String?\n',
    '/* \n */ bio String?\n',
    'posts\u2028Post[]\n',
    'bio\u0085String?\n',
    'posts Post[]\u2028bio String?\n',
    '} model User2 {\n',
    '}\n',
    'posts Post[] }\n',
    'p Int? @ignore\n',
    'posts Post[] @relation(\n',
    'posts Post[] @x("\n',
    '" /* "\n',
    '*/ bio String?\n',
    '// /*\n',
    '/*\n',
  );
  const around = pick('', '', '/*\n', '*/\n', '}\n', 'model Z {\n id Int @id\n', '// x', '"', '/// @extend');
  const core = [
    { path: 'c', text: DATASOURCE },
    { path: 'd', text: 'model User {\n id Int @id\n}\n' },
  ];
  const post = 'model Post {\n id Int @id\n uid Int\n u User @relation(fields: [uid], references: [id])\n}\n';
  const last = { path: 'f', text: '/* */ model Last {\n id Int @id\n}\n' };
  fc.assert(
    fc.property(around, several(fc.oneof(member, field, line), 3), around, (before, members, after) => {
      const text = `${before}${post}/// @extend\nmodel User {\n${members}}\n${after}`;
      const composition = compose([
        { name: 'core', dependsOn: [], manifestPath: 'p', files: core },
        { name: 'blog', dependsOn: [], manifestPath: 'p', files: [{ path: 'e', text }, last] },
      ]);
      const read = hasErrors(composition.findings) ? null : prismaReads(composition.files);
      if (read === null) return;
      const user = read.models.find(({ name }) => name === 'User');
      expect(user?.fields.filter(({ name, kind }) => name !== 'id' && kind !== 'object')).toEqual([]);
      expect([user?.dbName, user?.uniqueFields]).toEqual([null, []]);
      expect(read.indexes.filter(({ model: owner, type }) => owner === 'User' && type !== 'id')).toEqual([]);
      const owned = composition.entities.filter(({ kind }) => kind === 'model').map(({ name }) => name);
      expect(owned.sort()).toEqual(read.models.map(({ name }) => name).sort());
    }),
    { numRuns: 500 },
  );
});
