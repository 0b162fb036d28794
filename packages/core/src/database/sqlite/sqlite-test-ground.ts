import { constants, copyFileSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type BetterSqlite3 from 'better-sqlite3';
import { errorCode, readStats } from '../../config/read-text-file.js';
import { OrchestrateError } from '../../errors.js';
import { unwritable } from '../../workspace/write-durably.js';
import type { Database, OpenOptions } from '../database.js';
import type { TestGround, TestGroundOptions, TestLocation, TestMark, TestRecipe, TestState } from '../test-ground.js';
import { isLiveDatabase, testDatabaseInUse, testInterrupted } from '../test-ground-errors.js';
import { loadBetterSqlite3 } from './load-better-sqlite3.js';
import { openingError } from './sqlite-errors.js';
import { SqliteLock } from './sqlite-lock.js';
import { parseSqliteUrl } from './sqlite-url.js';
import { leftoverFiles, newTestFile, originalFile, touch, withSideFiles } from './test-files.js';

/** "otdb" in ASCII: what the header of a file says that is a test database. */
const APPLICATION = 0x6f746462;
/** How long to wait for another process that makes the same database. */
const LOCK_WAIT_MS = 120_000;
/** How long to wait until nobody has a transaction on a database that is to be as it was. */
const BUSY_WAIT_MS = 5_000;
const POLL_MS = 25;
/** How often to make an original again that somebody clears away in the same moment. */
const TRIES = 5;

/** Opens a file for writing. */
type OpenFile = (options: OpenOptions) => Promise<Database>;

/** The folders that test databases are in. */
export class SqliteTestGround implements TestGround {
  readonly defaultName: string;
  readonly #options: TestGroundOptions;
  readonly #open: OpenFile;
  /** The file that a URL names; null without. */
  readonly #file: string | null;
  #hasPruned = false;

  constructor(options: TestGroundOptions, open: OpenFile) {
    const { place, root } = options;
    this.#options = options;
    this.#open = open;
    this.#file = place === null ? null : parseSqliteUrl(place.url, { root, display: place.display }).file;
    this.defaultName = this.#file === null ? 'test' : path.basename(this.#file, '.db');
  }

  locate(name: string): TestLocation {
    const file = this.#fileOf(name);
    return { url: `file:${file}`, display: `file:${path.relative(this.#options.root, file)}` };
  }

  async inspect(name: string, mark: TestMark): Promise<TestState> {
    const file = this.#fileOf(name);
    this.#assertNotLive(name);
    if ((readStats(file)?.size ?? 0) === 0) return 'absent';
    const version = readMark(file);
    if (version === null || version >> 16 !== versionOf(mark) >> 16) return 'foreign';
    return version === versionOf(mark) ? 'current' : 'outdated';
  }

  async lock(name: string, signal: AbortSignal | undefined): Promise<AsyncDisposable> {
    const file = this.#fileOf(name);
    const folder = path.dirname(file);
    makeFolder(folder);
    if (folder === this.#options.namedFolder) keepOutOfGit(folder);
    return this.#lock(file, signal);
  }

  async build(name: string, recipe: TestRecipe, { force }: { readonly force: boolean }): Promise<void> {
    const file = this.#fileOf(name);
    this.#prune(path.dirname(file));
    await this.#build(file, recipe, async (unfinished) => {
      if (readStats(file) === null) return renameSync(unfinished, file);
      if (await overwrite(file, unfinished)) return removeFile(unfinished);
      if (!force) throw testDatabaseInUse(this.locate(name).display);
      removeFile(file);
      renameSync(unfinished, file);
    });
  }

  async drop(name: string, { force }: { readonly force: boolean }): Promise<void> {
    const file = this.#fileOf(name);
    if (!force && isBusy(file)) throw testDatabaseInUse(this.locate(name).display);
    removeFile(file);
  }

  async copy(recipe: TestRecipe): Promise<string> {
    const name = newTestFile();
    for (let attempt = 1; ; attempt += 1) {
      const original = await this.#ensureOriginal(recipe);
      try {
        copyFileSync(original, path.join(this.#options.folder, name), constants.COPYFILE_FICLONE);
        return name;
      } catch (error) {
        // Somebody has cleared it away in this moment.
        if (errorCode(error) !== 'ENOENT' || attempt === TRIES) throw unwritable(this.#options.folder, error);
      }
    }
  }

  async renew(copy: string, recipe: TestRecipe): Promise<void> {
    const file = this.#fileOf(copy);
    if (!(await overwrite(file, await this.#ensureOriginal(recipe)))) throw testDatabaseInUse(`file:${file}`);
  }

  async discard(copy: string): Promise<void> {
    removeFile(this.#fileOf(copy));
  }

  async [Symbol.asyncDispose](): Promise<void> {}

  #fileOf(name: string): string {
    if (/^copy-.*\.db$/.test(name)) return path.join(this.#options.folder, name);
    if (this.#file === null) return path.join(this.#options.namedFolder, `${name}.db`);
    return name === this.defaultName ? this.#file : path.join(path.dirname(this.#file), `${name}.db`);
  }

  #assertNotLive(name: string): void {
    const { live } = this.#options;
    if (live === null) return;
    const [own, test] = [parseSqliteUrl(live.url, live).file, this.#fileOf(name)];
    const [ownStats, testStats] = [readStats(own), readStats(test)];
    const isSame = ownStats !== null && ownStats.ino === testStats?.ino && ownStats.dev === testStats.dev;
    if (isSame || own === test) throw isLiveDatabase(this.locate(name).display);
  }

  async #ensureOriginal(recipe: TestRecipe): Promise<string> {
    const { folder } = this.#options;
    const file = path.join(folder, originalFile(recipe.mark));
    this.#prune(folder);
    if (isThere(file)) return file;
    makeFolder(folder);
    await using _lock = await this.#lock(file, recipe.signal);
    if (isThere(file)) return file;
    await this.#build(file, recipe, async (unfinished) => renameSync(unfinished, file));
    return file;
  }

  async #build(
    file: string,
    { mark, fill, finish, signal }: TestRecipe,
    put: (unfinished: string) => Promise<void>,
  ): Promise<void> {
    // On the same disk, and found by whoever comes later should this process be killed.
    const folder = path.dirname(file);
    const unfinished = path.join(folder, newTestFile());
    const { root, command, onEvent } = this.#options;
    const limits = { lockTimeoutMs: null, statementTimeoutMs: null };
    const target: OpenOptions = {
      ...{ url: `file:${unfinished}`, display: this.locate(path.basename(file, '.db')).display },
      ...{ root, mode: 'write', command, ...limits, onEvent },
    };
    try {
      const database = await this.#open(target);
      try {
        await fill(database);
      } finally {
        await database.close();
      }
      await finish?.({ url: target.url, display: target.display });
      writeMark(unfinished, versionOf(mark));
      if (signal?.aborted) throw testInterrupted();
      await put(unfinished);
    } catch (error) {
      removeFile(unfinished);
      throw error instanceof OrchestrateError ? error : openingError(error, file);
    }
    // What SQLite, or the lock of a killed process, may have left.
    removeSideFiles(unfinished);
  }

  #prune(folder: string): void {
    if (this.#hasPruned) return;
    this.#hasPruned = true;
    for (const file of leftoverFiles(folder, Date.now())) removeFile(file);
  }

  #lock(file: string, signal: AbortSignal | undefined): Promise<SqliteLock> {
    const Connection = loadBetterSqlite3();
    const { command } = this.#options;
    return SqliteLock.acquire((other) => new Connection(other, { timeout: 0 }), file, {
      timeoutMs: LOCK_WAIT_MS,
      command,
      signal,
    });
  }
}

/** The start of both numbers: the workspace in the upper half, what the database was made from in the lower. */
function versionOf({ workspace, digest }: TestMark): number {
  return (Number.parseInt(workspace.slice(0, 4), 16) >> 1) * 0x10000 + Number.parseInt(digest.slice(0, 4), 16);
}

function readMark(file: string): number | null {
  const connection = openFile(file, { readonly: true });
  try {
    if (connection.pragma('application_id', { simple: true }) !== APPLICATION) return null;
    return Number(connection.pragma('user_version', { simple: true }));
  } catch (error) {
    throw openingError(error, file);
  } finally {
    connection.close();
  }
}

function writeMark(file: string, version: number): void {
  const connection = openFile(file, {});
  try {
    connection.pragma(`application_id = ${APPLICATION}`);
    connection.pragma(`user_version = ${version}`);
  } finally {
    connection.close();
  }
}

function openFile(file: string, options: BetterSqlite3.Options): BetterSqlite3.Database {
  const Connection = loadBetterSqlite3();
  try {
    return new Connection(file, { timeout: 0, ...options });
  } catch (error) {
    throw openingError(error, file);
  }
}

/**
 * Makes a database what another is, in place: who is connected to it sees the change.
 *
 * @returns false where somebody's transaction lasts too long
 */
async function overwrite(file: string, source: string): Promise<boolean> {
  const connection = openFile(source, { readonly: true });
  try {
    for (const deadline = Date.now() + BUSY_WAIT_MS; ; ) {
      // Without a page it was kept out, though better-sqlite3 takes that for done.
      const { totalPages } = await connection.backup(file, { progress: () => 10_000 });
      if (totalPages > 0) return true;
      if (Date.now() >= deadline) return false;
      await delay(POLL_MS);
    }
  } catch (error) {
    throw openingError(error, file);
  } finally {
    connection.close();
  }
}

function isBusy(file: string): boolean {
  const connection = openFile(file, { fileMustExist: true });
  try {
    connection.exec('BEGIN EXCLUSIVE');
    connection.exec('ROLLBACK');
    return false;
  } catch {
    return true;
  } finally {
    connection.close();
  }
}

/** Whether an original is there; notes that it is of use. */
function isThere(file: string): boolean {
  try {
    touch(file);
    return true;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return false;
    throw unwritable(file, error);
  }
}

function removeFile(file: string): void {
  for (const each of withSideFiles(file)) rmSync(each, { force: true, maxRetries: 5 });
}

function removeSideFiles(file: string): void {
  for (const each of withSideFiles(file).slice(1)) rmSync(each, { force: true });
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw unwritable(folder, error);
  }
}

function keepOutOfGit(folder: string): void {
  try {
    writeFileSync(path.join(folder, '.gitignore'), '*\n', { flag: 'wx' });
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw unwritable(folder, error);
  }
}
