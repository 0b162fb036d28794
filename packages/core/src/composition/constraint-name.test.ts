import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lintSchema } from '../engine/schema-validator.js';
import { parseSchemaFile } from '../fragment/parse-schema-file.js';
import { type ConstraintKind, defaultConstraintName, firstBytes } from './constraint-name.js';
import { dialectOf } from './dialect.js';

const utf8 = new TextEncoder();
const datasource = (provider: string) => `datasource db {\n  provider = "${provider}"\n}\n`;
const dialect = (provider: string) =>
  dialectOf(parseSchemaFile({ path: 'a.prisma', text: datasource(provider) }).blocks[0] ?? null);

type IndexKind = Exclude<ConstraintKind, 'foreign-key'>;

const MODELS: Readonly<Record<IndexKind, (column: string) => string>> = {
  id: () => '  id Int @id\n',
  unique: (column) => `  id Int @id(map: "p")\n  c Int @unique @map("${column}")\n`,
  index: (column) => `  id Int @id(map: "p")\n  c Int @map("${column}")\n  @@index([c])\n`,
};

/** Whether Prisma finds that the model's default name is the one given to another index. */
async function isName(provider: string, { kind, table, column, name }: NameCase): Promise<boolean> {
  const own = provider === 'sqlite' ? MODELS[kind](column).replace('(map: "p")', '') : MODELS[kind](column);
  const other = `model Other {\n  id Int @id\n  @@index([id], map: ${JSON.stringify(name)})\n}\n`;
  const text = `${datasource(provider)}model Own {\n${own}  @@map("${table}")\n}\n${other}`;
  const diagnostics = await lintSchema([{ path: 'a.prisma', text }]);
  expect(diagnostics.filter(({ message }) => !message.includes('has to be unique'))).toEqual([]);
  return diagnostics.length > 0;
}

interface NameCase {
  readonly kind: IndexKind;
  readonly table: string;
  readonly column: string;
  readonly name: string;
}

describe('defaultConstraintName', () => {
  it.each(['id', 'unique', 'index'] as const)('is what Prisma gives on PostgreSQL: %s', async (kind) => {
    for (const length of [1, 55, 56, 57, 58, 59, 60, 70]) {
      for (const character of ['a', 'é', '€', '😀']) {
        const table = `t${character.repeat(length)}`;
        const name = defaultConstraintName({ kind, table, columns: ['x_y'] }, 63);
        expect(utf8.encode(name).length).toBeLessThanOrEqual(63);
        expect(await isName('postgresql', { kind, table, column: 'x_y', name })).toBe(true);
      }
    }
  });

  it.each(['mysql', 'sqlserver'])('is what Prisma gives a foreign key on %s', async (provider) => {
    const { nameBytes } = dialect(provider);
    for (const length of [1, nameBytes - 9, nameBytes - 8, nameBytes - 7, nameBytes + 1]) {
      const table = 't'.repeat(length);
      const name = defaultConstraintName({ kind: 'foreign-key', table, columns: ['x'] }, nameBytes);
      const models = ['', `, map: ${JSON.stringify(name)}`].map(
        (map, at) =>
          `model Own${at} {\n  id Int @id(map: "p${at}")\n  x Int\n  a A @relation(fields: [x], references: [id]${map})\n${at === 0 ? `  @@map("${table}")\n` : ''}}\n`,
      );
      const text = `${datasource(provider)}model A {\n  id Int @id\n  one Own0[]\n  two Own1[]\n}\n${models.join('')}`;
      const isKeyUnnamed = provider === 'mysql';
      const diagnostics = await lintSchema([
        { path: 'a.prisma', text: isKeyUnnamed ? text.replaceAll(/@id\(map: "p\d"\)/g, '@id') : text },
      ]);
      expect(diagnostics.filter(({ message }) => !message.includes('has to be unique'))).toEqual([]);
      expect(diagnostics.length).toBeGreaterThan(0);
    }
  });

  it('is not cut on SQLite', async () => {
    const table = 't'.repeat(300);
    const name = defaultConstraintName({ kind: 'index', table, columns: ['c'] }, dialect('sqlite').nameBytes);
    expect(name).toBe(`${table}_c_idx`);
    expect(await isName('sqlite', { kind: 'index', table, column: 'c', name })).toBe(true);
  });
});

