import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { testdir } from '../testdir.test-support.js';
import { LOCK_FILE, lockRevisions } from './lock-revisions.js';

const AT_ONCE = { timeoutMs: 0 };

describe('lockRevisions', () => {
  it('lets one run in at a time', async () => {
    const root = testdir();
    const first = await lockRevisions(root, AT_ONCE);
    await expect(lockRevisions(root, AT_ONCE)).rejects.toMatchObject({
      code: 'REVISION.BUSY',
      message: expect.stringContaining(`process ${process.pid}`),
    });
    const second = lockRevisions(root, { timeoutMs: 10_000 });
    first[Symbol.dispose]();
    (await second)[Symbol.dispose]();
    expect(existsSync(join(root, LOCK_FILE))).toBe(false);
  });

  it('does not wait for a run that was killed', async () => {
    const root = testdir({ [LOCK_FILE]: '999999999' });
    using lock = await lockRevisions(root, AT_ONCE);
    expect(lock).toBeDefined();
  });

  it('does not wait for one that was killed and had the number of this run, as in a container', async () => {
    const root = testdir({ [LOCK_FILE]: String(process.pid) });
    using lock = await lockRevisions(root, AT_ONCE);
    expect(lock).toBeDefined();
    await expect(lockRevisions(root, AT_ONCE)).rejects.toMatchObject({ code: 'REVISION.BUSY' });
  });

  it('waits for one that has not written its number yet', async () => {
    await expect(lockRevisions(testdir({ [LOCK_FILE]: '' }), AT_ONCE)).rejects.toMatchObject({ code: 'REVISION.BUSY' });
  });

  it('does not wait for ever for one that never wrote its number', async () => {
    const root = testdir({ [LOCK_FILE]: '' });
    using lock = await lockRevisions(root, { timeoutMs: 10_000 });
    expect(lock).toBeDefined();
  });

  it('stops waiting when it is told to', async () => {
    const root = testdir();
    using _lock = await lockRevisions(root, AT_ONCE);
    const waiting = lockRevisions(root, { timeoutMs: 60_000, signal: AbortSignal.abort() });
    await expect(waiting).rejects.toMatchObject({ kind: 'interrupted' });
  });

  it('says where nothing can be written', async () => {
    const root = testdir();
    await expect(lockRevisions(join(root, 'nowhere'), AT_ONCE)).rejects.toMatchObject({ code: 'FILE.UNWRITABLE' });
    mkdirSync(join(root, 'nowhere'));
    (await lockRevisions(join(root, 'nowhere'), AT_ONCE))[Symbol.dispose]();
  });
});
