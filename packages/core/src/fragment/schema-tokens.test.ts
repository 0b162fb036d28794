import { expect, it } from 'vitest';
import { schemaTokens } from './schema-tokens.js';

it.each([
  ['model A {\n id Int @id\n}', 'model A {\n  id  Int @id\n}\n', true],
  ['a String @default( "a  b" )', 'a String @default("a  b")', true],
  ['a String @default("a  b")', 'a String @default("a b")', false],
  ['id Int // key  ', 'id   Int // key', true],
  ['id Int // the key', 'id Int // thekey', false],
  ['ab c', 'a bc', false],
  ['a\r\nb', 'a\nb', true],
  ['posts Post[]', 'posts Post[]\nuser User', false],
])('%j and %j say the same: %s', (left, right, isSame) => {
  expect(JSON.stringify(schemaTokens(left)) === JSON.stringify(schemaTokens(right))).toBe(isSame);
});
