import { OrchestrateError } from '../../errors.js';
import type { DataLoss } from './data-losses.js';

/** What asks for consent to losing data gets to show. */
export interface LossRequest {
  /** The database, without secrets. */
  readonly database: string;
  /** In the order in which it goes. */
  readonly losses: readonly DataLoss[];
}

/** What may be lost, and who is asked for it. */
export interface Consent {
  /** Whether anything may be lost. */
  readonly isGiven: boolean;
  /** Undefined where there is no one to ask. */
  readonly ask: ((request: LossRequest) => Promise<boolean>) | undefined;
}

/** @throws OrchestrateError `DOWNGRADE.DESTRUCTIVE` without a yes */
export async function assertConsent({ isGiven, ask }: Consent, request: LossRequest): Promise<void> {
  if (isGiven || (await ask?.(request)) === true) return;
  throw destructive(request.losses, 'Reverting would lose data; nothing was reverted:');
}

/**
 * A yes to some losses is none to more of them.
 *
 * @throws OrchestrateError `DOWNGRADE.DESTRUCTIVE` where there is more to lose now than was agreed to
 */
export function assertNotMore(losses: readonly DataLoss[], agreed: readonly DataLoss[]): void {
  const former = new Map(agreed.map((loss) => [keyOf(loss), loss]));
  const more = losses.filter((loss) => {
    const before = former.get(keyOf(loss));
    return before === undefined || loss.rows > before.rows || (loss.isAtLeast && !before.isAtLeast);
  });
  if (more.length > 0) throw destructive(more, 'Meanwhile there is more to lose; nothing was reverted:');
}

function keyOf({ kind, table, column }: DataLoss): string {
  return JSON.stringify([kind, table, column]);
}

function destructive(losses: readonly DataLoss[], what: string): OrchestrateError {
  return new OrchestrateError({
    kind: 'consent',
    code: 'DOWNGRADE.DESTRUCTIVE',
    message: [what, ...losses.map(({ message }) => `- ${message}`)].join('\n'),
    fix: 'If this data may go, run the command again with `--allow-destructive`; `--dry-run` shows what goes with which revision.',
    meta: { losses },
  });
}
