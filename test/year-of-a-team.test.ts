import { execFileSync } from 'node:child_process';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { DATABASES } from './support/databases.js';
import type { DatabaseKind, SchemaDescription, TestDatabase } from './support/test-database.js';
import { TestWorkspace } from './support/test-workspace.js';

const CORE = 'prisma/schema.prisma';
const WEEKS = 52;
const WEEK_MS = 7 * 24 * 3_600_000;
const START = Date.UTC(2025, 0, 6, 9);

/** Who works on which extension in a week: now on two, now on the same. */
const PAIRS = [
  ['blog', 'shop'],
  ['shop', 'promo'],
  ['blog', 'blog'],
  ['core', 'shop'],
] as const;

afterEach(() => {
  vi.useRealTimers();
});

describe.each(DATABASES)('a year of a team on $name', (on) => {
  it('brings every database to where a fresh one is', { timeout: 600_000 }, async () => {
    const team = await Team.start(on);
    for (let week = 1; week <= WEEKS; week += 1) {
      team.clockTo(week);
      // In the other weeks they have other things to do.
      if (week % 5 === 1) await team.week(week);
      await EVENTS.get(week)?.(team);
    }
    await team.end();
  });
});

/** What happens besides the daily work. */
const EVENTS: ReadonlyMap<number, (team: Team) => Promise<void>> = new Map([
  [11, (team: Team) => team.goBackAndOn()],
  [22, (team: Team) => team.squashBlog()],
  [27, (team: Team) => team.removeFolded()],
  [31, (team: Team) => team.transferBadge()],
  [37, (team: Team) => team.editApplied()],
  [44, (team: Team) => team.uninstallPromo()],
]);

class Team {
  readonly #workspace: TestWorkspace;
  readonly #production: TestDatabase;
  readonly #staging: TestDatabase;
  readonly #on: DatabaseKind;
  #isPromoThere = true;
  #folded: readonly string[] = [];

  private constructor(workspace: TestWorkspace, databases: readonly [TestDatabase, TestDatabase], on: DatabaseKind) {
    this.#workspace = workspace;
    [this.#production, this.#staging] = databases;
    this.#on = on;
  }

  static async start(on: DatabaseKind): Promise<Team> {
    const workspace = await TestWorkspace.on(
      on,
      {
        core: 'model User {\n  id   Int    @id\n  name String\n\n  @@map("users")\n}\n',
        blog: `${model('Post', 'posts')}\n${model('Badge', 'badges')}`,
        shop: model('Order', 'orders'),
        promo: model('Coupon', 'coupons'),
      },
      { '.gitignore': '*.db*\n.env\nnode_modules\nbackups\n' },
    );
    const { root } = workspace;
    const team = new Team(workspace, [await on.create(root, 'production.db'), await on.create(root, 'staging.db')], on);
    team.clockTo(0);
    team.#git('init', '-q', '-b', 'main');
    for (const extension of ['core', 'blog', 'shop', 'promo']) await workspace.auto(extension);
    team.#commit('Start');
    await team.#deploy(team.#production);
    await team.#production.execute(
      `INSERT INTO "users" ("id", "name") VALUES (1, 'Ada');\nINSERT INTO "coupons" ("id", "userId") VALUES (1, 1), (2, 1);`,
    );
    return team;
  }

  /** Revisions are named after the time; whoever works later in a week is a few hours behind. */
  clockTo(week: number, hours = 0): void {
    vi.useFakeTimers({ toFake: ['Date'], now: START + week * WEEK_MS + hours * 3_600_000 });
  }

  /** Two people work in branches of their own, which are merged, made one history again, and deployed. */
  async week(week: number): Promise<void> {
    const [alices, bobs] = PAIRS[week % PAIRS.length] ?? PAIRS[0];
    await this.#work('alice', alices, week);
    this.clockTo(week, 5);
    await this.#work('bob', bobs === 'promo' && !this.#isPromoThere ? 'blog' : bobs, week);
    this.clockTo(week, 24);
    this.#git('merge', '-q', '--no-edit', 'alice');
    this.#git('merge', '-q', '--no-edit', 'bob');
    this.#git('branch', '-q', '-D', 'alice', 'bob');
    if (alices === bobs) {
      await this.#workspace.ok('merge', '--extension', alices, '-m', `Join week ${week}`);
      this.#commit(`Merge the histories of week ${week}`);
    }
    await this.#workspace.upgrade('--all', '--database-url', this.#production.url);
    if (week % 13 === 0) await this.#deploy(this.#staging);
  }

