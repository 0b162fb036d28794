import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { testdir } from '../../testdir.test-support.js';
import { assertWhole } from './assert-whole.js';
import type { BackupManifest } from './backup-manifest.js';

describe('assertWhole', () => {
  it('says so where the file cannot be read', async () => {
    const manifest = { size: 1, sha256: '' } as BackupManifest;
    const file = path.join(testdir({}), 'gone.backup');
    const backup = { file, size: 1, takenAt: null, manifest, problem: null };
    await expect(assertWhole(backup, { onProgress: () => {} })).rejects.toMatchObject({
      code: 'FILE.UNREADABLE',
      message: expect.stringContaining(file),
    });
  });
});
