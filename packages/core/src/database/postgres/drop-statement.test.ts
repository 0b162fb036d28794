import { expect, it } from 'vitest';
import { dropStatement } from './drop-statement.js';

it.each([
  ['table', 'public."Post"', 'DROP TABLE IF EXISTS public."Post" CASCADE'],
  ['enum', 'public."Kind"', 'DROP TYPE IF EXISTS public."Kind" CASCADE'],
  ['function', 'public.f(a integer)', 'DROP FUNCTION IF EXISTS public.f(a integer) CASCADE'],
  ['trigger', 'public."Po.st"."on ""it"', 'DROP TRIGGER IF EXISTS "on ""it" ON public."Po.st" CASCADE'],
  ['policy', 'public.post.mine', 'DROP POLICY IF EXISTS mine ON public.post CASCADE'],
  ['comment', 'table public.post', null],
])('%s %s', (kind, name, expected) => {
  expect(dropStatement({ kind, name })).toBe(expected);
});
