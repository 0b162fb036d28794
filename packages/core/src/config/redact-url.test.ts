import { expect, it } from 'vitest';
import { redactUrl, redactUrls } from './redact-url.js';

it.each([
  ['file:./prisma/dev.db', 'file:./prisma/dev.db'],
  ['file:/home/user:me@host/dev.db', 'file:/home/user:me@host/dev.db'],
  ['file:./dev.db?connection_limit=1', 'file:./dev.db?connection_limit=1'],
  ['file:./dev.db?key=hunter2', 'file:./dev.db?key=***'],
  ['postgresql://localhost:5432/app?schema=public', 'postgresql://localhost:5432/app?schema=public'],
  ['postgresql://me@localhost/app', 'postgresql://me@localhost/app'],
  ['postgresql://me:hunter2@localhost:5432/app?schema=public', 'postgresql://me:***@localhost:5432/app?schema=public'],
  ['postgresql://me:@localhost/app', 'postgresql://me:***@localhost/app'],
  ['postgresql://:hunter2@localhost/app', 'postgresql://:***@localhost/app'],
  ['postgresql://me:hun/ter?2@#@localhost/app', 'postgresql://me:***@localhost/app'],
  ['postgresql://me:hunter2', 'postgresql://me:***'],
  ['postgresql://h/app?sslmode=postgresql://me:hunter2', 'postgresql://h/app?sslmode=***'],
  ['postgresql://me:hunter2/app', 'postgresql://me:***'],
  ['postgresql:me:hunter2@localhost/app', 'postgresql:***@localhost/app'],
  ['postgresql://h/app?password=hunter2&schema=x', 'postgresql://h/app?password=***&schema=x'],
  ['postgresql://h/app?p%61ssword=hunter2#hunter2', 'postgresql://h/app?p%61ssword=***'],
  ['postgresql://h/app?sslpassword=hunter2&%=1', 'postgresql://h/app?sslpassword=***&%=1'],
  ['prisma+postgres://accelerate.example/?api_key=hunter2', 'prisma+postgres://accelerate.example/?api_key=***'],
  ['sqlserver://h:1433;user=sa;password=hunter2;encrypt=true', 'sqlserver://h:1433;user=sa;password=***;encrypt=true'],
  ['hunter2', '***'],
  ['', '***'],
])('shows %j as %j', (url, shown) => {
  expect(redactUrl(url)).toBe(shown);
});

it('hides the secrets of every URL in a text', () => {
  const text =
    'no answer of postgresql://me:hunter2@a/x; nor of postgresql://b/x?password=hunter2 either, see https://example.org/x';
  expect(redactUrls(text)).toBe(
    'no answer of postgresql://me:***@a/x; nor of postgresql://b/x?password=*** either, see https://example.org/x',
  );
});
