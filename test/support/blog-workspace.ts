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

const TABLES = {
  core: `CREATE TABLE "User" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, "email" TEXT NOT NULL, "role" TEXT NOT NULL DEFAULT 'READER');
CREATE UNIQUE INDEX "User_email_key" ON "User"("email");
`,
  blog: `CREATE TABLE "Post" (
  "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, "title" TEXT NOT NULL, "needs" TEXT NOT NULL, "authorId" INTEGER NOT NULL,
  FOREIGN KEY ("authorId") REFERENCES "User" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
`,
};

/** SQL at the end of the first revisions. */
export interface MoreSql {
  readonly core?: string;
  readonly blog?: string;
}

/** A core and a blog, each with a first revision that makes what its fragment says, and more where that is wanted. */
export function blogWorkspace({ core = '', blog = '' }: MoreSql = {}): TestWorkspace {
  const workspace = new TestWorkspace({ core: USER, blog: POST });
  workspace.revision(CORE_1, { up: TABLES.core + core, down: 'DROP TABLE "User";' });
  workspace.revision(BLOG_1, { up: TABLES.blog + blog, down: 'DROP TABLE "Post";', requires: [CORE_1] });
  return workspace;
}
