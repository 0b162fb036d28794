import { type FSWatcher, watch } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { errorCode, readStats } from '../config/read-text-file.js';
import { messageOf, OrchestrateError } from '../errors.js';

/** Saving is several events, and so is checking out a branch; together they are one change. */
const QUIET_MS = 100;

/** What databases, editors and half-done writes leave beside what people write. */
const IGNORED =
  /\.(?:db|sqlite3?)(?:-(?:journal|wal|shm))?$|^\.tmp-|^\.orchestrate\.lock$|~$|\.sw[a-z]$|^4913$|^\.#|^#.*#$/i;

/**
 * Notices changes of the entries of directories. What is in their subdirectories is noticed only where those are given
 * too: a recursive watch would take in all of `node_modules`.
 */
export class DirectoryWatcher implements Disposable {
  readonly #watchers = new Map<string, { readonly inode: string; readonly watcher: FSWatcher }>();
  #isChanged = false;
  #wake: () => void = () => {};

  /**
   * Watches exactly these directories from now on; those that are not there are left out. One that was not watched
   * before counts as a change, as something may have happened in it already.
   *
   * @throws OrchestrateError `DEV.CANNOT_WATCH`
   */
  watch(directories: readonly string[]): void {
    const wanted = new Set(directories);
    for (const directory of this.#watchers.keys()) if (!wanted.has(directory)) this.#drop(directory);
    for (const directory of wanted) {
      const stats = readStats(directory);
      const inode = stats?.isDirectory() ? `${stats.dev}:${stats.ino}` : null;
      // A directory that was deleted and made again is another one, of which the watcher knows nothing.
      if (this.#watchers.get(directory)?.inode === inode) continue;
      this.#drop(directory);
      if (inode === null) continue;
      this.#add(directory, inode);
      this.#touch();
    }
  }

  /** Waits for a change since the last call, and for the end of it; also ends when the signal fires. */
  async changed(signal: AbortSignal | undefined): Promise<void> {
    if (signal?.aborted) return;
    let end = (): void => {};
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    const woken = new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
    signal?.addEventListener('abort', end, { once: true });
    try {
      if (!this.#isChanged) await Promise.race([ended, woken]);
      while (this.#isChanged && signal?.aborted !== true) {
        this.#isChanged = false;
        await Promise.race([ended, wait(QUIET_MS)]);
      }
    } finally {
      signal?.removeEventListener('abort', end);
    }
  }

  [Symbol.dispose](): void {
    for (const directory of [...this.#watchers.keys()]) this.#drop(directory);
  }

  #add(directory: string, inode: string): void {
    try {
      const watcher = watch(directory, (_event, name) => {
        if (name === null || !IGNORED.test(path.basename(name))) this.#touch();
      });
      watcher.on('error', () => {
        this.#drop(directory);
        this.#touch();
      });
      this.#watchers.set(directory, { inode, watcher });
    } catch (error) {
      // It has gone since; whoever took it away changed a directory above it.
      if (errorCode(error) !== 'ENOENT') throw cannotWatch(directory, error);
    }
  }

  #drop(directory: string): void {
    this.#watchers.get(directory)?.watcher.close();
    this.#watchers.delete(directory);
  }

  #touch(): void {
    this.#isChanged = true;
    this.#wake();
  }
}

function cannotWatch(directory: string, cause: unknown): OrchestrateError {
  return new OrchestrateError({
    code: 'DEV.CANNOT_WATCH',
    message: `Cannot watch ${directory} for changes: ${messageOf(cause)}.`,
    fix: 'Raise the limit that it names (on Linux fs.inotify.max_user_watches or max_user_instances), or run `orchestrate dev` without --watch after a change.',
    meta: { directory, errno: errorCode(cause) },
    cause,
  });
}
