import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type BetterSqlite3 from 'better-sqlite3';
import type { WriteWatch } from '../../backups.js';

/**
 * SQLite tells a connection when another one has committed since it looked last. While this process has locked the file
 * to replace it, the connection cannot ask, without WAL; then what counts is the counter of commits in the file, which has
 * to be what it was when the connection last knew that nobody had written.
 */
export class SqliteWriteWatch implements WriteWatch {
  readonly #connection: BetterSqlite3.Database;
  readonly #file: string | null;
  readonly #version: unknown;
  /** Of commits; null as long as nobody has looked. */
  #counter: string | null = null;

  constructor(connection: BetterSqlite3.Database, file: string | null) {
    this.#connection = connection;
    this.#file = file;
    this.#version = versionOf(connection);
  }

  async mayOthersHaveWritten(): Promise<boolean> {
    // Nobody else can reach a database in memory.
    if (this.#file === null) return false;
    try {
      // Before the version: of a commit in between, that one knows.
      const counter = await readCounter(this.#file);
      const version = this.#versionNow();
      if (version === null) return counter !== this.#counter;
      if (version !== this.#version) return true;
      this.#counter = counter;
      return false;
    } catch {
      return true;
    }
  }

  /** Null where the file is locked. */
  #versionNow(): unknown {
    const timeout = this.#connection.pragma('busy_timeout', { simple: true });
    // Waiting would stop the process, and with it whoever has the lock, where that is this process itself.
    this.#connection.pragma('busy_timeout = 0');
    try {
      return versionOf(this.#connection);
    } catch (error) {
      if (error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY')) return null;
      throw error;
    } finally {
      this.#connection.pragma(`busy_timeout = ${Number(timeout)}`);
    }
  }
}

function versionOf(connection: BetterSqlite3.Database): unknown {
  // The pragma itself looks at no lock.
  connection.prepare('SELECT count(*) FROM sqlite_schema').get();
  return connection.pragma('data_version', { simple: true });
}

/** https://www.sqlite.org/fileformat2.html#file_change_counter */
const READ = `
const { openSync, readSync } = require('node:fs');
const counter = Buffer.alloc(4);
readSync(openSync(process.argv[1], 'r'), counter, 0, 4, 24);
process.stdout.write(counter.toString('hex'));
`;

/** In another process, as POSIX takes all locks on a file away from one that closes a descriptor of it. */
async function readCounter(file: string): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, ['-e', READ, '--', file], {
    env: { ...process.env, NODE_OPTIONS: '', ELECTRON_RUN_AS_NODE: '1' },
  });
  return stdout;
}
