import { expect } from 'vitest';
import { extensionOf, revisionNameOf } from '../../packages/core/src/revisions/revision.js';
import { withPrismaEngine } from './prisma-engine.js';
import { type DatabaseKind, historyTableOf, type TestDatabase } from './test-database.js';
import { type HandWritten, TestWorkspace } from './test-workspace.js';

/** What is done next: what kind of thing, and numbers that choose among what there is by then. */
export interface Stride {
  readonly kind: number;
  readonly picks: readonly number[];
}

interface Planned {
  readonly revisions: readonly {
    readonly revision: string;
    readonly action: string;
    readonly because: string | null;
  }[];
}

interface Status {
  readonly isUpToDate: boolean;
  readonly extensions: readonly {
    readonly name: string;
    readonly current: readonly string[];
    readonly pending: readonly string[];
  }[];
  readonly problems: readonly unknown[];
}

/** A revision on disk, as far as a walk cares. */
interface Known {
  readonly parents: readonly string[];
  readonly folds: readonly string[];
  /** `table` or `table#id` for a row; of a squash or a merge nothing of its own. */
  readonly makes: readonly string[];
}

/** Why a command may say no; everything else is a fault. */
const ANSWERS = /^(TARGET\.|STAMP\.|SQUASH\.|DOWNGRADE\.BLOCKED$)/;

/**
 * A team's year in a minute: revisions come, early and late, in branches and across extensions, and the built command does
 * whatever it can be asked for. After each stride the tables and rows in the database have to be just what the revisions
 * make that it has recorded.
 */
export class Walk {
  /** What was done, for whoever has to find out why a walk fell. */
  readonly log: string[] = [];
  readonly #workspace: TestWorkspace;
  readonly #on: DatabaseKind;
  readonly #extensions: readonly string[];
  readonly #known = new Map<string, Known>();
  #picks: readonly number[] = [];
  #serial = 0;

  private constructor(workspace: TestWorkspace, on: DatabaseKind, extensions: readonly string[]) {
    this.#workspace = workspace;
    this.#on = on;
    this.#extensions = extensions;
  }

  /** Starts with five revisions. @param count how many extensions, core included */
  static async on(on: DatabaseKind, { count, first }: { count: number; first: readonly Stride[] }): Promise<Walk> {
    const extensions = ['core', 'a', 'b', 'c'].slice(0, count);
    const workspace = await TestWorkspace.on(on, Object.fromEntries(extensions.map((name) => [name, ''])));
    const walk = new Walk(workspace, on, extensions);
    for (const { picks } of first) walk.#take(picks, () => walk.#add());
    return walk;
  }

