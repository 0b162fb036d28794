import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { testdir } from '../../testdir.test-support.js';
import { lint } from '../lint.js';

it('mends a script whose file begins with a byte order mark, and says so in revision.json', async () => {
  const revision = 'prisma/migrations/20260101000000_index_of_posts';
  const root = testdir({
    'package.json': '{ "name": "example", "private": true }\n',
    'prisma/schema.prisma': 'datasource db {\n  provider = "postgresql"\n}\n',
    [`${revision}/migration.sql`]:
      '\uFEFF-- é\nCREATE INDEX "i" ON "t" ("a");\nALTER TABLE "t" ADD CONSTRAINT "c" CHECK ("a" > 0);\n',
    [`${revision}/down.sql`]: 'DROP INDEX "i";\n',
    [`${revision}/revision.json`]: '{ "message": "Index of posts", "parent": null, "requires": [] }\n',
  });
  const options = { cwd: root, environment: {}, replay: false };
  const { fixed } = await lint({ ...options, fix: 'write', assumeUnapplied: true });
  expect(fixed.map(({ code }) => code)).toEqual(['SQL.INDEX_NOT_CONCURRENT', 'SQL.CHECK_VALIDATED']);
  const read = (file: string): string => readFileSync(join(root, revision, file), 'utf8');
  expect(read('migration.sql')).toBe(
    '\uFEFF-- é\nCREATE INDEX CONCURRENTLY "i" ON "t" ("a");\nALTER TABLE "t" ADD CONSTRAINT "c" CHECK ("a" > 0) NOT VALID;\nALTER TABLE "t" VALIDATE CONSTRAINT "c";\n',
  );
  expect(JSON.parse(read('revision.json'))).toMatchObject({ transactional: false });
  const { findings } = await lint(options);
  expect(findings.map(({ code }) => code)).toEqual(['SQL.LOCK_WITHOUT_TIMEOUT']);
});
