import { expect, it } from 'vitest';
import { hasPassword } from './has-password.js';

it.each([
  ['postgresql://app:hunter2@db.example.org/app', true],
  ['url: "postgres://app:hun%40ter2@10.0.0.7:5432/app"', true],
  ['A=1\nURL=mysql://u:p@db/app\n', true],
  ['postgresql://app@db.example.org/app', false],
  ['postgresql://app:hunter2@localhost:5432/app', false],
  ['postgresql://app:hunter2@127.0.0.1/app', false],
  ['postgresql://app:hunter2@[::1]:5432/app', false],
  ['postgresql://app:$' + '{PASSWORD}@db.example.org/app', false],
  ['postgresql://user:password@db.example.org/app', false],
  ['postgresql://user:<password>@db.example.org/app', false],
  ['file:./prisma/dev.db', false],
  ['https://example.org:8080/a@b', false],
  ['', false],
])('sees whether a text has a password: %s', (text, expected) => {
  expect(hasPassword(text)).toBe(expected);
});
