import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { expect } from 'vitest';
import { addEntries, testdir } from '../../packages/core/src/testdir.test-support.js';
import { describeSchema } from './describe-schema.js';
import { type CliRun, runCli } from './run-cli.js';

const DATASOURCE = 'datasource db {\n  provider = "sqlite"\n}\n\n';

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

/** A row of a history table, with its columns as they are stored. */
export interface StoredRow {
  readonly id: string;
  readonly checksum: string;
  readonly finished_at: number | null;
  readonly migration_name: string;
  readonly logs: string | null;
  readonly rolled_back_at: number | null;
  readonly started_at: number;
  readonly applied_steps_count: number;
}

/** A workspace in a temporary directory, its database, and the built command to work on both. */
export class TestWorkspace {
  readonly root: string;
  /** Where the database is, once there is one. */
  readonly databaseFile: string;
  readonly #last = new Map<string, string>();

  /** @param fragments by extension; core gets its datasource */
  constructor(fragments: Readonly<Record<string, string>>, files: Readonly<Record<string, string>> = {}) {
    this.root = testdir({ 'package.json': '{ "name": "test", "private": true }\n', ...files });
    this.databaseFile = join(this.root, 'prisma/dev.db');
    for (const [extension, text] of Object.entries({ core: '', ...fragments })) this.fragment(extension, text);
  }

  /** Writes the fragment of an extension anew. */
  fragment(extension: string, text: string): void {
    this.write({ [`${folderOf(extension)}/schema.prisma`]: extension === 'core' ? DATASOURCE + text : text });
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

  /** Runs the command as a person would. */
  run(...args: readonly string[]): Promise<CliRun> {
    return runCli(args, { cwd: this.root });
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
  async downgrade(extension: string, target: string): Promise<readonly string[]> {
    return idsOf(await this.ok('downgrade', '--extension', extension, '--target', target));
  }

  /** Works on the database directly, foreign keys on. */
  database<Result>(work: (connection: BetterSqlite3.Database) => Result): Result {
    const connection = new BetterSqlite3(this.databaseFile, { fileMustExist: true });
    try {
      connection.pragma('foreign_keys = ON');
      return work(connection);
    } finally {
      connection.close();
    }
  }

  query<Row>(sql: string): readonly Row[] {
    return this.database((connection) => connection.prepare<[], Row>(sql).all());
  }

  schema(): Readonly<Record<string, readonly string[]>> {
    return this.database(describeSchema);
  }

  tables(): readonly string[] {
    const objects = Object.keys(this.schema());
    return objects.filter((name) => name.startsWith('table ')).map((name) => name.slice('table '.length));
  }

  /** The rows of an extension's history table, oldest first. */
  history(extension: string): readonly StoredRow[] {
    const table = extension === 'core' ? '_prisma_migrations' : `_prisma_migrations_${extension.replaceAll('-', '_')}`;
    return this.query(`SELECT * FROM "${table}" ORDER BY rowid`);
  }

  /** Every file with its bytes' hash and when it was written. */
  snapshot(): Readonly<Record<string, string>> {
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

function folderOf(extension: string): string {
  return extension === 'core' ? 'prisma' : `extensions/${extension}/prisma`;
}

function idsOf({ revisions }: { readonly revisions: readonly { readonly revision: string }[] }): readonly string[] {
  return revisions.map(({ revision }) => revision);
}
