import { setTimeout as delay } from 'node:timers/promises';
import type { OnEvent } from '../../../events.js';
import type { PostgresConnection } from '../connection/postgres-connection.js';
import { readLockHolder } from '../lock/lock-holder.js';
import { inUse } from './shadow-errors.js';

/** "orchshdw" in ASCII; advisory locks belong to one database. */
const LOCK_KEY = 0x6f726368_73686477n;
const POLL_MS = 100;

/** What {@link claimShadow} takes. */
export interface ClaimOptions {
  readonly display: string;
  readonly timeoutMs: number;
  readonly onEvent?: OnEvent | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Takes a shadow database for one run: a session advisory lock, which ends with the connection.
 *
 * @throws OrchestrateError `SHADOW.IN_USE`
 */
export async function claimShadow(
  connection: PostgresConnection,
  { display, timeoutMs, onEvent, signal }: ClaimOptions,
): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  let hasTold = false;
  for (;;) {
    signal?.throwIfAborted();
    const [row] = await connection.query<{ readonly taken: boolean }>(
      `SELECT pg_try_advisory_lock(${LOCK_KEY}) AS taken`,
    );
    if (row?.taken) return;
    const holder = await readLockHolder(connection, [LOCK_KEY]);
    if (!hasTold) onEvent?.({ kind: 'lock-waiting', holder, timeoutMs });
    hasTold = true;
    if (Date.now() >= deadline) throw inUse(display, { holder, timeoutMs });
    await delay(POLL_MS, undefined, signal === undefined ? {} : { signal });
  }
}