  /** Each adds a table; every third week also a column to one that was there before. */
  async #work(person: 'alice' | 'bob', extension: string, week: number): Promise<void> {
    this.#git('checkout', '-q', '-b', person, 'main');
    const name = `${person}_${week}`;
    if (extension === 'core') {
      const plain = `model ${pascal(name)} {\n  id Int @id\n\n  @@map("core_${name}")\n}\n`;
      this.#workspace.write({ [CORE]: `${this.#workspace.read(CORE)}\n${plain}` });
    } else {
      const text = model(pascal(`${extension}_${name}`), `${extension}_${name}`);
      this.#workspace.write({ [`extensions/${extension}/prisma/${name}.prisma`]: text });
    }
    if (week % 3 === 0 && person === 'alice') this.#addField(extension, `note${week} String?`);
    expect((await this.#workspace.auto(extension)).kind).toBe('created');
    this.#commit(`${person} in week ${week}`);
    this.#git('checkout', '-q', 'main');
  }

  #addField(extension: string, field: string): void {
    const file = extension === 'core' ? CORE : `extensions/${extension}/prisma/schema.prisma`;
    const text = this.#workspace.read(file);
    this.#workspace.write({ [file]: text.replace('\n\n  @@map', `\n  ${field}\n\n  @@map`) });
  }

