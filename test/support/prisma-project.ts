import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { onTestFinished } from 'vitest';
import { repositoryRoot } from './repository.js';
import { PRISMA, prismaEnvironment, runPrisma } from './resident-prisma/resident-prisma.js';
import type { CliRun } from './run-cli.js';
import type { DatabaseKind, TestDatabase } from './test-database.js';

const SCRIPT = join(PRISMA, 'index.js');

/** A project of Prisma's own, which knows nothing of orchestrate but its schema engine. It is gone when its test ends. */
export class PrismaProject {
  readonly root: string;
  readonly database: TestDatabase;
  readonly #kind: DatabaseKind;
  #url: string;

  private constructor(root: string, kind: DatabaseKind, database: TestDatabase) {
    this.root = root;
    this.database = database;
    this.#kind = kind;
    this.#url = database.url;
  }

  static async on(kind: DatabaseKind, models: string): Promise<PrismaProject> {
    const root = realpathSync(mkdtempSync(join(tmpdir(), 'orchestrate-prisma-')));
    onTestFinished(() => rmSync(root, { recursive: true, force: true }));
    symlinkSync(join(repositoryRoot, 'node_modules'), join(root, 'node_modules'), 'junction');
    const project = new PrismaProject(root, kind, await kind.create(root));
    project.write(
      'prisma.config.mjs',
      `export default { schema: 'prisma/schema.prisma', migrations: { path: 'prisma/migrations' }, datasource: { url: process.env.DATABASE_URL } };\n`,
    );
    project.models(models);
    return project;
  }

  write(file: string, text: string): void {
    mkdirSync(dirname(join(this.root, file)), { recursive: true });
    writeFileSync(join(this.root, file), text);
  }

  /** Replaces the models of the schema. */
  models(models: string): void {
    const generator = 'generator client {\n  provider = "prisma-client"\n  output   = "../generated"\n}\n';
    const datasource = `datasource db {\n  provider = "${this.#kind.provider}"\n}\n`;
    this.write('prisma/schema.prisma', `${datasource}\n${generator}\n${models}`);
  }

  migration(name: string, sql: string): void {
    this.write(`prisma/migrations/${name}/migration.sql`, sql);
    this.write('prisma/migrations/migration_lock.toml', `provider = "${this.#kind.provider}"\n`);
  }

  /** The migrations' scripts by their names, without the times in those. */
  migrations(): Readonly<Record<string, string>> {
    const directory = join(this.root, 'prisma/migrations');
    const names = readdirSync(directory, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    return Object.fromEntries(
      names.map(({ name }) => [
        name.replace(/^\d{14}_/, ''),
        readFileSync(join(directory, name, 'migration.sql'), 'utf8'),
      ]),
    );
  }

  /** From now on it is about another database. */
  moveTo(url: string): void {
    this.#url = url;
  }

  /** Runs Prisma's CLI in the process that the tests share, with the engine in it as well. */
  async prisma(...args: readonly string[]): Promise<CliRun> {
    return runPrisma(args, { cwd: this.root, env: this.#environment });
  }

  /** Runs it in a process of its own, which starts the engine in another. */
  async alone(...args: readonly string[]): Promise<CliRun> {
    return this.#run(process.execPath, [SCRIPT, ...args]);
  }

  /** The same at a terminal, which `migrate dev` insists on; nobody answers there, and all that is said is in `stdout`. */
  async atTerminal(...args: readonly string[]): Promise<CliRun> {
    const command = [process.execPath, SCRIPT, ...args].map((word) => `'${word}'`).join(' ');
    const run = await this.#run('script', ['-qefc', command, '/dev/null']);
    return { ...run, stdout: run.stdout.replaceAll('\r\n', '\n') };
  }

  async #run(file: string, args: readonly string[]): Promise<CliRun> {
    const { exitCode, stdout, stderr } = await execa(file, args, {
      cwd: this.root,
      env: prismaEnvironment(this.#environment),
      extendEnv: false,
      stdin: 'ignore',
      reject: false,
      timeout: 60_000,
    });
    return { exitCode, stdout, stderr };
  }

  get #environment(): Readonly<Record<string, string>> {
    return { DATABASE_URL: this.#url, NO_COLOR: '1' };
  }
}
