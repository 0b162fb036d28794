import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'vitest';
import { addEntries } from '../../packages/core/src/testdir.test-support.js';
import { repositoryRoot } from '../support/repository.js';
import { installResidentPrisma, runPrisma } from '../support/resident-prisma/resident-prisma.js';
import type { CliRun } from '../support/run-cli.js';
import type { DatabaseKind, TestDatabase } from '../support/test-database.js';
import { TestWorkspace } from '../support/test-workspace.js';
import { contentsOf } from './contents-of.js';
import type { Fragments, ParityCase, ParityStep } from './parity-case.js';

/** Prisma's configuration of a workspace: both read it, and each run says which database is meant. */
const configOf = (schema: string): string => `export default {
  schema: '${schema}',
  migrations: { path: 'prisma/migrations' },
  datasource: { url: process.env.DATABASE_URL },
};
`;

/** What Prisma prints where there is nothing to do. */
const NOTHING = '-- This is an empty migration.';

/** One workspace with two databases: Prisma's command line deploys to one, orchestrate to the other. */
export class ParitySite {
  readonly workspace: TestWorkspace;
  /** Deployed by orchestrate. */
  readonly ours: TestDatabase;
  /** Deployed by `prisma migrate deploy`. */
  readonly prismas: TestDatabase;
  readonly #case: ParityCase;
  readonly #on: DatabaseKind;
  /** In an order in which each comes after those that it depends on. */
  readonly #extensions = new Set(['core']);
  /** How many changes have a migration that Prisma wrote. */
  #changes = 0;

  private constructor(on: DatabaseKind, parityCase: ParityCase, workspace: TestWorkspace, prismas: TestDatabase) {
    this.#on = on;
    this.#case = parityCase;
    this.workspace = workspace;
    this.ours = workspace.database;
    this.prismas = prismas;
  }

  /** The workspace of a case before its first step. */
  static async on(on: DatabaseKind, parityCase: ParityCase): Promise<ParitySite> {
    const { urlSchema, schemaPath = 'prisma/schema.prisma' } = parityCase;
    const kind: DatabaseKind = { ...on, create: (root, name) => on.create(root, name, urlSchema) };
    const workspace = await TestWorkspace.on(kind, {}, { 'prisma.config.mjs': configOf(schemaPath) });
    const site = new ParitySite(on, parityCase, workspace, await kind.create(workspace.root, 'prisma/prisma.db'));
    if (parityCase.fixture === undefined) site.#write({ core: '' });
    else site.#copy(parityCase.fixture);
    return site;
  }

  /** Takes all steps of a case. */
  async takeAll(): Promise<void> {
    const { steps } = this.#case;
    const taken = typeof steps === 'function' ? steps(this.#on) : steps;
    const lastChange = taken.findLastIndex(({ kind }) => kind === 'change');
    for (const [at, step] of taken.entries()) await this.#take(step, at === lastChange);
  }

  /** Brings both databases to where the workspace is. */
  async deploy(): Promise<void> {
    await this.workspace.upgrade('--all', '--database-url', this.ours.url);
    for (const extension of this.#extensions) {
      await this.#succeed(this.prismas, extension, 'migrate', 'deploy');
    }
  }

  /** Runs Prisma's command line as for a project of its own, or by way of orchestrate for one of several extensions. */
  async prisma(database: Pick<TestDatabase, 'url'>, extension: string, ...args: readonly string[]): Promise<CliRun> {
    const { root } = this.workspace;
    if (this.#isPlain) return runPrisma(args, { cwd: root, env: { DATABASE_URL: database.url } });
    if (!this.workspace.has('node_modules/prisma')) await installResidentPrisma(root);
    const flags = ['--json', '--database-url', database.url];
    const { exitCode, stdout, stderr } = await this.workspace.run('prisma', ...flags, extension, '--', ...args);
    const { result } = JSON.parse(stdout) as { readonly result: Pick<CliRun, 'stdout' | 'stderr'> | null };
    return { exitCode, ...(result ?? { stdout, stderr }) };
  }

  /** Both databases hold the same, and each tool takes the other's for its own. */
  async expectParity(): Promise<void> {
    const { root } = this.workspace;
    const contents = (database: TestDatabase) => contentsOf(database, root, this.#on.provider);
    expect(await contents(this.prismas)).toEqual(await contents(this.ours));
    for (const extension of this.#extensions) {
      const printed = await this.#succeed(this.ours, extension, 'migrate', 'status');
      expect(printed).toMatch(/Database schema is up to date!|No migration found/);
    }
    expect(await this.workspace.ok('status', '--database-url', this.prismas.url)).toMatchObject({
      isUpToDate: true,
      problems: [],
    });
  }

  /** Whether it is an ordinary project of Prisma's. */
  get #isPlain(): boolean {
    return this.#extensions.size === 1;
  }

  async #take(step: ParityStep, isLastChange: boolean): Promise<void> {
    switch (step.kind) {
      case 'change':
        return this.#change(step.fragments, isLastChange);
      case 'by-hand':
        this.#write(step.fragments);
        return this.#byHand(step);
      case 'rows':
        await this.deploy();
        for (const database of [this.ours, this.prismas]) await database.execute(step.sql);
        return;
      case 'deploy':
        return this.deploy();
      case 'command':
        return void (await this.workspace.ok(...step.args));
      case 'files':
        for (const [file, text] of Object.entries(step.files)) {
          if (text === null) this.workspace.remove(file);
          else this.workspace.write({ [file]: text });
        }
    }
  }

  // Only the last one is asked of both: what was before it may be by either.
  async #change(fragments: Fragments, isLast: boolean): Promise<void> {
    this.#write(fragments);
    for (const extension of Object.keys(fragments).filter((name) => !name.includes('/'))) {
      const script = isLast || this.#isPlain ? await this.#diffByPrisma(extension) : null;
      if (!isLast && script !== null) {
        this.#byHand({ revision: `core/${2001 + this.#changes++}0101000000_by_prisma`, sql: script, down: null });
        continue;
      }
      const made = await this.workspace.auto(extension, '--allow-destructive');
      const ours = made.kind === 'created' ? made.migrationSql : `${NOTHING}\n`;
      if (script !== null) expect(ours).toBe(script);
    }
  }

