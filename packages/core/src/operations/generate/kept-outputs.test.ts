import { existsSync, mkdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { addEntries, type TestEntry, testdir } from '../../testdir.test-support.js';
import { forgetOutputs, isHalfWritten, keepOutputs, restoreOutputs } from './kept-outputs.js';
import { readOutputTree } from './output-tree.js';

const CLIENT = {
  'client/client.ts': 'client',
  'client/models/User.ts': 'user',
  'client/models/empty': null,
  'client/engine': { link: 'models/User.ts' },
};

/** A workspace with outputs, which are kept. */
function kept(entries: Readonly<Record<string, TestEntry>>, outputs: readonly string[] = ['client']) {
  const root = testdir({ cache: null, ...entries });
  const folder = join(root, 'cache');
  keepOutputs(
    folder,
    outputs.map((output) => join(root, output)),
  );
  return { root, folder };
}

/** Everything but what a copy cannot have: another place on the disk, and the time of the copy. */
function treeOf(root: string) {
  return readOutputTree(join(root, 'client')).map(({ path, kind, size, target, modifiedMs }) => ({
    path,
    kind,
    size,
    target,
    modified: kind === 'file' ? Math.floor(modifiedMs) : null,
  }));
}

describe('restoreOutputs', () => {
  const CHANGES: readonly [what: string, change: (root: string) => void][] = [
    ['nothing', () => {}],
    ['a file that was changed', (root) => writeFileSync(join(root, 'client/client.ts'), 'half')],
    ['a file that is gone', (root) => rmSync(join(root, 'client/client.ts'))],
    ['new files and folders', (root) => addEntries(root, { 'client/new.ts': '', 'client/more/deep/new.ts': '' })],
    ['a folder that became a file', (root) => replace(root, 'client/models', 'a file')],
    ['a file that became a folder', (root) => replace(root, 'client/client.ts', null)],
    ['a link that became a file', (root) => replace(root, 'client/engine', 'a file')],
    ['a link that leads elsewhere', (root) => replace(root, 'client/engine', { link: 'client.ts' })],
    ['everything gone', (root) => rmSync(join(root, 'client'), { recursive: true })],
    ['everything moved away', (root) => renameSync(join(root, 'client'), join(root, 'elsewhere'))],
    ['a file in place of everything', (root) => replace(root, 'client', 'a file')],
  ];

  it.each(CHANGES)('puts back: %s', (_, change) => {
    const { root, folder } = kept(CLIENT);
    const before = treeOf(root);
    change(root);
    expect(isHalfWritten(folder)).toBe(true);
    restoreOutputs(folder);
    expect(treeOf(root)).toEqual(before);
    expect(readOutputTree(folder).map(({ path }) => path)).toEqual(['']);
  });

  it('does not touch what nobody has touched', () => {
    const { root, folder } = kept(CLIENT);
    const before = statSync(join(root, 'client/models/User.ts'));
    writeFileSync(join(root, 'client/client.ts'), 'half');
    restoreOutputs(folder);
    expect(statSync(join(root, 'client/models/User.ts'))).toMatchObject({ ino: before.ino, ctimeMs: before.ctimeMs });
  });

  it('puts back that there was nothing, and a single file', () => {
    const { root, folder } = kept({ 'out/diagram.svg': 'before' }, ['client', 'out/diagram.svg']);
    addEntries(root, { 'client/client.ts': 'half', 'out/diagram.svg': 'half', 'out/mine.txt': 'mine' });
    restoreOutputs(folder);
    expect(existsSync(join(root, 'client'))).toBe(false);
    expect(readOutputTree(join(root, 'out')).map(({ path, size }) => `${path} ${size}`)).toEqual([
      ' 0',
      'diagram.svg 6',
      'mine.txt 4',
    ]);
  });

  it('does nothing where nothing is kept, and once what is kept is forgotten', () => {
    const { root, folder } = kept(CLIENT);
    writeFileSync(join(root, 'client/client.ts'), 'whole');
    forgetOutputs(folder);
    expect(isHalfWritten(folder)).toBe(false);
    restoreOutputs(folder);
    expect(statSync(join(root, 'client/client.ts')).size).toBe('whole'.length);
  });

  it('says where nothing can be kept', () => {
    const root = testdir({ ...CLIENT, cache: 'a file' });
    expect(() => keepOutputs(join(root, 'cache'), [join(root, 'client')])).toThrow(
      expect.objectContaining({ code: 'FILE.UNWRITABLE' }),
    );
  });
});

function replace(root: string, name: string, entry: TestEntry): void {
  rmSync(join(root, name), { recursive: true, force: true });
  if (entry === null) mkdirSync(join(root, name));
  else addEntries(root, { [name]: entry });
}
