import { expect, it } from 'vitest';
import { droppedEnums, droppedObjects } from './dropped-objects.js';

it.each([
  ['DROP TYPE "Role"', ['type "Role"']],
  ['drop  materialized\n view if exists a, "b, c" CASCADE', ['materialized view a', 'materialized view "b, c"']],
  ['DROP FUNCTION f(int, text), g() RESTRICT', ['function f(int, text)', 'function g()']],
  ['DROP TRIGGER t ON "Post"', ['trigger t ON "Post"']],
  ['DROP TABLE "Post"', []],
  ['SELECT $$DROP VIEW x$$', []],
])('%s', (sql, expected) => {
  expect(droppedObjects([{ sql }]).map(({ kind, name }) => `${kind} ${name}`)).toEqual(expected);
});

it('tells the enums that go by the names that the database gives them', () => {
  const objects = droppedObjects([{ sql: 'DROP TYPE "Role", public."Mo""od", Plain' }, { sql: 'DROP VIEW "View"' }]);
  const enums = ['Role', 'role', '"Mo""od"', 'blog.plain', 'Plain', 'View'];
  expect(droppedEnums(objects, enums)).toEqual(['Role', '"Mo""od"', 'blog.plain']);
});
