import type { Database } from '../../database/database.js';
import type { OnEvent } from '../../events.js';
import type { HistoryStore } from '../../history/history-store.js';
import type { HistoryRow } from '../../revisions/history-row.js';
import type { RevisionId } from '../../revisions/revision.js';
import type { TransactionMode } from './migration-step.js';

/** What a run works with. */
export interface ApplyContext {
  readonly database: Database;
  readonly history: HistoryStore;
  /** The rows as they are under the lock. */
  readonly rows: readonly HistoryRow[];
  /** Squashes among the steps that are recorded without running. */
  readonly recordOnly?: ReadonlySet<RevisionId>;
  readonly mode: TransactionMode;
  /** The command to run after a failure. */
  readonly retry: string;
  /** For mode `all`: what runs in the same transaction, before the first step and after the last. */
  readonly around?: { readonly begin: () => Promise<void>; readonly end: () => Promise<void> } | undefined;
  readonly onEvent?: OnEvent | undefined;
  readonly signal?: AbortSignal | undefined;
}
