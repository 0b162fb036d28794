import type { DatabaseKind } from './test-database.js';
import { TestWorkspace } from './test-workspace.js';

/** The fragment of core in {@link blogWorkspace}. */
export const USER = `model User {
  id    Int    @id
  email String @unique
  role  Role   @default(READER)
}

enum Role {
  READER
  WRITER
}
`;

/** The fragment of blog, which refers to core's model and enum. */
export const POST = `model Post {
  id       Int    @id
  title    String
  needs    Role
  authorId Int
  author   User   @relation(fields: [authorId], references: [id])
}
`;

/** The only revisions of core and blog. */
export const CORE_1 = 'core/20260101000000_init';
export const BLOG_1 = 'blog/20260102000000_init';

const INDEX = 'CREATE UNIQUE INDEX "User_email_key" ON "User"("email");\n';

const CORE = {
  sqlite: {
    up: `CREATE TABLE "User" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, "email" TEXT NOT NULL, "role" TEXT NOT NULL DEFAULT 'READER');\n${INDEX}`,
    down: 'DROP TABLE "User";',
  },
  postgresql: {
    up: `CREATE TYPE "Role" AS ENUM ('READER', 'WRITER');
CREATE TABLE "User" ("id" INTEGER NOT NULL PRIMARY KEY, "email" TEXT NOT NULL, "role" "Role" NOT NULL DEFAULT 'READER');\n${INDEX}`,
    down: 'DROP TABLE "User"; DROP TYPE "Role";',
  },
};

const roleType = { sqlite: 'TEXT', postgresql: '"Role"' };

/** A row for each of the two tables. */
export const ROWS = `INSERT INTO "User" VALUES (1, 'a@example.org', 'READER');
INSERT INTO "Post" ("id", "title", "needs", "authorId") VALUES (1, 'Kept', 'READER', 1);
`;

/** SQL at the end of the first revisions. */
export interface MoreSql {
  readonly core?: string;
  readonly blog?: string;
}

/** A core and a blog, each with a first revision that makes what its fragment says, and more where that is wanted. */
export async function blogWorkspace(on: DatabaseKind, { core = '', blog = '' }: MoreSql = {}): Promise<TestWorkspace> {
  const workspace = await TestWorkspace.on(on, { core: USER, blog: POST });
  const { up, down } = CORE[on.provider];
  workspace.revision(CORE_1, { up: up + core, down });
  const post = `CREATE TABLE "Post" (
  ${on.idColumn}, "title" TEXT NOT NULL, "needs" ${roleType[on.provider]} NOT NULL, "authorId" INTEGER NOT NULL,
  FOREIGN KEY ("authorId") REFERENCES "User" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
`;
  workspace.revision(BLOG_1, { up: post + blog, down: 'DROP TABLE "Post";', requires: [CORE_1] });
  return workspace;
}
