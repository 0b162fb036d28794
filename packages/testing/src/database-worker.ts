/**
 * A thread that makes test databases for code that runs in a sandbox, as jest has its tests run: what the library needs of
 * Node is not as it is there.
 */
import { parentPort } from 'node:worker_threads';
import { createTestDatabase } from './create-test-database.js';
import type { TestDatabase } from './test-database.cjs';
import type { DescribedError, WorkerAnswer, WorkerRequest } from './worker-messages.cjs';

const port = parentPort;
if (port === null) throw new Error('This module is the code of a thread.');

/** By the number of the request that created them. */
const databases = new Map<number, TestDatabase>();
/** What goes on once a seed has run. */
const seeds = new Map<number, (failure: string | null) => void>();

port.on('message', (request: WorkerRequest) => {
  if (request.kind === 'seeded') seeds.get(request.number)?.(request.failure);
  else void answer(request);
});

async function answer(request: Exclude<WorkerRequest, { kind: 'seeded' }>): Promise<void> {
  const { number } = request;
  try {
    const database = await work(request);
    const described =
      database === null ? null : { url: database.url, provider: database.provider, name: database.name };
    post({ kind: 'done', number, database: described });
  } catch (error) {
    post({ kind: 'failed', number, error: describe(error) });
  }
}

async function work(request: Exclude<WorkerRequest, { kind: 'seeded' }>): Promise<TestDatabase | null> {
  if (request.kind !== 'create') {
    await databases.get(request.database)?.[request.kind]();
    return null;
  }
  const { number, options, seedKey } = request;
  const seed = seedKey === null ? undefined : { key: seedKey, run: askForSeed(number) };
  const database = await createTestDatabase({ ...options, seed });
  databases.set(number, database);
  return database;
}

function askForSeed(number: number) {
  return async ({ url, provider }: Pick<TestDatabase, 'url' | 'provider'>): Promise<void> => {
    const failure = await new Promise<string | null>((resolve) => {
      seeds.set(number, resolve);
      post({ kind: 'seed', number, database: { url, provider } });
    });
    seeds.delete(number);
    if (failure !== null) throw new Error(failure);
  };
}

function describe(error: unknown): DescribedError {
  if (!(error instanceof Error)) {
    return { name: 'Error', message: String(error), stack: undefined, code: undefined, fix: undefined };
  }
  const { name, message, stack, code, fix } = error as Error & { readonly code?: unknown; readonly fix?: unknown };
  const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
  return { name, message, stack, code: text(code), fix: text(fix) };
}

function post(answer: WorkerAnswer): void {
  port?.postMessage(answer);
}
