import { addEntries, testdir } from '../../packages/core/src/testdir.test-support.js';
import type { DatabaseKind, TestDatabase } from './test-database.js';

const SCHEMA = 'prisma/schema.prisma';

/** The files, for SQLite, of a core with one model and a blog that refers to it. */
export const SMALL_WORKSPACE = {
  'package.json': '{ "name": "small", "private": true }\n',
  [SCHEMA]: `datasource db {
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

/** The directory of a workspace, and its database. */
export interface SmallWorkspace {
  readonly cwd: string;
  readonly database: TestDatabase;
}

/** A workspace of core and blog without revisions, removed when the test ends. Its `.env` names its database. */
export async function smallWorkspace(
  on: DatabaseKind,
  more: Readonly<Record<string, string>> = {},
): Promise<SmallWorkspace> {
  const cwd = testdir();
  const database = await on.create(cwd);
  addEntries(cwd, { ...smallFiles(on, database), ...more });
  return { cwd, database };
}

/** The files of a core with one model and a blog that refers to it, with a `.env` that names their database. */
export function smallFiles(on: DatabaseKind, database: TestDatabase): Readonly<Record<string, string>> {
  const schema = SMALL_WORKSPACE[SCHEMA].replace('"sqlite"', `"${on.provider}"`);
  return { ...SMALL_WORKSPACE, [SCHEMA]: schema, '.env': `DATABASE_URL="${database.url}"\n` };
}

/** The files of a revision of core. */
export function coreRevision(name: string, sql: string, down = ''): Readonly<Record<string, string>> {
  return {
    [`prisma/migrations/${name}/migration.sql`]: sql,
    [`prisma/migrations/${name}/down.sql`]: down,
  };
}
