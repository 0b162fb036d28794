import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { CreateTestDatabase, TestDatabase, TestDatabaseOptions, TestSeed } from './test-database.cjs';
import type { DescribedDatabase, DescribedError, WorkerAnswer, WorkerRequest } from './worker-messages.cjs';

/** Gives a test database that a thread makes: for code in a sandbox, and for CommonJS. */
export const createInWorker: CreateTestDatabase = async (options = {}) => {
  const thread = DatabaseThread.shared();
  try {
    return await thread.create(options);
  } catch (error) {
    thread.leave();
    throw error;
  }
};

interface Waiting {
  readonly resolve: (database: DescribedDatabase | null) => void;
  readonly reject: (error: Error) => void;
  readonly seed: TestSeed | undefined;
}

/** A request without its number. */
type Asked = WorkerRequest extends infer Request
  ? Request extends { number: number }
    ? Omit<Request, 'number'>
    : never
  : never;

/** One thread for all databases of a module's life; it ends with the last of them. */
class DatabaseThread {
  static #shared: DatabaseThread | null = null;

  readonly #worker = new Worker(join(__dirname, 'database-worker.js'));
  readonly #waiting = new Map<number, Waiting>();
  #databases = 0;
  #last = 0;

  static shared(): DatabaseThread {
    DatabaseThread.#shared ??= new DatabaseThread();
    DatabaseThread.#shared.#databases += 1;
    return DatabaseThread.#shared;
  }

  private constructor() {
    this.#worker.on('message', (answer: WorkerAnswer) => this.#take(answer));
    this.#worker.on('error', (error) => this.#end(error));
    this.#worker.on('exit', () => this.#end(new Error('The thread that makes test databases has ended.')));
    this.#worker.unref();
  }

  async create({ seed, cwd = process.cwd(), ...options }: TestDatabaseOptions): Promise<TestDatabase> {
    const asked = { kind: 'create', options: { ...options, cwd }, seedKey: seed?.key ?? null } as const;
    const { number, answer } = this.#ask(asked, seed);
    const described = await answer;
    if (described === null) throw new Error('The thread has made no database.');
    let dropping: Promise<unknown> | null = null;
    const drop = async (): Promise<void> => {
      dropping ??= this.#ask({ kind: 'drop', database: number }).answer.finally(() => this.leave());
      await dropping;
    };
    const reset = async (): Promise<void> => {
      await this.#ask({ kind: 'reset', database: number }).answer;
    };
    return {
      ...described,
      reset,
      drop,
      [Symbol.asyncDispose ?? Symbol.for('Symbol.asyncDispose')]: drop,
    } as TestDatabase;
  }

  /** One database less. */
  leave(): void {
    this.#databases -= 1;
    if (this.#databases > 0) return;
    if (DatabaseThread.#shared === this) DatabaseThread.#shared = null;
    void this.#worker.terminate();
  }

  #ask(asked: Asked, seed?: TestSeed): { readonly number: number; readonly answer: Promise<DescribedDatabase | null> } {
    this.#last += 1;
    const number = this.#last;
    const answer = new Promise<DescribedDatabase | null>((resolve, reject) => {
      this.#waiting.set(number, { resolve, reject, seed });
    });
    this.#worker.ref();
    this.#worker.postMessage({ ...asked, number });
    return { number, answer };
  }

  #take(answer: WorkerAnswer): void {
    const waiting = this.#waiting.get(answer.number);
    if (waiting === undefined) return;
    if (answer.kind === 'seed') {
      void this.#seed(answer, waiting.seed);
      return;
    }
    this.#waiting.delete(answer.number);
    if (this.#waiting.size === 0) this.#worker.unref();
    if (answer.kind === 'done') waiting.resolve(answer.database);
    else waiting.reject(errorOf(answer.error));
  }

  async #seed(
    { number, database }: WorkerAnswer & { readonly kind: 'seed' },
    seed: TestSeed | undefined,
  ): Promise<void> {
    let failure: string | null = null;
    try {
      await seed?.run(database);
    } catch (error) {
      failure = error instanceof Error ? error.message : String(error);
    }
    const seeded: WorkerRequest = { kind: 'seeded', number, failure };
    this.#worker.postMessage(seeded);
  }

  #end(error: Error): void {
    if (DatabaseThread.#shared === this) DatabaseThread.#shared = null;
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}

function errorOf({ name, message, stack, code, fix }: DescribedError): Error {
  const error = new Error(message);
  const more = { name, ...(stack === undefined ? {} : { stack }), ...(code === undefined ? {} : { code, fix }) };
  return Object.assign(error, more);
}
