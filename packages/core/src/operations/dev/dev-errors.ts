import { OrchestrateError } from '../../errors.js';
import { shellWord } from '../../shell-word.js';
import type { PendingRevision } from './agree-on-changes.js';
import type { WrittenChange } from './write-drafts.js';

/** There are changes, and nobody said what they are. */
export function needsMessage(pending: readonly PendingRevision[]): OrchestrateError {
  const names = pending.map(({ extension }) => extension);
  const consent = pending.some(({ destructive }) => destructive.length > 0) ? ' --allow-destructive' : '';
  return new OrchestrateError({
    kind: 'consent',
    code: 'DEV.NEEDS_MESSAGE',
    message: `The ${names.length === 1 ? 'fragment' : 'fragments'} of ${names.join(', ')} changed, and there is no message for the revisions that this takes; nothing was made.`,
    fix: `Run \`orchestrate dev -m "…"${consent}\` with a few words that say what changed${consent === '' ? '' : ' (what is lost is listed with the SQL)'}, or \`orchestrate dev\` in a terminal, which asks.`,
    meta: { pending },
  });
}

/** Two drafts that fit in neither order. */
export interface Entanglement {
  /** The extension that takes something away. */
  readonly taker: string;
  /** The extensions that still refer to it. */
  readonly holders: readonly string[];
  readonly cause?: unknown;
}

/** One extension takes away what another lets go of only when it has got something new from the first. */
export function entangled({ taker, holders, cause }: Entanglement): OrchestrateError {
  const others = holders.join(', ');
  return new OrchestrateError({
    code: 'DEV.ENTANGLED',
    message: `One revision of ${taker} is not enough: it takes away something that ${others} still refers to, and ${others} needs what is new in ${taker} before it can let go. Nothing was made.`,
    fix: `Take two steps: put what was taken out of the fragment of ${taker} back for now, run \`orchestrate dev\`, then take it out and run \`orchestrate dev\` again.`,
    meta: { taker, holders },
    cause,
  });
}

/** An upgrade failed behind revisions that were made just before. */
export function upgradeFailedAfter(written: readonly WrittenChange[], error: OrchestrateError): OrchestrateError {
  const failed = written.find(({ revision }) => revision === error.meta['revision']);
  const made = written.map(({ directory }) => directory).join(', ');
  const removal =
    failed === undefined
      ? ''
      : ` Or change the fragment of ${failed.change.extension.name}, delete ${shellWord(failed.directory)}${needing(written, failed)} and run \`orchestrate dev\` again.`;
  return new OrchestrateError({
    code: error.code,
    kind: error.kind,
    message: `${error.message}\nThe new ${written.length === 1 ? 'revision stays' : 'revisions stay'} on disk: ${made}.`,
    fix: `${error.fix.replace(/then run: .*$/s, 'then run `orchestrate dev` again.')}${removal}`,
    meta: { ...error.meta, made: written.map(({ revision }) => revision) },
    cause: error,
  });
}

/** What has to go with a revision: those made with it that require it. */
function needing(written: readonly WrittenChange[], { revision }: WrittenChange): string {
  const gone = new Set([revision]);
  for (const { revision: other, requires } of written) if (requires.some((id) => gone.has(id))) gone.add(other);
  const others = written.filter((each) => each.revision !== revision && gone.has(each.revision));
  return others.map(({ directory }) => ` and ${shellWord(directory)}`).join('');
}
