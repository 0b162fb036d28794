import type { OrchestrateEvent } from '../../../events.js';
import type { PostgresLocation } from './postgres-url.js';

/** What to tell whoever migrates through a pooler. */
export function poolerWarning({
  display,
}: Pick<PostgresLocation, 'display'>): Extract<OrchestrateEvent, { readonly kind: 'warning' }> {
  return {
    kind: 'warning',
    code: 'DATABASE.POOLER',
    message: `${display} leads through a connection pooler. A run holds locks of its session, and a pooler may hand each transaction to another one, so that two runs can work at once.`,
    fix: "Use the direct URL of the database, in Prisma's configuration or with --database-url; the application may go on using the pooler.",
  };
}
