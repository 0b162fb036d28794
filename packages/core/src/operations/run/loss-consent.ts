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

/** What is done where data may be lost. */
type Direction = 'upgrade' | 'downgrade';

/** @throws OrchestrateError `DOWNGRADE.DESTRUCTIVE`, `UPGRADE.DESTRUCTIVE` without a yes */
export async function assertConsent(
  { isGiven, ask }: Consent,
  { direction, ...request }: LossRequest & { readonly direction: Direction },
): Promise<void> {
  if (isGiven || (await ask?.(request)) === true) return;
  throw destructive(request.losses, direction, ({ doing, done }) => `${doing} would lose data; nothing was ${done}:`);
}

/**
 * A yes to some losses is none to more of them.
 *
 * @throws OrchestrateError `DOWNGRADE.DESTRUCTIVE`, `UPGRADE.DESTRUCTIVE` where there is more to lose now than was agreed to
 */
export function assertNotMore(losses: readonly DataLoss[], agreed: readonly DataLoss[], direction: Direction): void {
  const former = new Map(agreed.map((loss) => [keyOf(loss), loss]));
  const more = losses.filter((loss) => {
    const before = former.get(keyOf(loss));
    return before === undefined || loss.rows > before.rows || (loss.isAtLeast && !before.isAtLeast);
  });
  if (more.length > 0) {
    throw destructive(more, direction, ({ done }) => `Meanwhile there is more to lose; nothing was ${done}:`);
  }
}

function keyOf({ kind, table, column }: DataLoss): string {
  return JSON.stringify([kind, table, column]);
}

const WORDS = {
  upgrade: { doing: 'Upgrading', done: 'applied', flag: '--yes' },
  downgrade: { doing: 'Reverting', done: 'reverted', flag: '--allow-destructive' },
} as const;

function destructive(
  losses: readonly DataLoss[],
  direction: Direction,
  what: (words: (typeof WORDS)[Direction]) => string,
): OrchestrateError {
  const words = WORDS[direction];
  return new OrchestrateError({
    kind: 'consent',
    code: direction === 'upgrade' ? 'UPGRADE.DESTRUCTIVE' : 'DOWNGRADE.DESTRUCTIVE',
    message: [what(words), ...losses.map(({ message }) => `- ${message}`)].join('\n'),
    fix: `If this data may go, run the command again with \`${words.flag}\`; \`--dry-run\` shows what goes with which revision.`,
    meta: { losses },
  });
}
