import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { testdir } from '../testdir.test-support.js';
import { DirectoryWatcher } from './directory-watcher.js';

/** A watcher that has heard of everything so far. */
async function watching(...directories: readonly string[]): Promise<DirectoryWatcher> {
  const watcher = new DirectoryWatcher();
  watcher.watch(directories);
  await watcher.changed(undefined);
  return watcher;
}

describe('DirectoryWatcher', () => {
  it.each<readonly [string, (root: string) => void]>([
    ['a file that is written', (root) => writeFileSync(join(root, 'a.prisma'), 'more')],
    ['a file that is new', (root) => writeFileSync(join(root, 'new.prisma'), '')],
    ['a file that is gone', (root) => rmSync(join(root, 'a.prisma'))],
    ['a directory that is new', (root) => mkdirSync(join(root, 'folder'))],
    [
      'a file that takes the place of another, as editors save',
      (root) => {
        writeFileSync(join(root, '.tmp-a'), 'more');
        renameSync(join(root, '.tmp-a'), join(root, 'a.prisma'));
      },
    ],
  ])('notices %s', async (_what, change) => {
    const root = testdir({ 'a.prisma': '' });
    using watcher = await watching(root);
    const changed = watcher.changed(undefined);
    change(root);
    await changed;
  });

  it('does not wait for what has happened already', async () => {
    const root = testdir({ 'a.prisma': '' });
    using watcher = await watching(root);
    const first = watcher.changed(undefined);
    writeFileSync(join(root, 'a.prisma'), 'more');
    await first;
    watcher.watch([root, testdir({})]);
    await watcher.changed(undefined);
  });

  it('watches a directory that was made again under the same name', async () => {
    const root = testdir({ 'folder/a.prisma': '' });
    const folder = join(root, 'folder');
    using watcher = await watching(folder);
    renameSync(folder, join(root, 'old'));
    mkdirSync(folder);
    watcher.watch([folder]);
    await watcher.changed(undefined);
    const changed = watcher.changed(undefined);
    writeFileSync(join(folder, 'b.prisma'), '');
    await changed;
  });

  it('leaves out what is not there', async () => {
    const root = testdir({});
    using watcher = await watching(root, join(root, 'nowhere'));
    const changed = watcher.changed(undefined);
    mkdirSync(join(root, 'nowhere'));
    await changed;
  });

  it('ends waiting when it is told to, before or meanwhile', async () => {
    using watcher = await watching(testdir({}));
    const controller = new AbortController();
    const changed = watcher.changed(controller.signal);
    controller.abort();
    await changed;
    await expect(watcher.changed(controller.signal)).resolves.toBeUndefined();
  });

  it('does not hear of what databases write', async () => {
    const root = testdir({});
    using watcher = await watching(root);
    const controller = new AbortController();
    let isOver = false;
    const changed = watcher.changed(controller.signal).then(() => {
      isOver = true;
    });
    // Both directories are watched by the same kernel, in order: once the second is heard of, the first would have been.
    const other = testdir({});
    using control = await watching(root, other);
    const heard = control.changed(undefined);
    for (const name of ['dev.db', 'dev.db-journal', 'app.sqlite3-wal']) writeFileSync(join(root, name), 'x');
    writeFileSync(join(other, 'a.prisma'), '');
    await heard;
    expect(isOver).toBe(false);
    controller.abort();
    await changed;
  });
});
