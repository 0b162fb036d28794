import { describe, expect, it } from 'vitest';
import { historyStatement, takesEngineLock } from './history-statement.js';

const OURS = '"blog"."_prisma_migrations_blog"';

describe('historyStatement', () => {
  it.each([
    [
      'read',
      'SELECT "id", "checksum", "logs", "started_at" FROM "_prisma_migrations" ORDER BY "started_at" ASC',
      `SELECT "id", "checksum", "logs", "started_at" FROM ${OURS} ORDER BY "started_at" ASC`,
    ],
    [
      'read',
      'SELECT\n    id,\n    checksum\nFROM `_prisma_migrations`\nORDER BY `started_at` ASC\n',
      `SELECT\n    id,\n    checksum\nFROM ${OURS}\nORDER BY \`started_at\` ASC`,
    ],
    [
      'write',
      'INSERT INTO "_prisma_migrations" ("id","checksum") VALUES ($1,$2)',
      `INSERT INTO ${OURS} ("id","checksum") VALUES ($1,$2)`,
    ],
    [
      'write',
      'UPDATE `_prisma_migrations` SET `applied_steps_count` = (`applied_steps_count` + ?) WHERE `id` = ?',
      `UPDATE ${OURS} SET \`applied_steps_count\` = (\`applied_steps_count\` + ?) WHERE \`id\` = ?`,
    ],
  ])('leads to the table of the extension what would %s Prisma’s: %s', (kind, sql, expected) => {
    expect(historyStatement(sql, OURS)).toEqual({ kind, sql: expected });
  });

  it.each([
    'CREATE TABLE _prisma_migrations (\n    id VARCHAR(36)\n);\n',
    'CREATE TABLE "_prisma_migrations" (\n    "id" TEXT)',
  ])('knows what creates it: %s', (sql) => {
    expect(historyStatement(sql, OURS)).toEqual({ kind: 'create' });
  });

  it.each([
    'SELECT 1',
    'SELECT COUNT(*) FROM "_prisma_migrations_of_birds"',
    `ALTER TABLE "User" ADD COLUMN "kept" TEXT DEFAULT ' _prisma_migrations'`,
    'CREATE TABLE "User" ("_prisma_migrations" TEXT)',
    'PRAGMA table_info ("my _prisma_migrations of old")',
    'SELECT "id", "_prisma_migrations" FROM "User" WHERE "_prisma_migrations" IS NOT NULL',
  ])('leaves alone what is not about it: %s', (sql) => {
    expect(historyStatement(sql, OURS)).toEqual({ kind: 'none' });
  });

  it.each([
    'DROP TABLE _prisma_migrations',
    'PRAGMA table_info ("_prisma_migrations")',
    'DELETE FROM _prisma_migrations',
    'SELECT COUNT(*) FROM "public"."_prisma_migrations"',
    'SELECT a FROM b JOIN "_prisma_migrations" USING (a)',
  ])('says of the rest that it is not known: %s', (sql) => {
    expect(historyStatement(sql, OURS)).toEqual({ kind: 'unknown' });
  });
});

describe('takesEngineLock', () => {
  it.each([
    ['SELECT pg_advisory_lock(72707369)', true],
    ['PRAGMA main.locking_mode=EXCLUSIVE', true],
    ['SELECT pg_advisory_lock(72707369) FROM "User"', false],
    ['PRAGMA foreign_keys=off', false],
  ])('%s: %s', (sql, expected) => {
    expect(takesEngineLock(sql)).toBe(expected);
  });
});
