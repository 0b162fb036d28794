import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { repositoryRoot } from './repository.js';

/** What a server says of a file: messages, by the path of the file. */
export type Diagnostics = ReadonlyMap<string, readonly string[]>;

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: { readonly uri: string; readonly diagnostics: readonly { readonly message: string }[] };
  readonly result?: unknown;
}

const SERVER = join(repositoryRoot, 'node_modules/@prisma/language-server/dist/bin.js');

/** Prisma's language server as an editor starts it in the folder that is open; it ends when it is disposed of. */
export class LanguageServer implements AsyncDisposable {
  readonly #child: ChildProcess;
  readonly #root: string;
  readonly #answers = new Map<number, (result: unknown) => void>();
  readonly #diagnostics = new Map<string, readonly string[]>();
  #onDiagnostics: () => void = () => {};
  #received = Buffer.alloc(0);
  #last = 0;

  private constructor(root: string) {
    this.#root = root;
    this.#child = spawn(process.execPath, [SERVER, '--stdio'], { cwd: root, stdio: ['pipe', 'pipe', 'ignore'] });
    this.#child.stdout?.on('data', (chunk: Buffer) => this.#receive(chunk));
  }

  static async start(root: string): Promise<LanguageServer> {
    const server = new LanguageServer(root);
    await server.#request('initialize', {
      processId: process.pid,
      rootUri: pathToFileURL(root).href,
      capabilities: {},
    });
    server.#send({ method: 'initialized', params: {} });
    return server;
  }

  /** Opens a file, and waits for what the server says of `about`, which may be other files. */
  async open(file: string, about: readonly string[] = [file]): Promise<Diagnostics> {
    for (const each of about) this.#diagnostics.delete(each);
    const told = new Promise<void>((resolve) => {
      this.#onDiagnostics = () => {
        if (about.every((each) => this.#diagnostics.has(each))) resolve();
      };
    });
    const text = readFileSync(join(this.#root, file), 'utf8');
    const textDocument = { uri: this.#uriOf(file), languageId: 'prisma', version: 1, text };
    this.#send({ method: 'textDocument/didOpen', params: { textDocument } });
    await told;
    return this.#diagnostics;
  }

  /** Where a word of an open file is defined: `file:line`, from 1; null where the server knows of no place. */
  async definition(file: string, word: string): Promise<string | null> {
    const before = readFileSync(join(this.#root, file), 'utf8').split(word)[0]?.split('\n') ?? [];
    const position = { line: before.length - 1, character: (before.at(-1)?.length ?? 0) + 1 };
    const found = await this.#request('textDocument/definition', {
      textDocument: { uri: this.#uriOf(file) },
      position,
    });
    const [place] = (found ?? []) as readonly { readonly targetUri: string; readonly targetRange: Range }[];
    return place === undefined ? null : `${this.#pathOf(place.targetUri)}:${place.targetRange.start.line + 1}`;
  }

  /** What "format document" would change in an open file. */
  async formatting(file: string): Promise<readonly { readonly newText: string }[]> {
    const options = { tabSize: 2, insertSpaces: true };
    const params = { textDocument: { uri: this.#uriOf(file) }, options };
    return ((await this.#request('textDocument/formatting', params)) ?? []) as readonly { readonly newText: string }[];
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode !== null) return;
    const ended = once(this.#child, 'exit');
    this.#child.kill();
    await ended;
  }

  #request(method: string, params: object): Promise<unknown> {
    const id = ++this.#last;
    return new Promise((resolve) => {
      this.#answers.set(id, resolve);
      this.#send({ id, method, params });
    });
  }

  #send(message: object): void {
    const text = JSON.stringify({ jsonrpc: '2.0', ...message });
    this.#child.stdin?.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
  }

  #receive(chunk: Buffer): void {
    this.#received = Buffer.concat([this.#received, chunk]);
    for (;;) {
      const [head, length] =
        /^Content-Length: (\d+)\r\n(?:[^\r]+\r\n)*\r\n/.exec(this.#received.toString('latin1')) ?? [];
      if (head === undefined || this.#received.length < head.length + Number(length)) return;
      const end = head.length + Number(length);
      this.#handle(JSON.parse(this.#received.subarray(head.length, end).toString('utf8')) as Message);
      this.#received = this.#received.subarray(end);
    }
  }

  #handle({ id, method, params, result }: Message): void {
    if (method === 'textDocument/publishDiagnostics' && params !== undefined) {
      const messages = params.diagnostics.map(({ message }) => message);
      this.#diagnostics.set(this.#pathOf(params.uri), messages);
      this.#onDiagnostics();
    } else if (method === undefined && id !== undefined) this.#answers.get(id)?.(result);
    // The server asks for settings and registers for changes: an editor without settings answers with nothing.
    else if (id !== undefined) this.#send({ id, result: null });
  }

  #uriOf(file: string): string {
    return pathToFileURL(join(this.#root, file)).href;
  }

  #pathOf(uri: string): string {
    return decodeURIComponent(uri).slice(decodeURIComponent(pathToFileURL(this.#root).href).length + 1);
  }
}

interface Range {
  readonly start: { readonly line: number };
}
