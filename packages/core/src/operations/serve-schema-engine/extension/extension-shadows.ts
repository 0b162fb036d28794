import { foreignEnumUses } from '../../../composition/foreign-enum-uses.js';
import type { Driver } from '../../../database/database.js';
import { asEngineError } from '../../../engine/as-engine-error.js';
import { EngineError, type MigrationList } from '../../../engine/schema-engine.js';
import { isOrchestrateError } from '../../../errors.js';
import type { Revision } from '../../../revisions/revision.js';
import { replay } from '../../run/replay.js';
import type { RunOptions } from '../../run-options.js';
import type { ExtensionRequest } from './extension-request.js';
import type { ReadExtension } from './read-extension.js';
import { type ReplayedOwners, type ReplayOwnersOptions, replayOwners } from './replay-owners.js';
import { ScopedShadow } from './scoped-shadow.js';
import type { ShadowSupply } from './shadow-supply.js';

/** What {@link ExtensionShadows} are made with. */
export interface ExtensionShadowsParts {
  readonly extension: string;
  readonly driver: Driver;
  readonly supply: ShadowSupply;
  readonly run: RunOptions;
}

/** For {@link ExtensionShadows.ownersOf}. */
type OwnersOfOptions = Pick<ReplayOwnersOptions, 'withObjects' | 'stateOf'>;

/** The shadow databases of one extension: for Prisma's engine, and to know who makes what. */
export class ExtensionShadows {
  readonly #parts: ExtensionShadowsParts;
  #request: ExtensionRequest | null = null;
  /** How many the engine was given for it. */
  #opened = 0;
  #othersFailure: unknown = null;
  /** Who makes what, by the revisions that it was told from. */
  #owners: { readonly key: string; readonly owners: ReplayedOwners } | null = null;

  constructor(parts: ExtensionShadowsParts) {
    this.#parts = parts;
  }

  /** Answers a request with them; none is left behind. */
  async during<Result>(request: ExtensionRequest, work: () => Promise<Result>): Promise<Result> {
    this.#request = request;
    this.#opened = 0;
    this.#othersFailure = null;
    try {
      return await work();
    } catch (error) {
      throw this.#othersFailure === null ? error : othersNotClean(this.#othersFailure);
    } finally {
      this.#request = null;
      // Prisma's CLI may wait for a person before it asks for more, and kills its engine in the end.
      await this.#parts.supply[Symbol.asyncDispose]();
    }
  }

  /** For the engine, which wants one for each list of a request, or several for the only one. */
  async open(): Promise<ScopedShadow> {
    const { extension, driver, supply, run } = this.#parts;
    const request = this.#request;
    if (request === null) throw new Error('The engine asked for a shadow database for no request.');
    const { lists, read, view } = request;
    const list = lists[Math.min(this.#opened, lists.length - 1)];
    this.#opened += 1;
    const { shadow, release } = await supply.take();
    return new ScopedShadow({
      shadow,
      driver,
      extension,
      graph: read.open.graph,
      plan: read.plan.plan,
      recordOnly: view.recordOnly,
      migrations: scriptsOf(list),
      root: read.open.workspace.root,
      shows: request.shadowView,
      onOthersFailed: (error) => {
        this.#othersFailure = error;
      },
      onClose: release,
      onEvent: run.onEvent,
      signal: run.signal,
    });
  }

  /** A script of Prisma's engine made fit for what others have on the extension's tables and enums. */
  async completed(script: string, { open, plan, extension, sources }: ReadExtension): Promise<string> {
    const { driver, supply, run } = this.#parts;
    const sharedEnums = driver.hasEnums ? foreignEnumUses(sources) : [];
    const { shadow, release } = await supply.take();
    try {
      const runs = (revision: Revision): boolean => plan.plan.has(revision);
      const { root } = open.workspace;
      const { onEvent, signal } = run;
      await replay({
        shadow,
        driver,
        revisions: plan.revisions,
        runs,
        extension: extension.name,
        root,
        onEvent,
        signal,
      });
      const own = sharedEnums.filter(({ target }) => target.extension === extension.name);
      const names = own.map(({ target }) => shadow.entityName(target));
      return (await shadow.completeDraft({ up: script, down: '' }, { sharedEnums: names })).up;
    } finally {
      await release();
    }
  }

  /** Who makes what; the same revisions make the same. */
  async ownersOf({ open, plan }: ReadExtension, { withObjects, stateOf }: OwnersOfOptions): Promise<ReplayedOwners> {
    const { extension, driver, supply, run } = this.#parts;
    const { root } = open.workspace;
    const revisions = plan.revisions.map((each) => [
      each.id,
      each.checksum,
      each.adopts,
      plan.plan.has(each),
      stateOf(each.id),
    ]);
    const key = JSON.stringify([withObjects, revisions]);
    if (this.#owners?.key === key) return this.#owners.owners;
    const { shadow, release } = await supply.take();
    try {
      const { onEvent, signal } = run;
      const where = { shadow, driver, root, onEvent, signal };
      const owners = await replayOwners({ ...where, extension, plan, withObjects, stateOf });
      this.#owners = { key, owners };
      return owners;
    } finally {
      await release();
    }
  }
}

function scriptsOf(list: MigrationList | undefined): readonly { readonly name: string; readonly sql: string }[] {
  return (list?.migrationDirectories ?? []).flatMap(({ path, migrationFile: { content } }) =>
    content.tag === 'ok' ? [{ name: path, sql: content.value }] : [],
  );
}

/** As Prisma's P3006 says it of a migration of the extension. */
function othersNotClean(error: unknown): EngineError {
  if (!isOrchestrateError(error) || error.code !== 'REPLAY.REVISION_FAILED') return asEngineError(error);
  const { message, fix, meta } = error;
  return new EngineError(
    `Migration \`${String(meta['revision'])}\` failed to apply cleanly to the shadow database. \nError:\n${message}\n${fix}`,
    { code: 'P3006', meta: { migration_name: meta['revision'], inner_error: message }, cause: error },
  );
}
