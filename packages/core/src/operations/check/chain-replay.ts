import type { Driver, ShadowDatabase } from '../../database/database.js';
import type { RevisionId } from '../../revisions/revision.js';
import type { RevisionGraph } from '../../revisions/revision-graph.js';
import { isInterrupted } from '../run/is-interrupted.js';
import type { MigrationStep } from '../run/migration-step.js';
import { migrationStep } from '../run/migration-step.js';
import { replayInterrupted } from '../run/replay-errors.js';
import { StatementError } from '../run/run-errors.js';
import type { RunOptions } from '../run-options.js';
import type { ChainLink } from './chain-links.js';
import { isWhole, runStep } from './run-step.js';

/** What a {@link ChainReplay} replays, and where. */
export interface ChainReplayParts {
  readonly links: readonly ChainLink[];
  readonly graph: RevisionGraph;
  /** As it is before the first revision. */
  readonly shadow: ShadowDatabase;
  readonly driver: Driver;
  /** The workspace root, absolute. */
  readonly root: string;
  readonly options: Pick<RunOptions, 'onEvent' | 'signal'>;
}

/** A revision whose turn has come. */
export interface Turn {
  /** Its place in the chain. */
  readonly index: number;
  readonly link: ChainLink;
}

/** Revisions that are applied one after the other in a shadow database, also past those that fail. */
export class ChainReplay {
  readonly #parts: ChainReplayParts;
  readonly #failed = new Set<RevisionId>();

  constructor(parts: ChainReplayParts) {
    this.#parts = parts;
  }

  /**
   * The revisions in their order, each to be applied before the next is asked for. What relies on something that failed
   * can only fail too, and is left out.
   *
   * @throws OrchestrateError of kind `interrupted`
   */
  async *turns(): AsyncGenerator<Turn> {
    const { links, graph, options } = this.#parts;
    for (const [index, link] of links.entries()) {
      if (await isInterrupted(options.signal)) throw replayInterrupted();
      const { id } = link.revision;
      options.onEvent?.({ kind: 'proving', revision: id, index, total: links.length });
      if (graph.prerequisitesOf(id).some((each) => this.#failed.has(each))) this.#failed.add(id);
      else yield { index, link };
    }
  }

  /** @returns what is wrong with a revision that fails, of which nothing is left then; null for one that is applied */
  async apply({ index, link: { revision } }: Turn): Promise<StatementError | null> {
    const { shadow } = this.#parts;
    const step = await this.upStep(index);
    try {
      await runStep(shadow, step);
      return null;
    } catch (error) {
      if (!(error instanceof StatementError)) throw error;
      this.#failed.add(revision.id);
      if (!isWhole(step)) await this.rebuild(index);
      return error;
    }
  }

  /** Makes the shadow database as it is after a revision; as before the first one for -1. */
  async rebuild(index: number): Promise<void> {
    const { links, shadow } = this.#parts;
    await shadow.reset();
    for (const [at, { revision }] of links.slice(0, index + 1).entries()) {
      if (!this.#failed.has(revision.id)) await runStep(shadow, await this.upStep(at));
    }
  }

  /** The way up of a revision, taken apart. */
  upStep(index: number): Promise<MigrationStep> {
    const { links, driver, root } = this.#parts;
    const { revision } = links[index] as ChainLink;
    return migrationStep({ direction: 'up', revision, script: revision.sql, root, driver });
  }
}
