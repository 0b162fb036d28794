import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { testdir } from '../../testdir.test-support.js';
import { isText, listOf } from '../check/kept-shapes.js';
import { digestOf, ResultCache } from './result-cache.js';

const FOLDER = 'node_modules/.cache/prisma-orchestrate';
const KEY = digestOf('what it came from');
const parse = listOf(isText);

function open(root: string, { mayRead = true, mayWrite = true } = {}): ResultCache {
  return new ResultCache({ root, mayRead, mayWrite });
}

describe('ResultCache', () => {
  it('gives back what was kept under the same key, in another run too', () => {
    const root = testdir();
    open(root).write('blog', KEY, ['one']);
    open(root).write('shop', KEY, ['two']);
    expect(open(root).read('blog', KEY, parse)).toEqual(['one']);
    expect(open(root).read('blog', digestOf('another'), parse)).toBeNull();
    expect(open(root).read('core', KEY, parse)).toBeNull();
    open(root).write('blog', KEY, ['three']);
    expect(open(root).read('blog', KEY, parse)).toEqual(['three']);
    expect(readdirSync(path.join(root, FOLDER)).sort()).toEqual(['blog.json', 'shop.json']);
  });

  it('does not take what is kept in another slot for its own', () => {
    const root = testdir();
    open(root).write('blog', KEY, ['one']);
    const text = readFileSync(path.join(root, FOLDER, 'blog.json'), 'utf8');
    writeFileSync(path.join(root, FOLDER, 'shop.json'), text);
    expect(open(root).read('shop', KEY, parse)).toBeNull();
  });

  it.each<[string, (text: string) => string]>([
    ['an entry that says something else', (text) => text.replace('one', 'all is well')],
    ['half an entry', (text) => text.slice(0, text.length / 2)],
    ['an empty file', () => ''],
    ['other JSON', () => '{ "key": 1, "content": {} }'],
    ['no object', () => 'null'],
    ['a key that was changed', (text) => text.replace(KEY, digestOf('another'))],
  ])('takes %s for nothing kept', (_, spoil) => {
    const root = testdir();
    open(root).write('blog', KEY, ['one']);
    const text = readFileSync(path.join(root, FOLDER, 'blog.json'), 'utf8');
    writeFileSync(path.join(root, FOLDER, 'blog.json'), spoil(text));
    expect(open(root).read('blog', KEY, parse)).toBeNull();
    expect(open(root).read('blog', digestOf('another'), parse)).toBeNull();
  });

  it('takes what is not of the expected shape for nothing kept', () => {
    const root = testdir();
    open(root).write('blog', KEY, [1]);
    expect(open(root).read('blog', KEY, parse)).toBeNull();
  });

  it('does without a folder that cannot be made, and does not follow what is in its place', () => {
    const root = testdir({ node_modules: 'a file' });
    open(root).write('blog', KEY, ['one']);
    expect(open(root).read('blog', KEY, parse)).toBeNull();
    const other = testdir({ [`${FOLDER}/blog.json/inside`]: 'a folder where the file goes' });
    open(other).write('blog', KEY, ['one']);
    expect(open(other).read('blog', KEY, parse)).toBeNull();
    expect(readdirSync(path.join(other, FOLDER))).toEqual(['blog.json']);
  });

  it('reads and writes as far as it may', () => {
    const root = testdir();
    open(root, { mayWrite: false }).write('blog', KEY, ['one']);
    expect(readdirSync(root)).toEqual([]);
    open(root, { mayRead: false }).write('blog', KEY, ['one']);
    expect(open(root, { mayRead: false }).read('blog', KEY, parse)).toBeNull();
    expect(open(root).read('blog', KEY, parse)).toEqual(['one']);
  });
});
