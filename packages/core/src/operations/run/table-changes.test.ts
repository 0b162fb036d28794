import { describe, expect, it } from 'vitest';
import { tableChange } from './table-changes.js';

describe('tableChange', () => {
  it.each<[string, string | null, readonly string[]]>([
    ['CREATE TABLE "Post" ("id" INTEGER);', 'post', []],
    ['create unlogged table Post(id int)', 'post', []],
    ['CREATE TABLE "billing"."Invoice" ()', 'invoice', []],
    ['CREATE TABLE billing . invoice ()', 'invoice', []],
    ['CREATE TABLE "odd ""name"".x" ()', 'odd "name".x', []],
    ['CREATE TABLE `Post` (id)', 'post', []],
    ['CREATE TABLE [My Post] (id)', 'my post', []],
    ['CREATE TABLE IF NOT EXISTS "Post" ()', null, []],
    ['CREATE TABLE iffy ()', 'iffy', []],
    ['CREATE TEMPORARY TABLE "Post" ()', null, []],
    ['CREATE TABLE größe (id int)', 'größe', []],
    ['ALTER TABLE "new_Post" RENAME TO "Post"', 'post', ['new_post']],
    ['ALTER TABLE IF EXISTS ONLY public."a" RENAME TO b', 'b', ['a']],
    ['ALTER TABLE "Post" RENAME COLUMN "a" TO "b"', null, []],
    ['DROP TABLE "Post"', null, ['post']],
    ['DROP TABLE IF EXISTS public."Post", b', null, ['post', 'b']],
    ['DROP INDEX "Post"', null, []],
    ['SELECT 1', null, []],
  ])('%s', (sql, made, gone) => {
    expect(tableChange({ sql })).toEqual({ made, gone });
  });
});