  async take({ kind, picks }: Stride): Promise<void> {
    const ways: readonly (() => unknown)[] = [
      ...Array.from({ length: 8 }, () => () => this.#add()),
      ...Array.from({ length: 7 }, () => () => this.#upgrade()),
      ...Array.from({ length: 5 }, () => () => this.#downgrade()),
      ...Array.from({ length: 4 }, () => () => this.#squash()),
      ...Array.from({ length: 2 }, () => () => this.#stampAndBack()),
      ...Array.from({ length: 2 }, () => () => this.#merge()),
      ...Array.from({ length: 2 }, () => () => this.#removeFolded()),
      () => this.#failAndCorrect(),
    ];
    await this.#take(picks, ways[kind % ways.length] as () => unknown);
    await this.#check();
  }

  /** From wherever it is to the end, which is that of a new database, and all the way back. */
  async end(): Promise<void> {
    const { database } = this.#workspace;
    const fresh = await this.#on.create(this.#workspace.root, 'fresh');
    for (const { url } of [database, fresh]) await this.#workspace.upgrade('--all', '--database-url', url);
    expect(await this.#workspace.upgrade('--all')).toEqual([]);
    if (!database.exists) return;
    expect(await this.#status()).toMatchObject({ isUpToDate: true });
    expect(await contentsOf(database)).toEqual(await contentsOf(fresh));
    await this.#showPrisma();
    await this.#workspace.ok('downgrade', '--all', '--target', 'base', '--allow-destructive');
    expect(await contentsOf(database)).toEqual({ schema: {}, things: [] });
    expect(await this.#recorded()).toEqual([]);
  }

  /** Prisma's own engine reads the history of core, and finds neither a failed revision nor an edited one. */
  async #showPrisma(): Promise<void> {
    const { database } = this.#workspace;
    if (!(await this.#recorded()).some((id) => extensionOf(id) === 'core')) return;
    const migrations = this.#idsOf('core').map((id) => ({
      name: revisionNameOf(id),
      sql: this.#workspace.read(`${this.#workspace.directoryOf(id)}/migration.sql`),
    }));
    const found = await withPrismaEngine({ database, migrations }, (engine) => engine.diagnose());
    expect(found).toMatchObject({ failed: [], edited: [] });
  }

  #take(picks: readonly number[], stride: () => unknown): unknown {
    this.#picks = picks;
    return stride();
  }

  #pick(below: number): number {
    const [first = 0, ...rest] = this.#picks;
    this.#picks = rest;
    return first % below;
  }

  #oneOf<Item>(items: readonly Item[]): Item | undefined {
    return items[this.#pick(Math.max(items.length, 1))];
  }

  #idsOf(extension: string): readonly string[] {
    return [...this.#known.keys()].filter((id) => extensionOf(id) === extension && this.#isOnDisk(id)).sort();
  }

  #isOnDisk(id: string): boolean {
    return this.#workspace.has(this.#workspace.directoryOf(id));
  }

  #isFolded(id: string): boolean {
    return [...this.#known.values()].some(({ folds }) => folds.includes(id));
  }

  /** What it and everything that it folds makes. */
  #makes(id: string): readonly string[] {
    const { makes = [], folds = [] } = this.#known.get(id) ?? {};
    return [...makes, ...folds.flatMap((folded) => this.#makes(folded))];
  }

  /** A revision after some head, or after any revision, with any date; it makes a table, or puts a row into an earlier one. */
  #add(): string {
    const extension = this.#oneOf(this.#extensions) ?? 'core';
    const serial = ++this.#serial;
    const own = this.#idsOf(extension);
    const followed = new Set(own.flatMap((id) => this.#known.get(id)?.parents ?? []));
    const heads = own.filter((id) => !followed.has(id) && !this.#isFolded(id));
    const parent = this.#oneOf(this.#pick(4) === 0 ? own : heads) ?? null;
    const others = this.#extensions.filter((name) => name !== extension).flatMap((name) => this.#idsOf(name));
    const required = this.#pick(3) === 0 ? this.#oneOf(others) : undefined;
    const id = `${extension}/202601${String(10 + this.#pick(18))}${String(serial).padStart(6, '0')}_r`;
    const tables = this.#before(parent)
      .flatMap((each) => this.#makes(each))
      .filter((thing) => !thing.includes('#'));
    const table = this.#pick(3) === 0 ? this.#oneOf(tables) : undefined;
    const scripts: HandWritten =
      table === undefined
        ? { up: `CREATE TABLE "t${serial}" ("id" INTEGER NOT NULL PRIMARY KEY);\n`, down: `DROP TABLE "t${serial}";\n` }
        : {
            up: `INSERT INTO "${table}" ("id") VALUES (${serial});\n`,
            down: `DELETE FROM "${table}" WHERE "id" = ${serial};\n`,
          };
    const requires = required === undefined ? [] : [required];
    this.#workspace.revision(id, { ...scripts, requires, parent: parent === null ? null : revisionNameOf(parent) });
    const makes = [table === undefined ? `t${serial}` : `${table}#${serial}`];
    this.#known.set(id, { parents: parent === null ? [] : [parent], folds: [], makes });
    this.log.push(`${id} after ${parent}, requires ${required}`);
    return id;
  }

  /** It and what it comes after in its own extension. */
  #before(id: string | null): readonly string[] {
    const found = new Set(id === null ? [] : [id]);
    // A set visits what is added while it is walked.
    for (const each of found) for (const before of this.#known.get(each)?.parents ?? []) found.add(before);
    return [...found];
  }

  /** To any target, and sometimes back to where it was. */
  async #upgrade(): Promise<void> {
    const before = await this.#standing();
    const isThereAndBack = this.#pick(3) === 0;
    const done = await this.#migrate('upgrade', this.#target('upgrade'));
    if (!isThereAndBack || done === null || before === null) return;
    const back = await this.#migrate('downgrade', ['--target', before.targets, '--cascade']);
    if (back !== null) expect(await contentsOf(this.#workspace.database)).toEqual(before.contents);
  }

  async #downgrade(): Promise<void> {
    const cascade = this.#pick(3) === 0 ? [] : ['--cascade'];
    await this.#migrate('downgrade', [...this.#target('downgrade'), ...cascade]);
  }

  /** Runs what `--dry-run` says; null where it is refused. */
  async #migrate(command: 'upgrade' | 'downgrade', flags: readonly string[]): Promise<Planned | null> {
    const mode = [[], [], ['--tx', 'all'], ['--tx', 'none']][this.#pick(4)] as readonly string[];
    const consent = command === 'downgrade' ? ['--allow-destructive'] : [];
    const args = [command, ...flags, ...mode, ...consent];
    const planned = await this.#ask<Planned>(...args, '--dry-run');
    if (planned === null) return null;
    const done = await this.#workspace.ok<Planned>(...args);
    const said = ({ revisions }: Planned) =>
      revisions.map(({ revision, action, because }) => [action, revision, because]);
    expect(said(done)).toEqual(said(planned));
    return done;
  }

  #target(direction: 'upgrade' | 'downgrade' | 'stamp'): readonly string[] {
    const extension = this.#oneOf(this.#extensions) ?? 'core';
    const nameIn = (owner: string): string => revisionNameOf(this.#oneOf(this.#idsOf(owner)) ?? `${owner}/base`);
    const end = direction === 'downgrade' ? 'base' : 'head';
    const steps = { upgrade: '+2', downgrade: '-2', stamp: end }[direction];
    const forms: readonly (() => readonly string[])[] = [
      () => ['--all', '--target', end],
      () => ['--all', '--target', `2026-01-${10 + this.#pick(18)}`],
      () => ['--extension', extension, '--target', end],
      () => ['--extension', extension, '--target', steps],
      () => ['--extension', extension, '--target', nameIn(extension)],
      () => ['--target', `${extension}@${nameIn(extension).slice(0, 14)}`],
      () => ['--target', this.#extensions.map((name) => `${name}@${nameIn(name)}`).join(',')],
    ];
    return (this.#oneOf(forms) as () => readonly string[])();
  }

  async #stampAndBack(): Promise<void> {
    const before = await this.#standing();
    if (before === null) return;
    const recorded = await this.#recorded();
    const target = this.#target('stamp').filter((word) => word !== '--target');
    if ((await this.#ask('stamp', ...target)) === null) return;
    expect(await contentsOf(this.#workspace.database)).toEqual(before.contents);
    expect((await this.#status()).problems).toEqual([]);
    await this.#workspace.ok('stamp', before.targets);
    expect(this.#thingsOf(await this.#recorded())).toEqual(this.#thingsOf(recorded));
  }

  async #squash(): Promise<void> {
    const extension = this.#oneOf(this.#extensions) ?? 'core';
    const to = this.#oneOf(this.#idsOf(extension).slice(1));
    const flags = to === undefined || this.#pick(2) === 0 ? [] : ['--to', revisionNameOf(to)];
    const args = ['squash', '--extension', extension, ...flags];
    const made = await this.#ask<{ revision: string; replaces: readonly string[] }>(...args);
    if (made !== null) this.#known.set(made.revision, { parents: made.replaces, folds: made.replaces, makes: [] });
  }

  async #merge(): Promise<void> {
    const { merged } = await this.#workspace.ok<{ merged: readonly { revision: string; heads: readonly string[] }[] }>(
      'merge',
    );
    for (const { revision, heads } of merged) this.#known.set(revision, { parents: heads, folds: [], makes: [] });
  }

  /** Takes the directories away that an applied squash folds. */
  async #removeFolded(): Promise<void> {
    const recorded = await this.#recorded();
    const squash = this.#oneOf(recorded.filter((id) => (this.#known.get(id)?.folds ?? []).length > 0));
    const folded = new Set(this.#known.get(squash ?? '')?.folds);
    // A set visits what is added while it is walked.
    for (const each of folded) for (const inner of this.#known.get(each)?.folds ?? []) folded.add(inner);
    this.log.push(`without ${[...folded].join(' ')}`);
    for (const id of folded) if (this.#isOnDisk(id)) this.#workspace.remove(this.#workspace.directoryOf(id));
  }

  async #failAndCorrect(): Promise<void> {
    const file = `${this.#workspace.directoryOf(this.#add())}/migration.sql`;
    const sql = this.#workspace.read(file);
    this.#workspace.write({ [file]: `${sql}INSERT INTO "nowhere" VALUES (1);\n` });
    const flags = this.#pick(2) === 0 ? [] : ['--tx', 'all'];
    expect(await this.#workspace.refused('upgrade', '--all', ...flags)).toMatchObject({
      code: 'UPGRADE.REVISION_FAILED',
    });
    this.#workspace.write({ [file]: sql });
  }

  /** Runs a command that may be refused, and then must have changed nothing. */
  async #ask<Result>(...args: readonly string[]): Promise<Result | null> {
    this.log.push(args.join(' '));
    const before = await this.#workspace.snapshot();
    const { stdout } = await this.#workspace.run(...args, '--json');
    const { result, error } = JSON.parse(stdout) as { result: Result; error: { code: string } | null };
    if (error === null) return result;
    expect({ args, error: ANSWERS.test(error.code) ? null : error }).toEqual({ args, error: null });
    expect(await this.#workspace.snapshot()).toEqual(before);
    return null;
  }

  /** Where every extension stands, as targets; null where one has several heads. */
  async #standing(): Promise<{ readonly targets: string; readonly contents: unknown } | null> {
    const { extensions } = await this.#status();
    if (extensions.some(({ current }) => current.length > 1)) return null;
    const targets = extensions.map(({ name, current }) => `${name}@${revisionNameOf(current[0] ?? '/base')}`);
    return { targets: targets.join(','), contents: await contentsOf(this.#workspace.database) };
  }

  #status(): Promise<Status> {
    return this.#workspace.ok<Status>('status');
  }

  async #check(): Promise<void> {
    const recorded = await this.#recorded();
    const { extensions, problems } = await this.#status();
    expect(problems).toEqual([]);
    expect(extensions.flatMap(({ pending }) => pending).filter((id) => recorded.includes(id))).toEqual([]);
    expect((await contentsOf(this.#workspace.database)).things).toEqual(this.#thingsOf(recorded));
  }

  /** What these make, each once: a squash may be recorded beside what it folds. */
  #thingsOf(ids: readonly string[]): readonly string[] {
    return [...new Set(ids.flatMap((id) => this.#makes(id)))].sort();
  }

  /** What the histories say is applied. */
  async #recorded(): Promise<readonly string[]> {
    const { database } = this.#workspace;
    if (!database.exists) return [];
    const tables = Object.keys(await database.historySchema());
    const found: string[] = [];
    for (const extension of this.#extensions) {
      if (!tables.includes(`table ${historyTableOf(extension)}`)) continue;
      const rows = (await database.history(extension)).filter(({ rolled_back_at }) => rolled_back_at === null);
      expect(rows.filter(({ finished_at }) => finished_at === null)).toEqual([]);
      found.push(...rows.map(({ migration_name }) => `${extension}/${migration_name}`));
    }
    expect(found).toHaveLength(new Set(found).size);
    return found;
  }
}

interface Contents {
  readonly schema: unknown;
  /** Tables, and rows as `table#id`. */
  readonly things: readonly string[];
}

async function contentsOf(database: TestDatabase): Promise<Contents> {
  if (!database.exists) return { schema: {}, things: [] };
  const schema = await database.schema();
  const things: string[] = [];
  for (const table of Object.keys(schema).map((name) => name.slice('table '.length))) {
    const rows = (await database.rows(table)) as readonly { readonly id: number }[];
    things.push(table, ...rows.map(({ id }) => `${table}#${id}`));
  }
  return { schema, things: things.sort() };
}
