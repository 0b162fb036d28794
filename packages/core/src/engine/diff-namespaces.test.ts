import { describe, expect, it } from 'vitest';
import { composeClosure } from '../composition/compose.js';
import type { Composition } from '../composition/composition.js';
import { defaultConstraintName } from '../composition/constraint-name.js';
import { sourcesOf, type TestFragments } from '../composition/sources.test-support.js';
import { openTestDatabase } from '../database/postgres/open.test-support.js';
import { createTestDatabase } from '../database/postgres/server.test-support.js';
import { diffShadow } from './diff-shadow.js';

const provider = 'postgresql';
const CORE = 'model User {\n  id Int @id\n}\nenum Role {\n  ADMIN\n}\n';
const BILLING = [
  'model Invoice {\n  id Int @id\n  userId Int\n  user User @relation(fields: [userId], references: [id])\n  roles Role[]\n  state State\n}',
  'enum State {\n  OPEN\n}',
  'model Account {\n  id Int @id\n  users User[]\n}',
  '/// @extend\nmodel User {\n  accounts Account[]\n}\n',
].join('\n');

function closureOf(fragments: TestFragments, extension: string, namespaces?: readonly string[]): Composition {
  return composeClosure(sourcesOf(fragments, { provider }), extension, { namespaces });
}

/** A database, and what Prisma's engine runs in it to come to a composition. */
async function openBuilder(): Promise<(composition: Composition, external?: readonly string[]) => Promise<string>> {
  const { url } = await createTestDatabase({ name: 'namespaces' });
  const database = await openTestDatabase(url);
  return async ({ files }, external = []) => {
    const { up } = await diffShadow({ shadow: database, files, external: { tables: external, enums: external } });
    for (const statement of up.split(';')) if (statement.trim() !== '') await database.execute(statement);
    return up;
  };
}

describe("a namespace, as Prisma's engine makes it", () => {
  const fragments: TestFragments = { core: CORE, billing: { namespace: 'billing', files: BILLING } };
  const ofCore = ['public.User', 'public.Role'];
  const made = (sql: string) => sql.match(/(?:CREATE|DROP) (?:SCHEMA|TABLE|TYPE)[^;(]*?"[\w".]+"/g) ?? [];

  it("is made by the extension's own revisions, with its join tables where the composition says", async () => {
    const build = await openBuilder();
    expect(made(await build(closureOf(fragments, 'core')))).toEqual(['CREATE TYPE "Role"', 'CREATE TABLE "User"']);
    const billing = closureOf(fragments, 'billing');
    expect(made(await build(billing, ofCore))).toEqual([
      'CREATE SCHEMA IF NOT EXISTS "billing"',
      'CREATE TYPE "billing"."State"',
      'CREATE TABLE "billing"."Invoice"',
      'CREATE TABLE "billing"."Account"',
      'CREATE TABLE "billing"."_AccountToUser"',
    ]);
    const joinTable = billing.entities.find(({ kind }) => kind === 'join-table');
    expect(joinTable).toMatchObject({ databaseName: '_AccountToUser', schema: 'billing' });
    expect(await build(closureOf(fragments, 'core'))).toBe('');
    expect(await build(billing, ofCore)).toBe('');
  });

  it('that was left is seen where it is listed', async () => {
    const build = await openBuilder();
    await build(closureOf(fragments, 'core'));
    await build(closureOf(fragments, 'billing'), ofCore);
    const without = { core: CORE, billing: { namespace: 'invoices', files: '' } };
    expect(made(await build(closureOf(without, 'billing', ['billing']), ofCore))).toEqual([
      'DROP TABLE "billing"."Account"',
      'DROP TABLE "billing"."Invoice"',
      'DROP TABLE "billing"."_AccountToUser"',
      'DROP TYPE "billing"."State"',
    ]);
  });
});

it('gives indexes and keys the names that the composition expects', async () => {
  const build = await openBuilder();
  const table = `${'t'.repeat(40)}${'é'.repeat(10)}`;
  const columns = ['a', 'b'];
  const core = `model T {\n  a Int\n  b Int\n  c Int @unique\n  @@id([a, b])\n  @@index([a, b])\n  @@map("${table}")\n}\n`;
  const up = await build(closureOf({ core }, 'core'));
  for (const constraint of [
    { kind: 'id', table, columns },
    { kind: 'index', table, columns },
    { kind: 'unique', table, columns: ['c'] },
  ] as const) {
    expect(up).toContain(JSON.stringify(defaultConstraintName(constraint, 63)));
  }
});
