import { driverFor } from '../../database/driver-for.js';
import { OrchestrateError } from '../../errors.js';
import type { BranchOrder } from '../../revisions/branch-orders.js';
import { branchOrders } from '../../revisions/branch-orders.js';
import type { Divergence } from '../../revisions/divergence.js';
import { readDatasourceOf } from '../run/datasource-of.js';
import { isInterrupted } from '../run/is-interrupted.js';
import { openShadow } from '../run/open-shadow.js';
import type { OpenWorkspace } from '../run/open-workspace.js';
import { replay } from '../run/replay.js';
import { replayInterrupted } from '../run/replay-errors.js';
import type { RunOptions } from '../run-options.js';
import type { BranchVerdict, OrderOutcome } from './branch-verdict.js';
import { judgeOrders } from './branch-verdict.js';

/** The branches of one extension, and whether their order matters. */
export interface ComparedBranches extends Divergence {
  /** The orders that are possible. */
  readonly orders: readonly BranchOrder[];
  readonly verdict: BranchVerdict;
}

/**
 * Replays the branches of an extension in each order that is possible, and compares what comes out. Where only one order
 * is possible there is nothing to compare, and no shadow database is opened.
 *
 * @throws OrchestrateError `REPLAY.REVISION_FAILED` where a revision fails whatever the order, `SHADOW.*`
 */
export async function compareBranches(
  open: OpenWorkspace,
  divergence: Divergence,
  options: RunOptions,
): Promise<ComparedBranches> {
  const { workspace, graph } = open;
  const { extension, heads } = divergence;
  const orders = branchOrders(graph, heads);
  if (orders.length === 1) return { ...divergence, orders, verdict: judgeOrders([]) };

  const { provider } = await readDatasourceOf(workspace);
  const driver = await driverFor(provider);
  const { onEvent, signal } = options;
  await using shadow = await openShadow(workspace, { driver, extension, options });
  const outcomes: OrderOutcome[] = [];
  for (const order of orders) {
    if (outcomes.length > 0) await shadow.reset();
    try {
      await replay({ shadow, driver, revisions: order.revisions, extension, root: workspace.root, onEvent, signal });
      outcomes.push({ kind: 'replayed', order, catalog: await shadow.readCatalog() });
    } catch (error) {
      if (!(error instanceof OrchestrateError) || error.code !== 'REPLAY.REVISION_FAILED') throw error;
      outcomes.push({ kind: 'failed', order, error });
    }
    if (await isInterrupted(signal)) throw replayInterrupted();
  }
  return { ...divergence, orders, verdict: judgeOrders(outcomes) };
}
