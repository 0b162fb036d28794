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

const MODELS: Readonly<Record<ConstraintKind, (column: string) => string>> = {
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
  readonly kind: ConstraintKind;
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

  it('is not cut on SQLite', async () => {
    const table = 't'.repeat(300);
    const name = defaultConstraintName({ kind: 'index', table, columns: ['c'] }, dialect('sqlite').nameBytes);
    expect(name).toBe(`${table}_c_idx`);
    expect(await isName('sqlite', { kind: 'index', table, column: 'c', name })).toBe(true);
  });
});

describe('dialectOf', () => {
  const index = (map: string) => `  id Int @id\n  @@index([id], map: "${map}")\n`;
  const clashes = async (provider: string, second: string) => {
    const text = `${datasource(provider)}model A {\n${index('i')}}\nmodel B {\n${index(second)}}\n`;
    return (await lintSchema([{ path: 'a.prisma', text }])).length > 0;
  };

  it.each(['sqlite', 'postgresql', 'postgres', 'cockroachdb'])('agrees with Prisma on %s', async (provider) => {
    const { indexScope, hasSchemas } = dialect(provider);
    expect(await clashes(provider, 'i')).toBe(indexScope !== 'table');
    const schemas = datasource(provider).replace('}', '  schemas = ["x", "y"]\n}');
    const text = `${schemas}model A {\n${index('i')}  @@schema("x")\n}\nmodel B {\n${index('i')}  @@schema("y")\n}\n`;
    expect(await lintSchema([{ path: 'a.prisma', text }])).toHaveLength(hasSchemas ? 0 : 1);
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
