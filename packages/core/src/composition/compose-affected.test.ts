import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ExtensionSource } from '../fragment/extension-source.js';
import { compose } from './compose.js';
import { composeAffected, isCausedBy } from './compose-affected.js';

const outputDirectory = 'generated/schema';

function source(name: string, text: string, dependsOn: readonly string[] = []): ExtensionSource {
  const path = name === 'core' ? 'prisma/schema.prisma' : `extensions/${name}/prisma/schema.prisma`;
  return { name, dependsOn, manifestPath: `extensions/${name}/package.json`, files: [{ path, text }] };
}

const core = (provider: string): ExtensionSource =>
  source(
    'core',
    `datasource db {\n  provider = "${provider}"\n}\n\nmodel User {\n  id Int @id\n}\n\nmodel Team {\n  id Int @id\n}\n`,
  );

/** The findings that a change of some extensions can have caused, in what is composed for them and in the whole. */
function bothWays(sources: readonly ExtensionSource[], names: readonly string[]) {
  const affected = new Set(names);
  const { composition, closure } = composeAffected(sources, { affected, outputDirectory });
  const caused = ({ findings }: Pick<typeof composition, 'findings'>) =>
    findings
      .filter((finding) => isCausedBy({ affected, closure }, finding))
      .map(({ code, where }) => ({ code, where }));
  return {
    composed: composition.extensions,
    few: caused(composition),
    whole: caused(compose(sources, { outputDirectory })),
  };
}

const SOME = 'model Some {\n  id Int @id\n}\n';
const TO_USER = '  id Int @id\n  userId Int\n  user User @relation(fields: [userId], references: [id])\n';

