import { describe, expect, it } from 'vitest';
import { DATABASES } from './support/databases.js';
import type { DatabaseKind } from './support/test-database.js';
import { TestWorkspace } from './support/test-workspace.js';

const CORE_1 = 'core/20260101000000_people';
const CORE_2 = 'core/20260401000000_renames';
const BLOG_1 = 'blog/20260201000000_posts';
const BLOG_2 = 'blog/20260301000000_unseen';
const BLOG_3 = 'blog/20260302000000_plain';

interface Found {
  readonly code: string;
  readonly message: string;
  readonly where: { readonly file: string; readonly line: number };
}

/** SQL whose effect on others shows only when it runs, with what is found, by line. */
const UNSEEN: Readonly<Record<string, readonly (readonly [sql: string, expected: string | null])[]>> = {
  sqlite: [
    [
      'CREATE TRIGGER "blog_t" AFTER INSERT ON "blog_posts" BEGIN UPDATE "people" SET "name" = \'x\'; DELETE FROM "teams"; END;',
      null,
    ],
    ['INSERT INTO "blog_posts" ("id") VALUES (1);', 'FOREIGN_ROWS rows of people, FOREIGN_ROWS rows of teams'],
  ],
  postgresql: [
    [`DO $$ BEGIN EXECUTE 'ALTER TABLE ' || 'people ADD COLUMN extra int'; END $$;`, 'FOREIGN_OBJECT the table people'],
    [`CREATE FUNCTION "blog_f"() RETURNS void LANGUAGE sql AS $$ UPDATE people SET name = 'x' $$;`, null],
    [`SELECT "blog_f"();`, 'FOREIGN_ROWS rows of people'],
    ['DROP TABLE "blog_old" CASCADE;', 'FOREIGN_OBJECT the view core_v'],
  ],
};

async function workspaceOf(on: DatabaseKind): Promise<TestWorkspace> {
  const workspace = await TestWorkspace.on(on, {
    core: '\nmodel Person {\n  id   Int    @id\n  name String\n\n  @@map("people")\n}\n',
    blog: 'model Post {\n  id Int @id\n\n  @@map("blog_posts")\n}\n',
  });
  const isPostgres = on.provider === 'postgresql';
  workspace.revision(CORE_1, {
    up: `CREATE TABLE "people" ("id" INTEGER NOT NULL PRIMARY KEY, "name" TEXT);
CREATE INDEX "people_name" ON "people" ("name");
CREATE TABLE "teams" ("id" INTEGER NOT NULL PRIMARY KEY);
INSERT INTO "people" VALUES (1, 'Ada');
INSERT INTO "teams" VALUES (1);`,
  });
  workspace.revision(BLOG_1, {
    up: `CREATE TABLE "blog_posts" ("id" INTEGER NOT NULL PRIMARY KEY, "author" INTEGER REFERENCES "people" ("id"));
CREATE TABLE "blog_old" ("id" INTEGER NOT NULL PRIMARY KEY);
INSERT INTO "blog_posts" ("id") SELECT "id" + 100 FROM "people";`,
    requires: [CORE_1],
  });
  workspace.revision('core/20260202000000_views', {
    up: isPostgres ? 'CREATE VIEW "core_v" AS SELECT "id" FROM "blog_old";' : 'CREATE VIEW "core_v" AS SELECT 1;',
    requires: [BLOG_1],
  });
  const unseen = UNSEEN[on.provider] ?? [];
  workspace.revision(BLOG_2, { up: unseen.map(([sql]) => sql).join('\n'), requires: ['core/20260202000000_views'] });
  workspace.revision(BLOG_3, {
    up: `DROP INDEX "people_name";
UPDATE "people" SET "name" = 'y';
-- orchestrate-ignore OWNERSHIP.FOREIGN_ROWS: core lets others add teams
INSERT INTO "teams" VALUES (7);`,
    down: 'CREATE INDEX "people_name" ON "people" ("name");',
  });
  // What others say of the renamed table follows, and is no change of theirs.
  workspace.revision(CORE_2, { up: 'ALTER TABLE "people" RENAME TO "persons";', requires: [BLOG_3] });
  return workspace;
}

async function ownership(workspace: TestWorkspace, ...args: readonly string[]): Promise<readonly string[]> {
  const { stdout } = await workspace.run('lint', '--json', ...args);
  const { findings } = (JSON.parse(stdout) as { readonly result: { readonly findings: readonly Found[] } }).result;
  return findings
    .filter(({ code }) => code.startsWith('OWNERSHIP.'))
    .map(({ code, message, where: { file, line } }) => {
      const [, revision = '', script = ''] = /([^/]+)\/([^/]+)$/.exec(file) ?? [];
      const [, what = ''] = /^\S+ \S+ (.*?), which belongs to core/.exec(message) ?? [];
      return `${revision.slice(15)}/${script}:${line} ${code.slice('OWNERSHIP.'.length)} ${what}`;
    });
}

describe.each(DATABASES)('ownership on $name', (on) => {
  it('finds what revisions change of others, by reading them and by running them', async () => {
    const workspace = await workspaceOf(on);
    const plain = [
      'plain/migration.sql:1 FOREIGN_OBJECT the index people_name on people',
      'plain/migration.sql:2 FOREIGN_ROWS rows of people',
      'plain/down.sql:1 FOREIGN_OBJECT the index people_name on people',
    ].sort();
    expect([...(await ownership(workspace, '--no-replay'))].sort()).toEqual(plain);

    const unseen = (UNSEEN[on.provider] ?? []).flatMap(([, expected], index) =>
      (expected?.split(', ') ?? []).map((each) => `unseen/migration.sql:${index + 1} ${each}`),
    );
    const whole = await ownership(workspace);
    expect([...whole].map((each) => each.replace('public.', '')).sort()).toEqual([...plain, ...unseen].sort());

    // The second time nothing is run, and the same is found; so it is for a part.
    expect(await ownership(workspace)).toEqual(whole);
    const part = await ownership(workspace, `extensions/blog/prisma/migrations/${BLOG_3.slice(5)}`);
    expect([...part].sort()).toEqual(plain);
  });
});