describe('dialectOf', () => {
  const PROVIDERS = ['sqlite', 'postgresql', 'postgres', 'cockroachdb', 'mysql', 'sqlserver', 'mongodb'];
  const problems = async (provider: string, models: string, settings = '') => {
    const text = `${datasource(provider).replace('}', `${settings}}`)}${models}`;
    const found = (await lintSchema([{ path: 'a.prisma', text }])).map(({ message }) => message);
    return found.filter((message) => !message.includes('does not support named foreign keys'));
  };
  const id = (provider: string, map = '') =>
    provider === 'mongodb' ? '  id Int @id @map("_id")\n' : `  id Int @id${map}\n`;

  /** Two models with something of the same name, for what it can be the name of. */
  const SAME_NAMES: Readonly<Record<ConstraintKind, (provider: string) => string>> = {
    id: (provider) => ['A', 'B'].map((name) => `model ${name} {\n${id(provider, '(map: "x")')}}\n`).join(''),
    unique: (provider) =>
      ['A', 'B'].map((name) => `model ${name} {\n${id(provider)}  c Int @unique(map: "x")\n}\n`).join(''),
    index: (provider) =>
      ['A', 'B'].map((name) => `model ${name} {\n${id(provider)}  c Int\n  @@index([c], map: "x")\n}\n`).join(''),
    'foreign-key': (provider) =>
      `model A {\n${id(provider)}  b B[]\n  c C[]\n}\n${['B', 'C']
        .map(
          (name) =>
            `model ${name} {\n${id(provider)}  aId Int\n  a A @relation(fields: [aId], references: [id], map: "x")\n}\n`,
        )
        .join('')}`,
  };

  describe.each(PROVIDERS)('agrees with Prisma on %s', (provider) => {
    const rules = dialect(provider);

    it.each(['id', 'unique', 'index', 'foreign-key'] as const)('about names of the kind %s', async (kind) => {
      // Primary keys have names of their own only on some; and SQL Server is stricter than Prisma.
      if (kind === 'id' && ['sqlite', 'mysql', 'mongodb'].includes(provider)) {
        expect(rules.sharedNames).not.toContain(kind);
        return;
      }
      const isRefused = (await problems(provider, SAME_NAMES[kind](provider))).length > 0;
      expect(isRefused || (provider === 'sqlserver' && kind === 'unique')).toBe(rules.sharedNames.has(kind));
    });

    it('about schemas', async () => {
      const model = `model A {\n${id(provider)}  @@schema("x")\n}\n`;
      expect((await problems(provider, model, '  schemas = ["x"]\n')).length === 0).toBe(rules.hasSchemas);
    });

    it('about the longest name', async () => {
      // What is too long is cut off where Prisma makes the name, and refused where it is given.
      const given = (length: number) =>
        problems(provider, `model A {\n${id(provider)}  c Int @unique(map: "${'x'.repeat(length)}")\n}\n`);
      expect(await given(rules.nameBytes)).toEqual([]);
      expect(await given(rules.nameBytes + 1)).not.toEqual([]);
    });

    it('about what a delete does', async () => {
      const relation = `model A {\n${id(provider)}  b B[]\n}\nmodel B {\n${id(provider)}  aId Int\n  a A @relation(fields: [aId], references: [id], onDelete: ${rules.requiredOnDelete})\n}\n`;
      expect(await problems(provider, relation)).toEqual([]);
    });
  });
});

describe('firstBytes', () => {
  it('keeps whole characters that fit, and no fewer', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.nat(40), (text, limit) => {
        const cut = firstBytes(text, limit);
        const next = [...text.slice(cut.length)][0] ?? '';
        expect(text.startsWith(cut)).toBe(true);
        expect(utf8.encode(cut).length).toBeLessThanOrEqual(limit);
        if (next !== '') expect(utf8.encode(cut + next).length).toBeGreaterThan(limit);
      }),
    );
  });
});