  /** What `migrate diff` says is missing between the migrations and the schema. */
  async #diffByPrisma(extension: string): Promise<string> {
    const { schemaPath = 'prisma/schema.prisma' } = this.#case;
    const migrations = dirname(this.workspace.directoryOf(`${extension}/x`));
    const schema = extension === 'core' ? schemaPath : dirname(migrations);
    const paths = ['--from-migrations', migrations, '--to-schema', schema];
    const printed = await this.#succeed(this.prismas, extension, 'migrate', 'diff', ...paths, '--script');
    // Printing it takes a line's end more than writing it to a file does.
    return printed.replace(/\n$/, '');
  }

  async #succeed(database: TestDatabase, extension: string, ...args: readonly string[]): Promise<string> {
    const { exitCode, stdout, stderr } = await this.prisma(database, extension, ...args);
    expect({ extension, args, exitCode, why: exitCode === 0 ? '' : stdout + stderr }).toMatchObject({
      exitCode: 0,
      why: '',
    });
    return stdout;
  }

  #byHand({ revision, sql, down }: Omit<Extract<ParityStep, { kind: 'by-hand' }>, 'kind' | 'fragments'>): void {
    const directory = this.workspace.directoryOf(revision);
    const scripts = {
      [`${directory}/migration.sql`]: sql,
      ...(down === null ? {} : { [`${directory}/down.sql`]: down }),
    };
    addEntries(this.workspace.root, scripts);
    this.#lock(revision.slice(0, revision.indexOf('/')));
  }

  #write(fragments: Fragments): void {
    for (const [name, text] of Object.entries(fragments)) {
      if (name.includes('/')) this.workspace.write({ [name]: text });
      else if (name === 'core') this.workspace.write({ 'prisma/schema.prisma': this.#head() + text });
      else this.workspace.fragment(name, text);
      if (name.includes('/')) continue;
      this.#extensions.add(name);
      this.#lock(name);
    }
  }

  #head(): string {
    const { datasource = '', generator = '' } = this.#case;
    return `${generator}datasource db {\n  provider = "${this.#on.provider}"\n${datasource}}\n\n`;
  }

  /** Prisma wants to be told the provider of a history. */
  #lock(extension: string): void {
    const migrations = dirname(this.workspace.directoryOf(`${extension}/x`));
    this.workspace.write({ [`${migrations}/migration_lock.toml`]: `provider = "${this.#on.provider}"\n` });
  }

  #copy(fixture: string): void {
    const target = join(this.workspace.root, 'prisma');
    rmSync(target, { recursive: true, force: true });
    cpSync(join(repositoryRoot, 'test/fixtures/existing-projects', this.#on.provider, fixture, 'prisma'), target, {
      recursive: true,
    });
    // Prisma 7 refuses what was the place of the URL.
    for (const file of readdirSync(target, { recursive: true, encoding: 'utf8' })) {
      if (!file.endsWith('.prisma')) continue;
      const path = join(target, file);
      writeFileSync(path, readFileSync(path, 'utf8').replaceAll(/^ *(url|directUrl) .*\n/gm, ''));
    }
  }
}

/** Takes a case from its first step to the comparison at its end. */
export async function expectParity(on: DatabaseKind, parityCase: ParityCase): Promise<void> {
  const site = await ParitySite.on(on, parityCase);
  await site.takeAll();
  await site.deploy();
  await site.expectParity();
}
