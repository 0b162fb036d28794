import { describe, expect, it } from 'vitest';
import { blogWorkspace, CORE_1, POST, ROWS, USER } from './support/blog-workspace.js';
import { DATABASES } from './support/databases.js';

describe.each(DATABASES)('SQL that is written by hand for $name', (on) => {
  it('renames a column with its data, after which there is nothing to change', async () => {
    const workspace = await blogWorkspace(on, { blog: ROWS });
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
    expect(await workspace.database.query('SELECT "headline" FROM "Post"')).toEqual([{ headline: 'Kept' }]);
    await workspace.downgrade('blog', '-1');
    expect(await workspace.database.query('SELECT "title" FROM "Post"')).toEqual([{ title: 'Kept' }]);
  });

  it('renames a table of core, and the foreign keys of others follow', async () => {
    const workspace = await blogWorkspace(on, { blog: ROWS });
    await workspace.upgrade('--all');
    const users = USER.replace('  role ', '  @@map("users")\n  role ');
    workspace.fragment('core', users);
    const early = await workspace.refused('revision', '--extension', 'blog', '-m', 'Early', '--auto');
    expect(early.message).toContain('Post.author refers to the table users, which no revision of core creates yet');
    workspace.revision('core/20260103000000_users', {
      up: `ALTER TABLE "User" RENAME TO "users";
DROP INDEX "User_email_key";
CREATE UNIQUE INDEX "users_email_key" ON "users"("email");
${on.renamedKey('users', 'User')}`,
    });
    for (const extension of ['core', 'blog']) expect((await workspace.auto(extension)).kind).toBe('no-change');
    await workspace.upgrade('--all');
    expect((await workspace.database.schema())['table Post']).toContain(
      'foreign key authorId -> users.id delete=RESTRICT update=CASCADE',
    );
    expect(await workspace.database.orphans()).toEqual([]);
  });

  it('keeps the view of another extension when core changes what it reads', async () => {
    const workspace = await blogWorkspace(on);
    workspace.revision('blog/20260103000000_view', {
      up: `CREATE VIEW "addresses" AS SELECT "email" FROM "User";\n${ROWS}`,
      requires: [CORE_1],
    });
    await workspace.upgrade('--all');
    workspace.fragment('core', USER.replace('@default(READER)', '@default(WRITER)'));
    expect((await workspace.auto('core')).kind).toBe('created');
    expect(await workspace.upgrade('--all')).toHaveLength(1);
    expect(await workspace.database.query('SELECT * FROM "addresses"')).toEqual([{ email: 'a@example.org' }]);
    expect((await workspace.auto('blog')).kind).toBe('no-change');
  });

  it('is not broken by a revision that takes away what a view uses', async () => {
    const workspace = await blogWorkspace(on, { blog: 'CREATE VIEW "titles" AS SELECT "title" FROM "Post";' });
    workspace.fragment('blog', POST.replace('  title    String\n', ''));
    const before = await workspace.snapshot();
    const args = ['revision', '--extension', 'blog', '-m', 'No titles', '--auto', '--allow-destructive'];
    const refusal = await workspace.refused(...args);
    expect(refusal).toMatchObject({ exitCode: 1, code: on.brokenDraft });
    expect(refusal.message).toContain('view titles');
    expect(await workspace.snapshot()).toEqual(before);
  });
});
