import { expect, it } from 'vitest';
import { readDatasource } from './read-datasource.js';

it.each([
  ['no file', [], null],
  ['none', ['model A {\n}'], null],
  ['a provider', ['// x', 'datasource db {\n  provider = "sqlite"\n}'], ['db', 'sqlite', '1.prisma', 2, 14]],
  ['no provider', ['\ndatasource db {\n}'], ['db', null, '0.prisma', 2, 1]],
  ['a provider that is no string', ['datasource db {\n  provider = env("X")\n}'], ['db', null, '0.prisma', 2, 14]],
] as const)('%s', (_name, texts, expected) => {
  const found = readDatasource(texts.map((text, index) => ({ path: `${index}.prisma`, text })));
  const { file, line, column } = found?.where ?? {};
  expect(found === null ? null : [found.name, found.provider, file, line, column]).toEqual(expected);
});

it('reads the schemas that it lists', () => {
  const text = 'datasource db {\n  schemas = ["public", "au dit"]\n}\n';
  expect(readDatasource([{ path: 'a.prisma', text }])?.schemas).toEqual(['public', 'au dit']);
  expect(readDatasource([{ path: 'a.prisma', text: 'datasource db {\n}\n' }])?.schemas).toBeNull();
});

it.each([
  ['a text', 'url = "file:./a.db"', { kind: 'text', text: 'file:./a.db' }],
  ['a variable', 'url = env("X")', { kind: 'variable', variable: 'X' }],
  ['a variable without a name', 'url = env()', null],
  ['a number', 'url = 3', null],
  ['another key', 'directUrl = "file:./a.db"', null],
  ['nothing', '', null],
])('reads the URL of Prisma 6 from %s', (_name, line, expected) => {
  const text = `datasource db {\n  provider = "sqlite"\n  ${line}\n}\n`;
  expect(readDatasource([{ path: 'a.prisma', text }])?.url).toEqual(expected);
});
