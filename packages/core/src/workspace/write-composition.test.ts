import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { compose } from '../composition/compose.js';
import type { ComposedFile } from '../composition/composition.js';
import { errorOf } from '../error-of.test-support.js';
import { testdir } from '../testdir.test-support.js';
import { type WrittenFile, writeComposition } from './write-composition.js';

const HEADER = '// Composed by Prisma Orchestrate. Do not edit.\n';

function file(extension: string, text = 'a'): ComposedFile {
  return { path: `${extension}.prisma`, extension, text: `${HEADER}${text}` };
}

interface Run {
  readonly root: string;
  readonly files: readonly ComposedFile[];
  readonly check?: boolean;
}

async function write({ root, files, check = false }: Run): Promise<readonly string[]> {
  const written = await writeComposition({ root, directory: 'generated/schema', files, check });
  return written.map(({ path: name, state }: WrittenFile) => `${name} ${state}`);
}

describe('writeComposition', () => {
  it('writes what changed, and removes what is stale', async () => {
    const root = testdir();
    const folder = path.join(root, 'generated/schema');
    expect(await write({ root, files: [file('core'), file('blog'), file('old')] })).toEqual([
      'generated/schema/blog.prisma written',
      'generated/schema/core.prisma written',
      'generated/schema/old.prisma written',
    ]);
    const { ino } = statSync(path.join(folder, 'core.prisma'));
    expect(await write({ root, files: [file('core'), file('blog', 'b')] })).toEqual([
      'generated/schema/blog.prisma written',
      'generated/schema/core.prisma unchanged',
      'generated/schema/old.prisma removed',
    ]);
    expect(readdirSync(folder)).toEqual(['blog.prisma', 'core.prisma']);
    expect(readFileSync(path.join(folder, 'blog.prisma'), 'utf8')).toBe(`${HEADER}b`);
    expect(statSync(path.join(folder, 'core.prisma')).ino).toBe(ino);
  });

  it('only tells what it would do', async () => {
    const root = testdir({ 'generated/schema/old.prisma': HEADER });
    expect(await write({ root, files: [file('core')], check: true })).toEqual([
      'generated/schema/core.prisma written',
      'generated/schema/old.prisma removed',
    ]);
    expect(readdirSync(path.join(root, 'generated/schema'))).toEqual(['old.prisma']);
    expect(await write({ root: testdir(), files: [file('core')], check: true })).toEqual([
      'generated/schema/core.prisma written',
    ]);
  });

  it('touches nothing where a file is of other making', async () => {
    const root = testdir({ 'generated/schema/core.prisma': 'model A {}', 'generated/schema/old.prisma': HEADER });
    const error = await errorOf(() => write({ root, files: [file('core'), file('blog')] }));
    expect(error).toMatchObject({
      code: 'COMPOSITION.FOREIGN_FILE',
      meta: { files: ['generated/schema/core.prisma'] },
    });
    expect(readdirSync(path.join(root, 'generated/schema'))).toEqual(['core.prisma', 'old.prisma']);
    expect(readFileSync(path.join(root, 'generated/schema/core.prisma'), 'utf8')).toBe('model A {}');
  });

  it('leaves alone what is no schema', async () => {
    const root = testdir({ 'generated/schema/README.md': 'x', 'generated/schema/client/x.prisma': 'x' });
    expect(await write({ root, files: [file('core')] })).toEqual(['generated/schema/core.prisma written']);
  });

  it('knows the files that the composer makes', async () => {
    const root = testdir();
    const source = { path: 'prisma/schema.prisma', text: 'model User {\n  id Int @id\n}\n' };
    const { files } = compose([{ name: 'core', dependsOn: [], manifestPath: 'package.json', files: [source] }]);
    await write({ root, files });
    expect(await write({ root, files: [] })).toEqual(['generated/schema/core.prisma removed']);
  });

  it('says what it cannot read or write', async () => {
    const inTheWay = testdir({ 'generated/schema': '' });
    expect((await errorOf(() => write({ root: inTheWay, files: [file('core')] }))).code).toBe('FILE.UNREADABLE');
    const above = testdir({ generated: { link: 'nowhere' } });
    expect((await errorOf(() => write({ root: above, files: [file('core')] }))).code).toBe('FILE.UNWRITABLE');
  });
});