  /** A revision turns out to be wrong on the day it was deployed. */
  async goBackAndOn(): Promise<void> {
    const before = await this.#production.schema();
    const url = ['--database-url', this.#production.url];
    const { revisions } = await this.#workspace.ok<{ revisions: unknown[] }>(
      'downgrade',
      ...['--all', '--target', '2025-02-28', '--cascade', '--allow-destructive'],
      ...url,
    );
    expect(revisions.length).toBeGreaterThan(0);
    expect(await this.#production.schema()).not.toEqual(before);
    await this.#deploy(this.#production);
    expect(sortedColumns(await this.#production.schema())).toEqual(sortedColumns(before));
  }

  async squashBlog(): Promise<void> {
    const before = await this.#revisionsOf('blog');
    await this.#workspace.ok('squash', '--extension', 'blog', '-m', 'Half a year of blog');
    this.#commit('Squash blog');
    this.#folded = before;
    await this.#deploy(this.#production);
    expect((await this.#production.history('blog')).map(({ migration_name: name }) => name)).toContain(
      (await this.#revisionsOf('blog')).find((name) => !before.includes(name)),
    );
  }

  /** Every database is through: staging too, which was some weeks behind. */
  async removeFolded(): Promise<void> {
    await this.#deploy(this.#staging);
    for (const name of this.#folded) this.#workspace.remove(this.#workspace.directoryOf(`blog/${name}`));
    this.#commit('Remove what was folded');
    await this.#deploy(this.#production);
  }

  async transferBadge(): Promise<void> {
    await this.#production.execute('INSERT INTO "badges" ("id", "userId") VALUES (7, 1);');
    await this.#workspace.ok('transfer', 'Badge', '--from', 'blog', '--to', 'shop', '-m', 'Badges are sold');
    this.#commit('Move badges');
    await this.#deploy(this.#production);
    expect(await this.#production.rows('badges')).toHaveLength(1);
    for (const extension of ['blog', 'shop']) expect((await this.#workspace.auto(extension)).kind).toBe('no-change');
  }

  /** Somebody puts a comment into what was applied long ago, and everybody is to live with it. */
  async editApplied(): Promise<void> {
    const [first = ''] = await this.#revisionsOf('shop');
    const file = `${this.#workspace.directoryOf(`shop/${first}`)}/migration.sql`;
    this.#workspace.write({ [file]: `-- The beginning.\n${this.#workspace.read(file)}` });
    this.#commit('Explain the beginning');
    for (const database of [this.#production, this.#staging]) {
      const url = ['--database-url', database.url];
      expect((await this.#workspace.refused('upgrade', '--all', ...url)).code).toBe('HISTORY.EDITED');
      await this.#workspace.ok('repair', '--yes', ...url);
    }
    await this.#deploy(this.#production);
  }

  async uninstallPromo(): Promise<void> {
    for (const [index, database] of [this.#production, this.#staging].entries()) {
      this.clockTo(44, 30 + index);
      const url = ['--database-url', database.url];
      if (database === this.#production) {
        expect((await this.#workspace.refused('uninstall', 'promo', ...url)).exitCode).toBe(3);
      }
      await this.#workspace.ok('uninstall', 'promo', '--allow-destructive', '--backup', 'sql', ...url);
      expect(Object.keys(await database.historySchema())).not.toContain('table _prisma_migrations_promo');
    }
    this.#workspace.remove('extensions/promo');
    this.#isPromoThere = false;
    this.#commit('Remove promo');
    await this.#deploy(this.#production);
  }

  /** Whatever a database went through, it is where a fresh one is; and all of it can be taken back. */
  async end(): Promise<void> {
    const { root } = this.#workspace;
    const fresh = await this.#on.create(root, 'fresh.db');
    for (const database of [this.#production, this.#staging, fresh]) await this.#deploy(database);
    const expected = sortedColumns(await fresh.schema());
    expect(Object.keys(expected).length).toBeGreaterThan(20);
    expect(sortedColumns(await this.#production.schema())).toEqual(expected);
    expect(sortedColumns(await this.#staging.schema())).toEqual(expected);
    expect(await this.#production.orphans()).toEqual([]);
    expect(await this.#production.rows('users')).toHaveLength(1);
    await this.#workspace.ok('check', '--database', '--database-url', this.#production.url);

    const url = ['--database-url', this.#production.url];
    const { stdout } = await this.#workspace.run('history', '--graph', ...url);
    for (const extension of ['core', 'blog', 'shop']) expect(stdout).toContain(`${extension}/`);
    await this.#workspace.ok('downgrade', '--all', '--target', 'base', '--allow-destructive', ...url);
    expect(await this.#production.schema()).toEqual({});
  }

  async #deploy(database: TestDatabase): Promise<void> {
    const url = ['--database-url', database.url];
    await this.#workspace.ok('upgrade', '--all', ...url);
    const { isUpToDate } = await this.#workspace.ok<{ isUpToDate: boolean }>('status', ...url);
    expect(isUpToDate).toBe(true);
  }

  async #revisionsOf(extension: string): Promise<readonly string[]> {
    const folder = extension === 'core' ? 'prisma' : `extensions/${extension}/prisma`;
    const listed = this.#git(
      'ls-files',
      '--cached',
      '--others',
      '--exclude-standard',
      `${folder}/migrations/*/migration.sql`,
    );
    return listed.split('\n').flatMap((file) => file.split('/').at(-2) ?? []);
  }

  #commit(message: string): void {
    this.#git('add', '--all');
    this.#git('commit', '-q', '-m', message);
  }

  #git(...args: readonly string[]): string {
    const identity = ['-c', 'user.name=Team', '-c', 'user.email=team@example.org', '-c', 'commit.gpgsign=false'];
    return execFileSync('git', [...identity, ...args], { cwd: this.#workspace.root, encoding: 'utf8' });
  }
}

/** A model that refers to a user. */
function model(name: string, table: string): string {
  return `model ${name} {
  id     Int  @id
  userId Int
  user   User @relation(fields: [userId], references: [id])

  @@map("${table}")
}
`;
}

function pascal(name: string): string {
  return name.replaceAll(/(?:^|_)(\w)/g, (_, letter: string) => letter.toUpperCase());
}

/** Databases that went different ways have the columns of a table in different orders. */
function sortedColumns(schema: SchemaDescription): SchemaDescription {
  return Object.fromEntries(Object.entries(schema).map(([name, lines]) => [name, [...lines].sort()]));
}
