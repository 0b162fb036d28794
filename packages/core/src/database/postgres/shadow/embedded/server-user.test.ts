import { chmodSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { errorOf } from '../../../../error-of.test-support.js';
import { testdir } from '../../../../testdir.test-support.js';
import { findServerUser } from './server-user.js';

/** Who runs the tests decides which of the two cases is there. */
const isRoot = process.getuid?.() === 0;

describe('findServerUser', () => {
  it('gives root another user, and others themselves', () => {
    const user = findServerUser(process.execPath);
    expect(user === null).toBe(!isRoot);
    expect(user?.uid).not.toBe(0);
  });

  it('says when nobody else can reach the programs', async () => {
    const closed = testdir({ postgres: '#!/bin/sh\n' });
    const binary = path.join(closed, 'postgres');
    chmodSync(binary, 0o755);
    const outcome = isRoot ? (await errorOf(() => findServerUser(binary))).code : findServerUser(binary);
    expect(outcome).toBe(isRoot ? 'SHADOW.EMBEDDED_ROOT' : null);
  });
});
