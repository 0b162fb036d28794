import { findDriver } from '../../database/driver-for.js';
import { preloadEngine } from '../../engine/engine-runtime.js';
import { CORE } from '../../extension.js';
import type { Finding } from '../../findings.js';
import type { Extension } from '../../workspace/workspace.js';
import type { CheckOptions, CheckResult } from '../check.js';
import { authorsFindings } from '../run/authors-findings.js';
import { providerOf } from '../run/datasource-of.js';
import { isInterrupted } from '../run/is-interrupted.js';
import { openShadow } from '../run/open-shadow.js';
import type { OpenWorkspace } from '../run/open-workspace.js';
import { replayInterrupted } from '../run/replay-errors.js';
import { ResultCache } from '../run/result-cache.js';
import { chainLinks } from './chain-links.js';
import type { CheckContext } from './check-context.js';
import { checkDatabase } from './check-database.js';
import { checkReplay } from './check-replay.js';
import { failureFinding } from './failure-finding.js';
import { notReplayed } from './not-replayed.js';
import { pendingChanges } from './pending-changes.js';
import { replayGround } from './replay-ground.js';
import { SharedShadow } from './shared-shadow.js';
import type { StaticChecks } from './static-checks.js';

/** What {@link replayChecks} works on. */
export interface ReplayChecksOptions {
  readonly known: StaticChecks;
  /** The extensions that were asked for. */
  readonly selected: readonly Extension[];
  readonly options: CheckOptions;
}

/** What was found in shadow databases, and in the database itself where that was asked for. */
export type ReplayChecks = Pick<CheckResult, 'database' | 'pending' | 'unowned' | 'findings'>;

/** Checks what shows only when revisions run. A part that fails becomes a finding, and the others go on. */
export async function replayChecks(
  open: OpenWorkspace,
  { known, selected, options }: ReplayChecksOptions,
): Promise<ReplayChecks> {
  const { workspace } = open;
  const { root } = workspace;
  const { sources, whole, revisions, downScripts, broken } = known;
  const provider = providerOf(sources);
  const driver = await findDriver(provider);
  if (driver === null) return notReplayed(provider, options);
  const shadowed = { driver, extension: options.extension ?? CORE, options };
  const { forecast, ground } = await replayGround(workspace, shadowed);
  const { cache: mode = 'use' } = options;
  const cache = new ResultCache({ root, mayRead: mode === 'use', mayWrite: mode !== 'off' });
  preloadEngine();
  await using shadow = new SharedShadow(() => openShadow(workspace, shadowed));
  const context: CheckContext = { open, driver, shadow, forecast, cache, ground, options };
  const failures: Finding[] = [];
  const collect = async <Part>(work: () => Promise<Part>): Promise<Part | null> => {
    let part: Part | null = null;
    try {
      part = await work();
    } catch (error) {
      failures.push(failureFinding(error));
    }
    if (await isInterrupted(options.signal)) throw replayInterrupted();
    return part;
  };

  const links = chainLinks({ ground, revisions, downScripts, root });
  const slot = `replay-${options.extension ?? 'all'}`;
  const replayed = await collect(() => checkReplay(context, { links, slot }));
  const changes = await collect(() => pendingChanges(context, { extensions: selected, sources, whole, broken }));
  const checked =
    options.database === true
      ? await collect(() =>
          checkDatabase(context, {
            extensions: selected.map(({ name }) => name),
            only: options.extension,
            strict: options.strict === true,
          }),
        )
      : null;
  return {
    database: checked?.display ?? null,
    pending: changes?.pending ?? [],
    unowned: checked?.unowned ?? [],
    findings: [
      ...authorsFindings([...(replayed ?? []), ...(changes?.findings ?? [])], workspace.extensions),
      ...(checked?.findings ?? []),
      ...failures,
    ],
  };
}
