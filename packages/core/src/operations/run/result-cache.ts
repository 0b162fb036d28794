import { hash, randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { cacheFolder } from '../../config/cache-folder.js';

/** Where {@link ResultCache} keeps its files, and what it may do there. */
export interface ResultCacheOptions {
  /** The workspace root, absolute. */
  readonly root: string;
  readonly mayRead: boolean;
  readonly mayWrite: boolean;
}

/** What a file holds, as text so that the checksum covers every byte of it. */
interface StoredEntry {
  readonly key: string;
  readonly checksum: string;
  readonly content: string;
}

/**
 * What earlier runs found, by what it was found from. One file per slot, replaced at once. It is there for speed alone:
 * whatever is odd about a file or the folder counts as nothing kept, and is not spoken of.
 */
export class ResultCache {
  readonly #directory: string;
  readonly #options: ResultCacheOptions;

  constructor(options: ResultCacheOptions) {
    this.#directory = cacheFolder(options.root);
    this.#options = options;
  }

  /**
   * What a slot holds for a key.
   *
   * @param parse gives null for what is not of the expected shape
   */
  read<Content>(slot: string, key: string, parse: (content: unknown) => Content | null): Content | null {
    if (!this.#options.mayRead) return null;
    try {
      const entry = JSON.parse(readFileSync(this.#fileOf(slot), 'utf8')) as Partial<StoredEntry>;
      const { content } = entry;
      if (entry.key !== key || typeof content !== 'string' || entry.checksum !== checksumOf(slot, key, content)) {
        return null;
      }
      return parse(JSON.parse(content));
    } catch {
      return null;
    }
  }

  write(slot: string, key: string, value: unknown): void {
    if (!this.#options.mayWrite) return;
    const content = JSON.stringify(value);
    const entry: StoredEntry = { key, checksum: checksumOf(slot, key, content), content };
    const temporary = path.join(this.#directory, `.${slot}-${randomUUID()}`);
    try {
      mkdirSync(this.#directory, { recursive: true });
      writeFileSync(temporary, JSON.stringify(entry));
      renameSync(temporary, this.#fileOf(slot));
    } catch {
      discard(temporary);
    }
  }

  #fileOf(slot: string): string {
    return path.join(this.#directory, `${slot}.json`);
  }
}

/** One digest of any JSON value. */
export function digestOf(value: unknown): string {
  return hash('sha256', JSON.stringify(value));
}

function checksumOf(slot: string, key: string, content: string): string {
  return digestOf([slot, key, content]);
}

function discard(temporary: string): void {
  try {
    rmSync(temporary, { force: true });
  } catch {
    // It stays; nobody reads a file of that name.
  }
}
