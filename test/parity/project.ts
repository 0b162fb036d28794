import { expect } from 'vitest';
import type { DatabaseKind, TestDatabase } from '../support/test-database.js';
import type { TestWorkspace } from '../support/test-workspace.js';
import type { ParityStep } from './parity-case.js';
import { ParitySite } from './parity-site.js';

/** A project of Prisma's own with one database, to which nothing is deployed yet. */
export class Project {
  readonly #site: ParitySite;

  private constructor(site: ParitySite) {
    this.#site = site;
  }

  static async on(on: DatabaseKind, ...steps: readonly ParityStep[]): Promise<Project> {
    const site = await ParitySite.on(on, { name: '', steps });
    await site.takeAll();
    return new Project(site);
  }

  get database(): TestDatabase {
    return this.#site.ours;
  }

  get workspace(): TestWorkspace {
    return this.#site.workspace;
  }

  migration(name: string, sql: string): void {
    this.workspace.write({ [`prisma/migrations/${name}/migration.sql`]: sql });
  }

  /** What Prisma says, to whom it is a success, in one text. */
  async prisma(...args: readonly string[]): Promise<string> {
    const { exitCode, stdout, stderr } = await this.#site.prisma(this.database, 'core', ...args);
    expect({ args, exitCode, why: exitCode === 0 ? '' : stdout + stderr }).toMatchObject({ exitCode: 0, why: '' });
    return stdout;
  }

  /** What Prisma says to whom it is none. */
  async refusedByPrisma(args: readonly string[], database: Pick<TestDatabase, 'url'> = this.database): Promise<string> {
    const { exitCode, stdout, stderr } = await this.#site.prisma(database, 'core', ...args);
    expect({ args, exitCode }).toEqual({ args, exitCode: 1 });
    return stdout + stderr;
  }

  /** How orchestrate sees core. */
  async status(): Promise<{ readonly pending: readonly string[]; readonly failed: readonly string[] }> {
    const { stdout } = await this.workspace.run('status', '--json');
    const { extensions } = (JSON.parse(stdout) as { readonly result: { readonly extensions: readonly [never] } })
      .result;
    const { pending, failed } = extensions[0];
    return { pending, failed };
  }

  async expectUpToDate(): Promise<void> {
    expect(await this.status()).toEqual({ pending: [], failed: [] });
    expect(await this.prisma('migrate', 'status')).toContain('Database schema is up to date!');
  }
}
