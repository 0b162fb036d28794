import { OrchestrateError } from '../errors.js';
import { DirectoryWatcher } from '../workspace/directory-watcher.js';
import type { MessageAnswer, MessageRequest } from './dev/agree-on-changes.js';
import { type Inputs, readInputs } from './dev/read-inputs.js';
import type { DevResult } from './dev/run-round.js';
import { runRound } from './dev/run-round.js';
import type { DevOptions } from './dev.js';
import { changedMeanwhile } from './make-revision/assert-nothing-changed.js';
import { asOperation } from './run/as-operation.js';

/** How one round ended. */
export type DevRound =
  | { readonly kind: 'done'; readonly result: DevResult }
  /** The watch goes on: what went wrong may be mended in a moment. */
  | { readonly kind: 'failed'; readonly error: OrchestrateError };

/** What {@link watchDev} takes. */
export interface WatchDevOptions extends DevOptions {
  /** Is told how each round ended. */
  readonly onRound: (round: DevRound) => void;
  /** Is told that there is nothing to do until something changes. */
  readonly onIdle?: (() => void) | undefined;
}

/** What {@link watchDev} has done until it was ended. */
export interface WatchDevResult {
  readonly rounds: number;
}

/**
 * The daily loop, until the signal fires: a round as {@link dev} does it, and one after every change of a fragment, a
 * manifest, the configuration or the latest revisions. Without a message and anyone to ask, changes are told of and
 * composed, and get no revision. A change while a question is open takes the question back.
 *
 * @throws OrchestrateError what keeps the first round from being begun, `DEV.CANNOT_WATCH`, and of kind `interrupted`
 * where the signal fires in the middle of a round; whatever else goes wrong in a round goes to `onRound`
 *
 * @example
 * ```ts
 * const stop = new AbortController();
 * const { rounds } = await watchDev({
 *   cwd: process.cwd(),
 *   message: 'Work in progress',
 *   signal: stop.signal,
 *   onRound: ({ kind }) => console.log(kind), // done
 *   onIdle: () => stop.abort(),
 * });
 * console.log(rounds); // 1
 * ```
 */
export function watchDev(options: WatchDevOptions): Promise<WatchDevResult> {
  return asOperation(options, watchFragments);
}

async function watchFragments(options: WatchDevOptions): Promise<WatchDevResult> {
  const { signal, onRound, onIdle } = options;
  using watcher = new DirectoryWatcher();
  const look = async (): Promise<Inputs> => {
    const inputs = await readInputs(options);
    if (inputs.directories !== null) watcher.watch(inputs.directories);
    return inputs;
  };
  let seen: Seen | null = null;
  for (let rounds = 0; ; ) {
    const before = await look();
    if (before.error !== null && rounds === 0) throw before.error;
    if (!isSame(seen, before)) {
      const round = await oneRound(options, { watcher, before });
      if (round === 'outdated') continue;
      rounds += 1;
      onRound(round);
      const after = await look();
      // The round itself has made revisions, but a fragment was changed by someone else.
      seen = { schema: before.schema, revisions: after.revisions };
      if (after.schema !== before.schema) continue;
      onIdle?.();
    }
    await watcher.changed(signal);
    if (signal?.aborted) return { rounds };
  }
}

type Seen = Pick<Inputs, 'schema' | 'revisions'>;

function isSame(seen: Seen | null, { schema, revisions }: Seen): boolean {
  return seen !== null && seen.schema === schema && seen.revisions === revisions;
}

interface RoundParts {
  readonly watcher: DirectoryWatcher;
  readonly before: Inputs;
}

async function oneRound(options: WatchDevOptions, parts: RoundParts): Promise<DevRound | 'outdated'> {
  const { askMessage } = options;
  try {
    const ask =
      askMessage && ((request: MessageRequest) => askUnlessOutdated(request, { ...parts, options, askMessage }));
    return { kind: 'done', result: await runRound({ ...options, askMessage: ask }, 'tell') };
  } catch (error) {
    if (!(error instanceof OrchestrateError) || error.kind === 'interrupted') throw error;
    return error.code === 'REVISION.CHANGED_MEANWHILE' ? 'outdated' : { kind: 'failed', error };
  }
}

interface AskParts extends RoundParts {
  readonly options: WatchDevOptions;
  readonly askMessage: NonNullable<DevOptions['askMessage']>;
}

/** Takes the question back when something changes that it is about. */
async function askUnlessOutdated(request: MessageRequest, parts: AskParts): Promise<MessageAnswer> {
  const outdated = new AbortController();
  const answered = new AbortController();
  const watching = untilOutdated(answered.signal, parts).then((isOutdated) => {
    if (isOutdated) outdated.abort();
  });
  try {
    return await parts.askMessage({ ...request, signal: outdated.signal });
  } catch (error) {
    throw outdated.signal.aborted ? changedMeanwhile() : error;
  } finally {
    answered.abort();
    await watching;
  }
}

async function untilOutdated(signal: AbortSignal, { watcher, before, options }: AskParts): Promise<boolean> {
  for (;;) {
    await watcher.changed(signal);
    if (signal.aborted) return false;
    if (!isSame(before, await readInputs(options))) return true;
  }
}
