import { describe, expect, it } from 'vitest';
import { BLOG_1, blogWorkspace, CORE_1, POST, USER } from './support/blog-workspace.js';
import { DATABASES } from './support/databases.js';
import { type DatabaseKind, tablesOf } from './support/test-database.js';
import { TestWorkspace } from './support/test-workspace.js';

const settingOf = (on: DatabaseKind) => ({
  model: 'model Setting {\n  id Int @id\n\n  @@map("settings")\n}\n',
  table: `CREATE TABLE "settings" (${on.idColumn});\n`,
});

/** The tables that a script changes. */
function changedTables(script: string): readonly string[] {
  const changes = script.matchAll(/(?:CREATE|DROP|ALTER) TABLE "(?:new_)?(\w+)"|INDEX "\w+" ON "(\w+)"/g);
  return [...new Set([...changes].map(([, table, indexed]) => table ?? indexed ?? ''))];
}

describe.each(DATABASES)('on $name', (on) => {
  const SETTING = settingOf(on);

  describe('whose statements a revision holds', () => {
    it('is about one extension, whatever else is pending, there, or in the database', async () => {
      const workspace = await blogWorkspace(on, { core: 'CREATE TABLE "Legacy" ("id" INTEGER PRIMARY KEY);' });
      workspace.fragment('billing', '');
      workspace.revision('billing/20260101000000_init', {
        up: `CREATE TABLE "Invoice" (${on.idColumn});`,
      });
      await workspace.upgrade('--all');
      await workspace.database.execute('CREATE TABLE "Stray" ("id" INTEGER PRIMARY KEY)');

      workspace.fragment(
        'core',
        `${USER.replace('role ', 'nick  String?\n  role ')}\nmodel Setting {\n  id Int @id\n}\n`,
      );
      workspace.fragment('billing', 'model Invoice {\n  id Int @id\n  total Int?\n}\n');
      workspace.fragment('blog', POST.replace('needs ', 'slug     String?\n  needs '));
      const { migrationSql, downSql } = await workspace.auto('blog');
      expect(migrationSql.replaceAll(/ +/g, ' ')).toBe('-- AlterTable\nALTER TABLE "Post" ADD COLUMN "slug" TEXT;\n');
      expect(changedTables(downSql)).toEqual(['Post']);
    });

    it('refers to tables and enums of core by foreign key, and leaves them alone', async () => {
      const workspace = await TestWorkspace.on(on, { core: USER, blog: POST });
      await workspace.auto('core');
      const { migrationSql, downSql, reversible } = await workspace.auto('blog');
      expect(migrationSql).toMatch(/FOREIGN KEY \("authorId"\) REFERENCES "User" ?\("id"\)/);
      expect([changedTables(migrationSql), changedTables(downSql)]).toEqual([['Post'], ['Post']]);
      expect(reversible).toBe(true);
    });

    it('makes none where nothing changed, and says so', async () => {
      const workspace = await blogWorkspace(on);
      const before = await workspace.snapshot();
      const run = await workspace.run('revision', '--extension', 'blog', '-m', 'Nothing', '--auto');
      expect(run).toMatchObject({ exitCode: 0, stdout: 'No change in blog: no revision was made.\n' });
      expect(await workspace.snapshot()).toEqual(before);
    });

    it('makes none on either side of a model that moves, with its table, and lets only the new owner change it', async () => {
      const workspace = await blogWorkspace(on, { core: SETTING.table });
      workspace.fragment('blog', `${POST}\n${SETTING.model}`);
      for (const extension of ['core', 'blog']) {
        expect(await workspace.auto(extension)).toEqual({ kind: 'no-change', extension });
      }
      workspace.fragment('blog', `${POST}\n${SETTING.model.replace('@id', '@id\n  value String?')}`);
      expect((await workspace.auto('core')).kind).toBe('no-change');
      expect(changedTables((await workspace.auto('blog')).migrationSql)).toEqual(['settings']);
    });

    it('lets the new owner of a table drop it, and the former one have it back only by adopting it', async () => {
      const workspace = await blogWorkspace(on, { core: SETTING.table });
      const changed = SETTING.model.replace('@id', '@id\n  value String?');
      workspace.fragment('blog', `${POST}\n${changed}`);
      const taken = await workspace.auto('blog');
      expect(JSON.parse(workspace.read(`${taken.directory}/revision.json`)).adopts).toEqual(['settings']);

      workspace.fragment('blog', POST);
      expect((await workspace.auto('core')).kind).toBe('no-change');
      workspace.fragment('core', `${USER}\n${changed}`);
      const refusal = await workspace.refused('revision', '-m', 'Back', '--auto');
      expect(refusal).toMatchObject({ exitCode: 1, code: 'REVISION.NOT_ADOPTED' });
      expect(refusal.fix).toContain(`add "${taken.revision}" to "requires"`);

      workspace.fragment('core', USER);
      const dropped = await workspace.auto('blog', '--allow-destructive');
      expect(changedTables(dropped.migrationSql)).toEqual(['settings']);
      expect(await workspace.upgrade('--all')).toHaveLength(4);
    });

    it('minds a mistake in a fragment that it does not depend on only where the two clash', async () => {
      const workspace = await blogWorkspace(on);
      workspace.fragment('blog', POST.replace('needs ', 'slug String?\n  needs '));
      workspace.fragment('shop', '/// @extend\nmodel User {\n  nick String\n}\nmodel Cart {\n  post Post\n}\n');
      expect((await workspace.auto('blog')).kind).toBe('created');
      workspace.fragment('shop', 'model Post {\n  id Int @id\n}\n');
      const refusal = await workspace.refused('revision', '--extension', 'blog', '-m', 'Posts', '--auto');
      expect(refusal.code).toBe('COMPOSITION.NAME_CLASH');
    });

    it('requires the revision that made a table, though only a dependency of a dependency has it', async () => {
      const workspace = await blogWorkspace(on);
      workspace.write({ 'extensions/comments/package.json': '{ "orchestrate": { "dependsOn": ["core", "blog"] } }' });
      workspace.write({ 'extensions/votes/package.json': '{ "orchestrate": { "dependsOn": ["core", "comments"] } }' });
      workspace.fragment('comments', '');
      workspace.revision('comments/20260103000000_init', { up: '-- nothing yet', requires: [CORE_1, BLOG_1] });
      workspace.revision('blog/20260104000000_settings', { up: SETTING.table });
      workspace.fragment('votes', SETTING.model.replace('@id', '@id\n  value String?'));
      const { migrationSql, requires } = await workspace.auto('votes');
      expect(changedTables(migrationSql)).toEqual(['settings']);
      expect(requires).toEqual([CORE_1, 'comments/20260103000000_init', 'blog/20260104000000_settings']);
      expect(await workspace.upgrade('--extension', 'votes')).toHaveLength(5);
    });

    it('drops the table of a deleted model only for the extension that made it', async () => {
      const workspace = await blogWorkspace(on, { blog: SETTING.table });
      workspace.write({ 'extensions/comments/package.json': '{ "orchestrate": { "dependsOn": ["core", "blog"] } }' });
      workspace.fragment('comments', 'model Comment {\n  id Int @id\n}\n');
      expect((await workspace.auto('core')).kind).toBe('no-change');
      expect(changedTables((await workspace.auto('comments')).migrationSql)).toEqual(['Comment']);
      const made = await workspace.auto('blog', '--allow-destructive');
      expect(changedTables(made.migrationSql)).toEqual(['settings']);
      expect(made.destructive).toMatchObject([{ kind: 'dropped-table', table: 'settings' }]);
    });

    it('knows who adopted a table from revision.json, also of an extension that is not replayed', async () => {
      const workspace = await blogWorkspace(on, { core: SETTING.table });
      workspace.revision('blog/20260103000000_adopt', {
        up: '-- settings is of blog from now on.\n',
        requires: [CORE_1],
        more: { adopts: ['settings'] },
      });
      expect((await workspace.auto('core')).kind).toBe('no-change');
      expect((await workspace.auto('blog', '--allow-destructive')).migrationSql).toContain('DROP TABLE "settings"');
    });

    it('does not make again what another extension has made, and takes it over when it is told to', async () => {
      const workspace = await blogWorkspace(on, { blog: SETTING.table });
      workspace.fragment('core', `${USER}\n${SETTING.model}`);
      expect((await workspace.auto('blog')).kind).toBe('no-change');
      const refusal = await workspace.refused('revision', '-m', 'Settings', '--auto');
      expect(refusal).toMatchObject({ exitCode: 1, code: 'REVISION.NOT_ADOPTED' });
      expect(refusal.message).toContain('settings, of blog');
      expect(refusal.fix).toContain(`"adopts" to ["settings"] and add "${BLOG_1}" to "requires"`);
      workspace.revision('core/20260103000000_adopt', {
        up: '-- settings is of core from now on.\n',
        requires: [BLOG_1],
        more: { adopts: ['settings'] },
      });
      for (const extension of ['core', 'blog']) expect((await workspace.auto(extension)).kind).toBe('no-change');
      expect(await workspace.upgrade('--all')).toHaveLength(3);
    });

    it('gives the table of an implicit many-to-many relation to the extension that has the field', async () => {
      const readers = POST.replace('author ', 'readers User[] @relation("Readers")\n  author ');
      const extend = '\n/// @extend\nmodel User {\n  read Post[] @relation("Readers")\n}\n';
      const workspace = await blogWorkspace(on);
      workspace.fragment('blog', readers + extend);
      expect((await workspace.auto('core')).kind).toBe('no-change');
      const { migrationSql, reversible } = await workspace.auto('blog');
      expect(migrationSql).toMatch(/CREATE TABLE "_Readers"[\s\S]+REFERENCES "Post"[\s\S]+REFERENCES "User"/);
      expect(migrationSql).not.toMatch(/(CREATE|ALTER) TABLE "(User|Post)"/);
      expect(reversible).toBe(true);
      await workspace.upgrade('--all');
      expect(await tablesOf(workspace.database)).toEqual(['Post', 'User', '_Readers']);
    });
  });

  describe('a change of a dependency that has no revision yet', () => {
    const TEAM = `${USER}\nmodel Team {\n  id Int @id\n}\n`;
    const NICK = {
      core: USER.replace('role ', 'nick String? @unique @map("nickname")\n  role '),
      blog: `${POST.replace('@relation(', '@relation("Author", ').replace(
        'needs ',
        'nick String?\n  named User? @relation("Nick", fields: [nick], references: [nick])\n  needs ',
      )}\n/// @extend\nmodel User {\n  written Post[] @relation("Author")\n  named Post[] @relation("Nick")\n}\n`,
    };

    it.each([
      {
        what: 'a table that a relation needs',
        core: TEAM,
        blog: POST.replace(
          'needs ',
          'teamId Int?\n  team Team? @relation(fields: [teamId], references: [id])\n  needs ',
        ),
        missing: 'Post.team refers to the table Team',
      },
      {
        what: 'a table at the other end of a many-to-many relation',
        core: TEAM,
        blog: `${POST.replace('needs ', 'teams Team[]\n  needs ')}\n/// @extend\nmodel Team {\n  posts Post[]\n}\n`,
        missing: 'Post.teams refers to the table Team',
      },
      { what: 'a column that a relation needs', ...NICK, missing: 'Post.named refers to the column User.nickname' },
    ])('stops the revision and names the extension to migrate first: $what', async ({ core, blog, missing }) => {
      const workspace = await blogWorkspace(on);
      workspace.fragment('core', core);
      workspace.fragment('blog', blog);
      const before = await workspace.snapshot();
      const refusal = await workspace.refused('revision', '--extension', 'blog', '-m', 'Teams', '--auto');
      expect(refusal).toMatchObject({ exitCode: 1, code: 'REVISION.DEPENDENCY_PENDING' });
      expect(refusal.message).toContain(`${missing}, which no revision of core creates yet`);
      expect(refusal.fix).toContain('orchestrate revision --extension core');
      expect(await workspace.snapshot()).toEqual(before);
      await workspace.auto('core');
      expect((await workspace.auto('blog')).kind).toBe('created');
    });

    it('stops it for a key that a relation needs', async () => {
      const workspace = await blogWorkspace(on, { core: 'ALTER TABLE "User" ADD COLUMN "nickname" TEXT;' });
      workspace.fragment('core', NICK.core);
      workspace.fragment('blog', NICK.blog);
      const refusal = await workspace.refused('revision', '--extension', 'blog', '-m', 'Nick', '--auto');
      expect(refusal).toMatchObject({ exitCode: 1, code: on.brokenDraft });
      expect(refusal.message).toContain(on.noKey);
      await workspace.auto('core');
      expect((await workspace.auto('blog')).kind).toBe('created');
    });
  });

  describe('a step that loses data', () => {
    const OPTIONAL = 'ALTER TABLE "Post" ADD COLUMN "note" TEXT;';

    it.each([
      {
        what: 'a dropped column',
        blog: POST.replace('  title    String\n', ''),
        kind: 'dropped-column',
        column: 'title',
      },
      {
        what: 'a narrowed column',
        blog: POST.replace('title    String', 'title Int'),
        kind: 'narrowed-column',
        column: 'title',
      },
      {
        what: 'a new required column',
        blog: POST.replace('title ', 'slug String\n  title '),
        kind: 'required-column',
        column: 'slug',
      },
      {
        what: 'a column that becomes required',
        blog: POST.replace('title ', 'note String\n  title '),
        kind: 'required-column',
        column: 'note',
      },
    ])('is refused without consent: $what', async ({ what, blog, kind, column }) => {
      const workspace = await blogWorkspace(on, what.includes('becomes') ? { blog: OPTIONAL } : {});
      workspace.fragment('blog', blog);
      const before = await workspace.snapshot();
      const refusal = await workspace.refused('revision', '--extension', 'blog', '-m', 'Change', '--auto');
      expect(refusal).toMatchObject({ exitCode: 3, code: 'REVISION.DESTRUCTIVE' });
      expect(refusal.message).toContain(`Column Post.${column} `);
      expect(refusal.fix).toContain('--allow-destructive');
      expect(await workspace.snapshot()).toEqual(before);

      const made = await workspace.auto('blog', '--allow-destructive');
      expect(made.destructive).toMatchObject([{ kind, table: 'Post', column }]);
      expect(workspace.has(`${made.directory}/migration.sql`)).toBe(true);
    });

    it('lists every one of them', async () => {
      const workspace = await blogWorkspace(on);
      workspace.fragment('blog', '');
      workspace.fragment('core', USER.replace('  email String @unique\n', ''));
      const { exitCode, stderr } = await workspace.run('revision', '-m', 'Less', '--auto');
      expect(exitCode).toBe(3);
      expect(stderr).toContain('Column User.email is dropped');
      const blog = await workspace.run('revision', '--extension', 'blog', '-m', 'Less', '--auto');
      expect(blog.exitCode).toBe(3);
      expect(blog.stderr).toContain('Table Post is dropped, with all its rows.');
    });
  });

  describe('what goes into a revision', () => {
    it('is its message, its parent and the heads of the direct dependencies', async () => {
      const workspace = await blogWorkspace(on);
      workspace.write({ 'extensions/comments/package.json': '{ "orchestrate": { "dependsOn": ["blog"] } }' });
      workspace.fragment(
        'comments',
        'model Comment {\n  id Int @id\n  postId Int\n  post Post @relation(fields: [postId], references: [id])\n}\n',
      );
      const first = await workspace.auto('comments');
      const requires = [CORE_1, BLOG_1];
      expect(JSON.parse(workspace.read(`${first.directory}/revision.json`))).toEqual({
        message: 'Change comments',
        parent: null,
        requires,
      });
      const blank = await workspace.ok<{ directory: string }>('revision', '--extension', 'comments', '-m', ' By hand ');
      expect(JSON.parse(workspace.read(`${blank.directory}/revision.json`))).toEqual({
        message: 'By hand',
        parent: first.revision.slice('comments/'.length),
        requires,
      });
      expect(blank.directory).toMatch(/^extensions\/comments\/prisma\/migrations\/\d{14}_by_hand$/);
      expect(workspace.read('extensions/comments/prisma/migrations/migration_lock.toml')).toContain(
        `provider = "${on.provider}"`,
      );
    });

    it('has a name after its parents and requirements, also when the clock is behind theirs', async () => {
      const workspace = await blogWorkspace(on);
      workspace.revision('core/20990101000000_future', { up: '-- From a machine whose clock is ahead.\n' });
      workspace.fragment('blog', POST.replace('title ', 'slug String?\n  title '));
      expect((await workspace.auto('blog')).revision).toBe('blog/20990101000001_change_blog');
      workspace.fragment('core', USER.replace('role ', 'nick String?\n  role '));
      expect((await workspace.auto('core')).revision).toBe('core/20990101000001_change_core');
    });
  });

  describe('a history that nothing can follow', () => {
    it('has two heads, which are named', async () => {
      const workspace = await TestWorkspace.on(on, { core: USER });
      for (const name of ['a', 'b', 'c']) {
        workspace.revision(`core/2026010100000${name === 'a' ? 0 : name === 'b' ? 1 : 2}_${name}`, {
          up: `CREATE TABLE "${name}" ("id" INTEGER PRIMARY KEY);`,
          parent: name === 'a' ? null : '20260101000000_a',
        });
      }
      const before = await workspace.snapshot();
      const refusal = await workspace.refused('revision', '-m', 'Next', '--auto');
      expect(refusal).toMatchObject({ exitCode: 1, code: 'REVISION.DIVERGED' });
      expect(refusal.message).toContain('core/20260101000001_b, core/20260101000002_c');
      expect(await workspace.snapshot()).toEqual(before);
    });

    it('does not replay: extension, revision and line are named', async () => {
      const workspace = await TestWorkspace.on(on, { core: USER, blog: POST });
      workspace.revision('core/20260101000000_init', {
        up: 'CREATE TABLE "a" ("id" INTEGER);\n\n\nDELETE FROM "b";\n',
      });
      const refusal = await workspace.refused('revision', '--extension', 'blog', '-m', 'Posts', '--auto');
      expect(refusal).toMatchObject({ exitCode: 1, code: 'REPLAY.REVISION_FAILED' });
      expect(refusal.message).toContain('core/20260101000000_init cannot be replayed');
      expect(refusal.message).toContain('prisma/migrations/20260101000000_init/migration.sql:4');
      expect(refusal.message).toContain(on.noTable('b'));
    });
  });
});
