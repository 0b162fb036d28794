import { testdir } from '../../packages/core/src/testdir.test-support.js';

/** The files of a core with one model and a blog that refers to it. */
export const SMALL_WORKSPACE = {
  'package.json': '{ "name": "small", "private": true }\n',
  'prisma/schema.prisma': `datasource db {
  provider = "sqlite"
}

model User {
  id    Int    @id
  email String @unique
}
`,
  'extensions/blog/prisma/schema.prisma': `model Post {
  id       Int    @id
  title    String
  authorId Int
  author   User   @relation(fields: [authorId], references: [id])
}
`,
} as const;

/** A workspace of core and blog without revisions, removed when the test ends. */
export function smallWorkspace(more: Readonly<Record<string, string>> = {}): string {
  return testdir({ ...SMALL_WORKSPACE, ...more });
}

/** The files of a revision of core. */
export function coreRevision(name: string, sql: string, down = ''): Readonly<Record<string, string>> {
  return {
    [`prisma/migrations/${name}/migration.sql`]: sql,
    [`prisma/migrations/${name}/down.sql`]: down,
  };
}
