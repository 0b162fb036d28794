import { chmodSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { errorOf } from '../error-of.test-support.js';
import { testdir } from '../testdir.test-support.js';
import { writeChanges } from './write-changes.js';

const read = (file: string): string => readFileSync(file, 'utf8');

it('writes all files, keeps byte order marks and links, and takes all back', () => {
  const root = testdir({ a: '\uFEFFold', real: 'old', link: { link: 'real' } });
  const at = (name: string): string => path.join(root, name);
  const undo = writeChanges([
    { file: at('a'), before: 'old', after: 'new' },
    { file: at('link'), before: 'old', after: 'new' },
    { file: at('deep/er/est'), before: null, after: 'new' },
  ]);
  expect(['a', 'real', 'link', 'deep/er/est'].map((name) => read(at(name)))).toEqual([
    '\uFEFFnew',
    'new',
    'new',
    'new',
  ]);
  undo();
  expect(['a', 'real'].map((name) => read(at(name)))).toEqual(['\uFEFFold', 'old']);
  expect(readdirSync(root)).toEqual(['a', 'link', 'real']);
});

it('writes nothing where a file is not as it was', async () => {
  const root = testdir({ a: 'old', b: 'other' });
  const changes = ['a', 'b'].map((name) => ({ file: path.join(root, name), before: 'old', after: 'new' }));
  expect(await errorOf(async () => writeChanges(changes))).toMatchObject({ code: 'FILE.CHANGED' });
  expect(readdirSync(root)).toEqual(['a', 'b']);
  expect(read(path.join(root, 'a'))).toBe('old');
});

it('writes nothing where a file cannot be written', async () => {
  const root = testdir({ a: 'old', directory: null });
  const changes = [
    { file: path.join(root, 'a'), before: 'old', after: 'new' },
    { file: path.join(root, 'directory'), before: null, after: 'new' },
  ];
  expect(await errorOf(async () => writeChanges(changes))).toMatchObject({ code: 'FILE.UNREADABLE' });
  expect(read(path.join(root, 'a'))).toBe('old');
  expect(readdirSync(root)).toEqual(['a', 'directory']);
});

it('writes nothing where a file is not in UTF-8, as its characters would be lost', async () => {
  const root = testdir({ a: 'old', b: '' });
  const [a, b] = ['a', 'b'].map((name) => path.join(root, name)) as [string, string];
  const bytes = Buffer.from('caf\u00e9', 'latin1');
  writeFileSync(b, bytes);
  const changes = [
    { file: a, before: 'old', after: 'new' },
    { file: b, before: 'caf\uFFFD', after: 'caf\uFFFD!' },
  ];
  expect(await errorOf(async () => writeChanges(changes))).toMatchObject({ code: 'FILE.NOT_UTF8' });
  expect([read(a), readFileSync(b)]).toEqual(['old', bytes]);
  writeFileSync(b, 'caf\uFFFD');
  writeChanges(changes);
  expect([read(a), read(b)]).toEqual(['new', 'caf\uFFFD!']);
});

it('removes what killed runs left beside a file, and nothing else', () => {
  const name = (pid: number | string): string => `.tmp-${pid}-3f09bc49-e815-42fe-8d6e-5cb88ca009a6`;
  const root = testdir({ a: 'old', [name(999_999_999)]: '', [name(process.pid)]: '', '.tmp-mine': '', '.tmp-1-x': '' });
  writeChanges([{ file: path.join(root, 'a'), before: 'old', after: 'new' }]);
  expect(readdirSync(root)).toEqual(['.tmp-1-x', name(process.pid), '.tmp-mine', 'a']);
});

it('leaves to a file who may do what with it', () => {
  const root = testdir({ a: 'old' });
  const file = path.join(root, 'a');
  chmodSync(file, 0o751);
  const undo = writeChanges([{ file, before: 'old', after: 'new' }]);
  expect(statSync(file).mode & 0o777).toBe(0o751);
  undo();
  expect(statSync(file).mode & 0o777).toBe(0o751);
});
