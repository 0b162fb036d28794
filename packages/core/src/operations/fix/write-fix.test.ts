import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { testdir } from '../../testdir.test-support.js';
import { lockRevisions } from '../../workspace/lock-revisions.js';
import { fix } from '../fix.js';

it('writes nothing while a revision is being written, which may make a table by the name that its model has', async () => {
  const file = 'extensions/blog/prisma/schema.prisma';
  const text = 'model Post {\n  id Int @id\n}\n';
  const root = testdir({
    'package.json': '{}',
    'prisma/schema.prisma': 'datasource db {\n  provider = "sqlite"\n}\n',
    [file]: text,
  });
  {
    using _lock = await lockRevisions(root, { timeoutMs: 0 });
    await expect(fix({ cwd: root, lockTimeoutMs: 0 })).rejects.toMatchObject({ code: 'REVISION.BUSY' });
    expect(readFileSync(join(root, file), 'utf8')).toBe(text);
    expect(await fix({ cwd: root, lockTimeoutMs: 0, dryRun: true })).toMatchObject({
      mended: [{ rule: 'missing-table-name' }],
    });
  }
  await fix({ cwd: root, lockTimeoutMs: 0 });
  expect(readFileSync(join(root, file), 'utf8')).toContain('@@map("blog_posts")');
});
