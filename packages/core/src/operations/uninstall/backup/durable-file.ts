import type { FileHandle } from 'node:fs/promises';
import { open } from 'node:fs/promises';

const BUFFERED_CHARACTERS = 256 * 1024;

/** Rows of a database are for nobody else. */
const ONLY_OWNER = 0o600;

/** A new file that is written from start to end, and is on the disk when it is finished. */
export class DurableFile implements AsyncDisposable {
  readonly #handle: FileHandle;
  #buffered: string[] = [];
  #size = 0;

  private constructor(handle: FileHandle) {
    this.#handle = handle;
  }

  static async create(file: string): Promise<DurableFile> {
    return new DurableFile(await open(file, 'wx', ONLY_OWNER));
  }

  async write(text: string): Promise<void> {
    this.#buffered.push(text);
    this.#size += text.length;
    if (this.#size >= BUFFERED_CHARACTERS) await this.#flush();
  }

  async finish(): Promise<void> {
    await this.#flush();
    await this.#handle.sync();
  }

  async #flush(): Promise<void> {
    const text = this.#buffered.join('');
    this.#buffered = [];
    this.#size = 0;
    await this.#handle.appendFile(text);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#handle.close();
  }
}
