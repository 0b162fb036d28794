import { describe, expect, it } from 'vitest';
import { blogWorkspace, CORE_1, POST, USER } from './support/blog-workspace.js';

const ROWS = `INSERT INTO "User" VALUES (1, 'a@example.org', 'READER');
INSERT INTO "Post" ("id", "title", "needs", "authorId") VALUES (1, 'Kept', 'READER', 1);
`;

describe('SQL that is written by hand', () => {
  it('renames a column with its data, after which there is nothing to change', async () => {
    const workspace = blogWorkspace({ blog: ROWS });
    const blank = await workspace.run('revision', '--extension', 'blog', '-m', 'Call the title a headline');
    expect(blank.stdout).toContain('write migration.sql and down.sql');
    const [directory = ''] = /extensions\/\S+/.exec(blank.stdout) ?? [];
    workspace.write({
      [`${directory}/migration.sql`]: 'ALTER TABLE "Post" RENAME COLUMN "title" TO "headline";\n',
      [`${directory}/down.sql`]: 'ALTER TABLE "Post" RENAME COLUMN "headline" TO "title";\n',
    });
    workspace.fragment('blog', POST.replace('title ', 'headline '));
    expect((await workspace.auto('blog')).kind).toBe('no-change');
    await workspace.upgrade('--all');
    expect(workspace.query('SELECT "headline" FROM "Post"')).toEqual([{ headline: 'Kept' }]);
    await workspace.downgrade('blog', '-1');
    expect(workspace.query('SELECT "title" FROM "Post"')).toEqual([{ title: 'Kept' }]);
  });

  it('renames a table of core, and the foreign keys of others follow', async () => {
    const workspace = blogWorkspace({ blog: ROWS });
    await workspace.upgrade('--all');
    const users = USER.replace('  role ', '  @@map("users")\n  role ');
    workspace.fragment('core', users);
    const early = await workspace.refused('revision', '--extension', 'blog', '-m', 'Early', '--auto');
    expect(early.message).toContain('Post.author refers to the table users, which no revision of core creates yet');
    workspace.revision('core/20260103000000_users', {
      up: 'ALTER TABLE "User" RENAME TO "users";\nDROP INDEX "User_email_key";\nCREATE UNIQUE INDEX "users_email_key" ON "users"("email");\n',
    });
    for (const extension of ['core', 'blog']) expect((await workspace.auto(extension)).kind).toBe('no-change');
    await workspace.upgrade('--all');
    expect(workspace.schema()['table Post']).toContain(
      'foreign key authorId -> users.id delete=RESTRICT update=CASCADE',
    );
    expect(workspace.query('PRAGMA foreign_key_check')).toEqual([]);
  });

  it('keeps its views, triggers and indexes, also where a table is rebuilt', async () => {
    const workspace = blogWorkspace({
      blog: [
        'CREATE TABLE "Log" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, "text" TEXT);',
        'CREATE VIRTUAL TABLE "words" USING fts5("title", content="Post", content_rowid="id");',
        'CREATE UNIQUE INDEX "long" ON "Post"("title") WHERE length("title") > 50;',
        'CREATE INDEX "folded" ON "Post"(lower("title"));',
        'CREATE VIEW "titles" AS SELECT "title", \'a  b\' AS "two blanks" FROM "Post";',
        'CREATE VIEW "logged" AS SELECT "t".*, "Log"."text" FROM "titles" AS "t", "Log";',
        'CREATE TRIGGER "log_post" AFTER INSERT ON "Post" BEGIN\n  INSERT INTO "Log" ("text") VALUES (NEW."title"); -- one\nEND;',
        'CREATE TRIGGER "log_log" AFTER DELETE ON "Log" BEGIN SELECT count(*) FROM "Post"; END;',
      ].join('\n'),
    });
    const log = 'model Log {\n  id Int @id\n  text String?\n}\n';
    workspace.fragment('blog', `${POST}\n${log}`);
    expect((await workspace.auto('blog')).kind).toBe('no-change');
    await workspace.upgrade('--all');
    const before = workspace.schema();

    workspace.fragment(
      'blog',
      `${POST.replace('String', 'String @default("")')}\n${log.replace('String?', 'String @default("")')}`,
    );
    const { migrationSql, reversible } = await workspace.auto('blog', '--allow-destructive');
    expect(migrationSql.match(/RENAME TO "\w+"/g)).toEqual(['RENAME TO "Log"', 'RENAME TO "Post"']);
    expect(reversible).toBe(true);
    await workspace.upgrade('--all');
    expect(writtenByHand(workspace.schema())).toEqual(writtenByHand(before));
    const indexes = (workspace.schema()['table Post'] ?? []).filter((part) => part.startsWith('index '));
    expect(indexes).toEqual(['index folded unique=0 partial=0 on null', 'index long unique=1 partial=1 on title']);
    workspace.database((connection) => connection.exec(ROWS));
    expect(workspace.query('SELECT "text" FROM "Log"')).toEqual([{ text: 'Kept' }]);
    await workspace.downgrade('blog', '-1');
    expect(workspace.schema()).toEqual(before);
  });

  it('keeps the view of another extension when core rebuilds what it reads', async () => {
    const workspace = blogWorkspace();
    workspace.revision('blog/20260103000000_view', {
      up: `CREATE VIEW "addresses" AS SELECT "email" FROM "User";\n${ROWS}`,
      requires: [CORE_1],
    });
    await workspace.upgrade('--all');
    workspace.fragment('core', USER.replace('@default(READER)', '@default(WRITER)'));
    expect((await workspace.auto('core')).migrationSql).toContain('RENAME TO "User"');
    expect(await workspace.upgrade('--all')).toHaveLength(1);
    expect(workspace.query('SELECT * FROM "addresses"')).toEqual([{ email: 'a@example.org' }]);
    expect((await workspace.auto('blog')).kind).toBe('no-change');
  });

  it.each([
    ['view', 'CREATE VIEW "titles" AS SELECT "title" FROM "Post";', 'view titles'],
    [
      'trigger',
      'CREATE TRIGGER "shorten" AFTER INSERT ON "Post" BEGIN UPDATE "Post" SET "title" = \'\'; END;',
      'trigger on Post',
    ],
  ])('is not broken by a revision that takes away what a %s uses', async (_, sql, named) => {
    const workspace = blogWorkspace({ blog: sql });
    workspace.fragment('blog', POST.replace('  title    String\n', ''));
    const before = workspace.snapshot();
    const args = ['revision', '--extension', 'blog', '-m', 'No titles', '--auto', '--allow-destructive'];
    const refusal = await workspace.refused(...args);
    expect(refusal).toMatchObject({ exitCode: 1, code: 'REVISION.DRAFT_BREAKS' });
    expect(refusal.message).toContain(named);
    expect(workspace.snapshot()).toEqual(before);
  });
});

function writtenByHand(schema: Readonly<Record<string, readonly string[]>>): readonly unknown[] {
  return Object.entries(schema).filter(([name]) => !name.startsWith('table '));
}
