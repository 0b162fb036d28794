import type { TestDatabase, TestDatabaseOptions } from './test-database.cjs';

/** What the thread is asked for; each is answered by its number. */
export type WorkerRequest =
  | {
      readonly kind: 'create';
      readonly number: number;
      readonly options: Omit<TestDatabaseOptions, 'seed'>;
      /** Of the seed; null without one. */
      readonly seedKey: string | null;
    }
  | { readonly kind: 'reset' | 'drop'; readonly number: number; readonly database: number }
  /** The seed that the thread asked for has run. */
  | { readonly kind: 'seeded'; readonly number: number; readonly failure: string | null };

/** A database without what it can do. */
export type DescribedDatabase = Pick<TestDatabase, 'url' | 'provider' | 'name'>;

/** What an OrchestrateError is made of, and any other error as far as it goes. */
export interface DescribedError {
  readonly name: string;
  readonly message: string;
  readonly stack: string | undefined;
  readonly code: string | undefined;
  readonly fix: string | undefined;
}

/** What the thread answers, or asks. */
export type WorkerAnswer =
  | { readonly kind: 'done'; readonly number: number; readonly database: DescribedDatabase | null }
  | { readonly kind: 'failed'; readonly number: number; readonly error: DescribedError }
  /** The seed of a request is to run. */
  | { readonly kind: 'seed'; readonly number: number; readonly database: Pick<TestDatabase, 'url' | 'provider'> };
