// What only SQLite has: tables that are rebuilt, with all that is on them, and triggers that hold their own statements.
import { describe, expect, it } from 'vitest';
import { blogWorkspace, POST, ROWS, USER } from './support/blog-workspace.js';
import { SQLITE } from './support/sqlite-test-database.js';

describe('SQL that is written by hand for SQLite', () => {
  it('keeps its views, triggers and indexes, also where a table is rebuilt', async () => {
    const workspace = await blogWorkspace(SQLITE, {
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
    const before = await workspace.database.schema();

    workspace.fragment(
      'blog',
      `${POST.replace('String', 'String @default("")')}\n${log.replace('String?', 'String @default("")')}`,
    );
    const { migrationSql, reversible } = await workspace.auto('blog', '--allow-destructive');
    expect(migrationSql.match(/RENAME TO "\w+"/g)).toEqual(['RENAME TO "Log"', 'RENAME TO "Post"']);
    expect(reversible).toBe(true);
    await workspace.upgrade('--all');
    expect(writtenByHand(await workspace.database.schema())).toEqual(writtenByHand(before));
    const indexes = ((await workspace.database.schema())['table Post'] ?? []).filter((part) =>
      part.startsWith('index '),
    );
    expect(indexes).toEqual(['index folded unique=0 partial=0 on null', 'index long unique=1 partial=1 on title']);
    await workspace.database.execute(ROWS);
    expect(await workspace.database.query('SELECT "text" FROM "Log"')).toEqual([{ text: 'Kept' }]);
    await workspace.downgrade('blog', '-1');
    expect(await workspace.database.schema()).toEqual(before);
  });

  it('keeps the view of another extension when core rebuilds what it reads', async () => {
    const workspace = await blogWorkspace(SQLITE, { core: 'CREATE VIEW "addresses" AS SELECT "email" FROM "User";' });
    workspace.fragment('core', USER.replace('@default(READER)', '@default(WRITER)'));
    expect((await workspace.auto('core')).migrationSql).toContain('RENAME TO "User"');
  });

  it('is not broken by a revision that takes away what a trigger uses', async () => {
    const workspace = await blogWorkspace(SQLITE, {
      blog: 'CREATE TRIGGER "shorten" AFTER INSERT ON "Post" BEGIN UPDATE "Post" SET "title" = \'\'; END;',
    });
    workspace.fragment('blog', POST.replace('  title    String\n', ''));
    const before = await workspace.snapshot();
    const args = ['revision', '--extension', 'blog', '-m', 'No titles', '--auto', '--allow-destructive'];
    const refusal = await workspace.refused(...args);
    expect(refusal).toMatchObject({ exitCode: 1, code: 'REVISION.DRAFT_BREAKS' });
    expect(refusal.message).toContain('trigger on Post');
    expect(await workspace.snapshot()).toEqual(before);
  });
});

function writtenByHand(schema: Readonly<Record<string, readonly string[]>>): readonly unknown[] {
  return Object.entries(schema).filter(([name]) => !name.startsWith('table '));
}
