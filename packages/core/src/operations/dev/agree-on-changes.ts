import type { DestructiveStep } from '../make-revision/destructive-steps.js';
import { destructiveWithoutConsent, emptyMessage } from '../make-revision/revision-errors.js';
import type { ConsentRequest } from '../make-revision.js';
import type { RunOptions } from '../run-options.js';
import { needsMessage } from './dev-errors.js';
import type { DraftedChange } from './draft-changes.js';

/** A change that has no revision yet, with the revision that would be made of it. */
export interface PendingRevision {
  readonly extension: string;
  readonly migrationSql: string;
  readonly downSql: string;
  /** Steps that lose data, or that cannot run where there are rows. */
  readonly destructive: readonly DestructiveStep[];
  /** Whether `down.sql` was seen to restore the schema. */
  readonly reversible: boolean;
}

/** What asks for messages gets to show. */
export interface MessageRequest {
  readonly pending: readonly PendingRevision[];
  /** Fires when the question has become pointless, as the fragments have changed again. */
  readonly signal?: AbortSignal | undefined;
}

/** One message for all, or one for each extension; null for none, and then nothing is made. */
export type MessageAnswer = string | Readonly<Record<string, string>> | null;

/** What a round has to be told or may ask. */
export interface DevAnswers extends RunOptions {
  /** One line that says what the revisions change; the same for all of them. */
  readonly message?: string | undefined;
  /** Asks for it; not called where `message` is set. */
  readonly askMessage?: ((request: MessageRequest) => Promise<MessageAnswer>) | undefined;
  /** Is told what is pending, before anything is asked. */
  readonly onPending?: ((pending: readonly PendingRevision[]) => void) | undefined;
  /** Consent to losing data, given beforehand. */
  readonly allowDestructive?: boolean | undefined;
  /** Asks for consent; not called where `allowDestructive` is set or nothing is lost. */
  readonly confirm?: ((request: ConsentRequest) => Promise<boolean>) | undefined;
  /** Asks whether to generate the client. */
  readonly confirmGenerate?: (() => Promise<boolean>) | undefined;
}

/** What is to become of the changes. */
export type Agreement =
  | { readonly kind: 'make'; readonly messageOf: (extension: string) => string }
  | { readonly kind: 'told' };

/** What {@link agreeOnChanges} goes by. */
export interface AgreeOptions {
  readonly options: DevAnswers;
  readonly unanswered: 'refuse' | 'tell';
}

/**
 * Shows the changes and gets a message for them, and consent where data is lost.
 *
 * @throws OrchestrateError `DEV.NEEDS_MESSAGE`, `REVISION.DESTRUCTIVE`, `REVISION.NO_MESSAGE`
 */
export async function agreeOnChanges(
  changes: readonly DraftedChange[],
  { options, unanswered }: AgreeOptions,
): Promise<Agreement> {
  const { message, askMessage, onPending } = options;
  const pending = changes.map(pendingOf);
  if (message?.trim() === '') throw emptyMessage();
  onPending?.(pending);
  if (message === undefined && askMessage === undefined) {
    if (unanswered === 'tell') return { kind: 'told' };
    throw needsMessage(pending);
  }
  for (const { extension, destructive: steps } of pending) {
    if (steps.length === 0 || options.allowDestructive === true) continue;
    const isAgreed = (await options.confirm?.({ extension, steps })) ?? false;
    if (!isAgreed) throw destructiveWithoutConsent(extension, steps);
  }
  const answer = message ?? (await askMessage?.({ pending })) ?? null;
  if (answer === null) throw needsMessage(pending);
  const messages = new Map(pending.map(({ extension }) => [extension, messageFor(extension, answer)]));
  if ([...messages.values()].some((each) => each.trim() === '')) throw needsMessage(pending);
  return { kind: 'make', messageOf: (extension) => messages.get(extension) ?? '' };
}

function messageFor(extension: string, answer: Exclude<MessageAnswer, null>): string {
  return typeof answer === 'string' ? answer : (answer[extension] ?? '');
}

/** A draft as others get to see it. */
export function pendingOf({ extension, draft }: DraftedChange): PendingRevision {
  const { up: migrationSql, down: downSql, destructive, reversible } = draft;
  return { extension: extension.name, migrationSql, downSql, destructive, reversible };
}