describe('composeAffected', () => {
  it.each<readonly [string, string, string, string]>([
    ['NAME_CLASH', 'sqlite', SOME, SOME],
    ['NAME_CLASH', 'sqlite', SOME, 'enum sOME {\n  A\n}\n'],
    ['TABLE_CLASH', 'sqlite', SOME, 'model Other {\n  id Int @id\n\n  @@map("some")\n}\n'],
    [
      'TABLE_CLASH',
      'sqlite',
      'model Some {\n  id Int @id\n\n  @@map("my table")\n}\n',
      'model Other {\n  id Int @id\n\n  @@map("my table")\n}\n',
    ],
    ['TABLE_CLASH', 'sqlite', SOME, 'model Other {\n  id Int @id\n\n  @@map("S\\u006fme")\n}\n'],
    ['ENUM_CLASH', 'postgresql', 'enum Some {\n  A\n}\n', 'enum Other {\n  A\n\n  @@map("Some")\n}\n'],
    [
      'JOIN_TABLE_CLASH',
      'sqlite',
      'model Some {\n  id Int @id\n\n  @@map("_AToB")\n}\n',
      'model A {\n  id Int @id\n  bs B[]\n}\n\nmodel B {\n  id Int @id\n  as A[]\n}\n',
    ],
    [
      'JOIN_TABLE_CLASH',
      'sqlite',
      'model Some {\n  id Int @id\n\n  @@map("_both")\n}\n',
      'model A {\n  id Int @id\n  bs B[] @relation("both")\n}\n\nmodel B {\n  id Int @id\n  as A[] @relation("both")\n}\n',
    ],
    [
      'JOIN_TABLE_CLASH',
      'sqlite',
      'model A {\n  id Int @id\n  bs B[]\n}\n\nmodel B {\n  id Int @id\n  as A[]\n}\n',
      'model Other {\n  id Int @id\n\n  @@map("_atob")\n}\n',
    ],
    [
      'HISTORY_TABLE_CLASH',
      'sqlite',
      'model Some {\n  id Int @id\n\n  @@map("_prisma_migrations_far")\n}\n',
      'model Other {\n  id Int @id\n}\n',
    ],
    ['HISTORY_TABLE_CLASH', 'sqlite', SOME, 'model Other {\n  id Int @id\n\n  @@map("_prisma_migrations_near")\n}\n'],
    [
      'CONSTRAINT_CLASH',
      'sqlite',
      'model a_b {\n  id Int @id\n  c Int @unique\n}\n',
      'model a {\n  id Int @id\n  b_c Int @unique\n}\n',
    ],
    [
      'CONSTRAINT_CLASH',
      'sqlite',
      'model a_b {\n  id Int @id\n  c Int @unique\n}\n',
      'model Other {\n  id Int @id\n  d Int @unique(map: "a_b_c_key")\n}\n',
    ],
    [
      'CONSTRAINT_CLASH',
      'postgresql',
      `model ${'a'.repeat(60)} {\n  id Int @id\n}\n`,
      `model ${'a'.repeat(61)} {\n  id Int @id\n}\n`,
    ],
    ['OPPOSITE_FIELD_CLASH', 'sqlite', `model Person {\n${TO_USER}}\n`, `model People {\n${TO_USER}}\n`],
    [
      'OPPOSITE_FIELD_CLASH',
      'sqlite',
      `model Person {\n${TO_USER}}\n`,
      `model Other {\n${TO_USER}}\n\n/// @extend\nmodel User {\n  people Other[]\n}\n`,
    ],
    ['OPPOSITE_FIELD_CLASH', 'sqlite', `model This {\n${TO_USER}}\n`, `model These {\n${TO_USER}}\n`],
    [
      'UNDECLARED_DEPENDENCY',
      'sqlite',
      'model Some {\n  id Int @id\n  otherId Int\n  other Other @relation(fields: [otherId], references: [id])\n}\n',
      'model Other {\n  id Int @id\n}\n',
    ],
  ])('finds a %s on %s with an extension far away', (code, provider, near, far) => {
    const { few, whole } = bothWays([core(provider), source('near', near), source('far', far)], ['near']);
    expect(few.map((finding) => finding.code)).toContain(`COMPOSITION.${code}`);
    expect(few).toEqual(whole);
  });

  it('leaves out who has nothing to do with it', () => {
    const far = `model Other {\n${TO_USER}\n  @@index([userId])\n  @@map("others")\n}\n`;
    const { composed } = bothWays([core('sqlite'), source('near', SOME), source('far', far)], ['near']);
    expect(composed).toEqual(['core', 'near']);
  });

  it('knows what others call the fields of those that may clash', () => {
    const namer = source('namer', '/// @extend\nmodel User {\n  written Post[]\n}\n', ['blog']);
    const sources = [core('sqlite'), source('blog', `model Post {\n${TO_USER}}\n`), namer];
    const { few, whole } = bothWays([...sources, source('near', `model Posts {\n${TO_USER}}\n`)], ['near']);
    expect(few).toEqual(whole);
    expect(few.map(({ code }) => code)).not.toContain('COMPOSITION.OPPOSITE_FIELD_CLASH');
  });

  it('finds what the whole composition finds', () => {
    const name = fc.constantFrom('Post', 'Posts', 'post', 'Tag', 'PostToTag', 'a', 'a_b', 'Person', 'People', 'User');
    const map = fc.constantFrom(
      '',
      '',
      'posts',
      'POST',
      '_PostToTag',
      '_both',
      'a',
      'a_b',
      'a_b_c_idx',
      'my table',
      '_prisma_migrations_e1',
      '_prisma_migrations',
    );
    const model = fc
      .record({
        name,
        map,
        toUser: fc.boolean(),
        list: fc.constantFrom('', 'Post[]', 'Tag[]', 'Tag[] @relation("both")'),
        index: fc.constantFrom(
          '',
          '@@index([c])',
          '@@index([b_c])',
          '@@unique([c], map: "posts")',
          '@@index([c], map: "a_b_c_idx")',
        ),
      })
      .map(({ name, map, toUser, list, index }) =>
        [
          `model ${name} {`,
          '  id Int @id\n  c Int\n  b_c Int',
          toUser ? '  userId Int\n  user User @relation(fields: [userId], references: [id])' : '',
          list === '' ? '' : `  list ${list}`,
          index,
          map === '' ? '' : `  @@map("${map}")`,
          '}\n',
        ].join('\n'),
      );
    const extend = fc.constantFrom(
      '',
      '',
      '/// @extend\nmodel User {\n  people Person[]\n}\n',
      '/// @extend\nmodel User {\n  list Post[]\n}\n',
    );
    const extensions = fc.array(
      fc.record({
        models: fc.uniqueArray(model, { maxLength: 3 }),
        extend,
        dependsOn: fc.subarray(['e0', 'e1', 'e2']),
      }),
      { minLength: 2, maxLength: 5 },
    );
    fc.assert(
      fc.property(
        extensions,
        fc.constantFrom('sqlite', 'postgresql', 'mysql', 'sqlserver'),
        fc.nat(4),
        (made, provider, at) => {
          const sources = made.map(({ models, extend, dependsOn }, index) =>
            source(
              `e${index}`,
              [...models, extend].join('\n'),
              dependsOn.filter((other) => other < `e${index}`),
            ),
          );
          const start = `e${at % made.length}`;
          const affected = new Set([start]);
          for (const { name, dependsOn } of sources)
            if (dependsOn.some((other) => affected.has(other))) affected.add(name);
          const { few, whole } = bothWays([core(provider), ...sources], [...affected]);
          expect(few).toEqual(whole);
        },
      ),
      { numRuns: 400 },
    );
  });
});
