import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { addEntries, testdir } from '../../packages/core/src/testdir.test-support.js';
import type { CliRun } from './run-cli.js';
import { runInProcess } from './run-in-process.js';
import { type DatabaseKind, readContents, type TestDatabase } from './test-database.js';

/** A revision written by hand. */
export interface HandWritten {
  readonly up: string;
  /** No `down.sql` where it is left out. */
  readonly down?: string;
  /** The one before it in the order of calls unless given. */
  readonly parent?: string | null;
  readonly requires?: readonly string[];
  readonly more?: Readonly<Record<string, unknown>>;
}

/** Why a command ended with something else than 0, as `--json` has it. */
export interface Refusal {
  readonly exitCode: number | undefined;
  readonly code: string;
  readonly message: string;
  readonly fix: string;
}

/** What `revision --json` gives. */
export interface MadeRevision {
  readonly kind: 'created' | 'no-change';
  readonly revision: string;
  readonly directory: string;
  readonly migrationSql: string;
  readonly downSql: string;
  readonly requires: readonly string[];
  readonly destructive: readonly { readonly kind: string; readonly table: string; readonly column: string | null }[];
  readonly reversible: boolean;
}

/** A workspace in a temporary directory, its database, and the built command to work on both. */
export class TestWorkspace {
  readonly root: string;
  readonly database: TestDatabase;
  readonly #datasource: string;
  readonly #last = new Map<string, string>();

  private constructor(root: string, database: TestDatabase, provider: string) {
    this.root = root;
    this.database = database;
    this.#datasource = datasource(provider);
  }

  /**
   * Makes a workspace with a database of its own, that its `.env` names. Both are removed when the test ends.
   *
   * @param fragments by extension; core gets its datasource
   */
  static async on(
    kind: DatabaseKind,
    fragments: Readonly<Record<string, string>>,
    files: Readonly<Record<string, string>> = {},
  ): Promise<TestWorkspace> {
    const root = testdir({ 'package.json': '{ "name": "test", "private": true }\n' });
    const database = await kind.create(root);
    const workspace = new TestWorkspace(root, database, kind.provider);
    workspace.write({ '.env': `DATABASE_URL="${database.url}"\n`, ...files });
    for (const [extension, text] of Object.entries({ core: '', ...fragments })) workspace.fragment(extension, text);
    return workspace;
  }

  /** Writes the fragment of an extension anew. */
  fragment(extension: string, text: string): void {
    this.write({ [`${folderOf(extension)}/schema.prisma`]: extension === 'core' ? this.#datasource + text : text });
  }

  write(files: Readonly<Record<string, string>>): void {
    addEntries(this.root, files);
  }

  read(file: string): string {
    return readFileSync(join(this.root, file), 'utf8');
  }

  has(file: string): boolean {
    return existsSync(join(this.root, file));
  }

  remove(file: string): void {
    rmSync(join(this.root, file), { recursive: true });
  }

  /** Writes a revision by hand. @param id `extension/name` */
  revision(id: string, { up, down, parent, requires = [], more = {} }: HandWritten): void {
    const [extension = '', name = ''] = id.split('/');
    const directory = this.directoryOf(id);
    const manifest = { message: name, parent: parent === undefined ? (this.#last.get(extension) ?? null) : parent };
    this.#last.set(extension, name);
    this.write({
      [`${directory}/migration.sql`]: up,
      ...(down === undefined ? {} : { [`${directory}/down.sql`]: down }),
      [`${directory}/revision.json`]: JSON.stringify({ ...manifest, requires, ...more }),
    });
  }

  /** The directory of a revision, `extension/name`, relative to the root. */
  directoryOf(id: string): string {
    const [extension = '', name = ''] = id.split('/');
    return `${folderOf(extension)}/migrations/${name}`;
  }

  /** Runs the command as a person would, though in this process. */
  run(...args: readonly string[]): Promise<CliRun> {
    return runInProcess(args, this.root);
  }

  /** Runs a command that must succeed and gives its result. */
  async ok<Result = unknown>(...args: readonly string[]): Promise<Result> {
    const { exitCode, stdout, stderr } = await this.run(...args, '--json');
    expect({ args, exitCode, why: exitCode === 0 ? '' : stdout + stderr }).toEqual({ args, exitCode: 0, why: '' });
    return (JSON.parse(stdout) as { result: Result }).result;
  }

  /** Runs a command that must fail and says why it did. */
  async refused(...args: readonly string[]): Promise<Refusal> {
    const { exitCode, stdout } = await this.run(...args, '--json');
    const { error } = JSON.parse(stdout) as { error: Omit<Refusal, 'exitCode'> | null };
    if (error === null) throw new Error(`${args.join(' ')} was to fail, but gave:\n${stdout}`);
    const { code, message, fix } = error;
    return { exitCode, code, message, fix };
  }

  /** `revision --auto`, which must succeed. */
  auto(extension: string, ...flags: readonly string[]): Promise<MadeRevision> {
    return this.ok('revision', '--extension', extension, '-m', `Change ${extension}`, '--auto', ...flags);
  }

  /** `upgrade`, which must succeed; the revisions that it applied. */
  async upgrade(...flags: readonly string[]): Promise<readonly string[]> {
    return idsOf(await this.ok('upgrade', ...flags));
  }

  /** `downgrade`, which must succeed; the revisions that it reverted. */
  async downgrade(extension: string, target: string, ...flags: readonly string[]): Promise<readonly string[]> {
    return idsOf(await this.ok('downgrade', '--extension', extension, '--target', target, ...flags));
  }

  /** Every file with its bytes' hash and when it was written, and all that is in a database on a server. */
  async snapshot(): Promise<unknown> {
    return { files: this.#files(), database: this.database.isFile ? null : await readContents(this.database) };
  }

  #files(): Readonly<Record<string, string>> {
    const files = readdirSync(this.root, { recursive: true, encoding: 'utf8' }).sort();
    return Object.fromEntries(
      files.map((file) => {
        const path = join(this.root, file);
        const stats = statSync(path);
        if (stats.isDirectory()) return [file, 'directory'];
        const hash = createHash('sha256').update(readFileSync(path)).digest('hex');
        return [file, `${hash} ${stats.mtimeMs}`];
      }),
    );
  }
}

/** The datasource block of a provider. */
export function datasource(provider: string): string {
  return `datasource db {\n  provider = "${provider}"\n}\n\n`;
}

function folderOf(extension: string): string {
  return extension === 'core' ? 'prisma' : `extensions/${extension}/prisma`;
}

function idsOf({ revisions }: { readonly revisions: readonly { readonly revision: string }[] }): readonly string[] {
  return revisions.map(({ revision }) => revision);
}
