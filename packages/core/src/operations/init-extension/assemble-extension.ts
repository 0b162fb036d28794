import { randomUUID } from 'node:crypto';
import { chmodSync, mkdirSync, renameSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { readDirectory } from '../../config/read-text-file.js';
import { OrchestrateError } from '../../errors.js';
import { isAlive } from '../../workspace/is-alive.js';
import { makeScratchDirectory } from '../../workspace/scratch-directory.js';
import { discard, syncDirectory, unwritable, writeDurably } from '../../workspace/write-durably.js';
import type { NewFile } from './new-file.js';
import type { ExtensionPlace } from './place-extension.js';

/** Discovery leaves out what begins with a dot. */
const PREFIX = '.new-extension-';

/** A directory in which an extension is put together, out of sight, to appear whole under its name. */
export class Assembly implements Disposable {
  /** Absolute. */
  readonly directory: string;
  readonly #place: ExtensionPlace;
  /** The topmost directory that had to be made for it; null where all were there. */
  #madeAbove: string | null;
  #isMoved = false;

  private constructor(
    place: ExtensionPlace,
    { directory, madeAbove }: { directory: string; madeAbove: string | null },
  ) {
    this.#place = place;
    this.directory = directory;
    this.#madeAbove = madeAbove;
  }

  /** Beside its place, on the same disk. What a killed run left there is removed. */
  static beside(place: ExtensionPlace): Assembly {
    const parent = path.dirname(place.directory);
    const directory = path.join(parent, `${PREFIX}${process.pid}-${randomUUID()}`);
    try {
      const madeAbove = mkdirSync(parent, { recursive: true }) ?? null;
      removeAbandoned(parent);
      mkdirSync(directory);
      return new Assembly(place, { directory, madeAbove });
    } catch (error) {
      throw error instanceof OrchestrateError ? error : unwritable(place.directory, error);
    }
  }

  /** Elsewhere, for a run that is to leave nothing behind. */
  static apart(place: ExtensionPlace): Assembly {
    return new Assembly(place, { directory: makeScratchDirectory(PREFIX), madeAbove: null });
  }

  /** Puts these files in the place of what is there. */
  fill(files: readonly NewFile[]): void {
    try {
      rmSync(this.directory, { recursive: true, force: true });
      mkdirSync(this.directory);
      for (const { path: name, content, isExecutable = false } of files) {
        const file = path.join(this.directory, name);
        mkdirSync(path.dirname(file), { recursive: true });
        if (typeof content === 'string') writeDurably(file, content);
        else writeFileSync(file, content);
        if (isExecutable) chmodSync(file, 0o755);
      }
    } catch (error) {
      throw unwritable(this.#place.directory, error);
    }
  }

  /** The path that something in it will have. */
  finalPath(file: string): string {
    return path.join(this.#place.directory, path.relative(this.directory, file));
  }

  /**
   * Lets the extension appear.
   *
   * @returns what takes it back
   */
  move(): () => void {
    const { directory: target, isThere } = this.#place;
    try {
      syncDirectory(this.directory);
      // Windows does not put a directory in the place of another.
      if (isThere) rmdirSync(target);
      renameSync(this.directory, target);
      this.#isMoved = true;
      syncDirectory(path.dirname(target));
    } catch (error) {
      throw unwritable(target, error);
    }
    return () => {
      // Out of sight first, so that no one meets a half of it.
      renameSync(target, this.directory);
      this.#isMoved = false;
      if (isThere) mkdirSync(target);
      this[Symbol.dispose]();
    };
  }

  [Symbol.dispose](): void {
    if (this.#isMoved) return;
    discard(this.directory);
    if (this.#madeAbove === null) return;
    removeEmpty(path.dirname(this.directory), this.#madeAbove);
    this.#madeAbove = null;
  }
}

/** Leaves alone what a run that is still alive puts together. */
function removeAbandoned(parent: string): void {
  for (const { name } of readDirectory(parent) ?? []) {
    if (!name.startsWith(PREFIX)) continue;
    const [pid] = name.slice(PREFIX.length).split('-');
    if (!isAlive(Number(pid))) discard(path.join(parent, name));
  }
}

/** Removes a directory and those above it up to the topmost, as far as nothing is in them. */
function removeEmpty(directory: string, topmost: string): void {
  for (let each = directory; ; each = path.dirname(each)) {
    try {
      rmdirSync(each);
    } catch {
      // Someone else has put something there meanwhile, and needs it.
      return;
    }
    if (each === topmost) return;
  }
}
