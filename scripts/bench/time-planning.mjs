// Prints how long reading the revisions of a workspace takes, and planning with them: `node time-planning.mjs DIRECTORY`.
import { checkConsistency } from '../../packages/core/dist/revisions/consistency.js';
import { findDivergence } from '../../packages/core/dist/revisions/divergence.js';
import { planDowngrade } from '../../packages/core/dist/revisions/plan-downgrade.js';
import { planUpgrade } from '../../packages/core/dist/revisions/plan-upgrade.js';
import { buildGraph } from '../../packages/core/dist/revisions/revision-graph.js';
import { viewFor } from '../../packages/core/dist/revisions/squash-view.js';
import { readRevisions } from '../../packages/core/dist/workspace/read-revisions.js';
import { readWorkspace } from '../../packages/core/dist/workspace/read-workspace.js';

const workspace = await readWorkspace({ cwd: process.argv[2], environment: {} });
const started = performance.now();
const { revisions } = await readRevisions(workspace);
const read = performance.now();

// A database that has half of it. In this workspace the names alone give the order, so that the graph is still cold.
const names = workspace.extensions.map(({ name }) => name);
const history = rowsOf(
  revisions.toSorted((one, other) => (one.name < other.name ? -1 : 1)).slice(0, Math.ceil(revisions.length / 2)),
);
const begun = performance.now();
const applied = new Set(history.map(({ extension, name }) => `${extension}/${name}`));
const view = viewFor(revisions, applied);
const graph = buildGraph(view.revisions);
const problems = checkConsistency({ graph, view, history, extensions: names });
findDivergence(graph);
const targets = graph.extensions.flatMap((extension) => graph.headsOf(extension));
const up = planUpgrade({ graph, applied, targets });
const down = planDowngrade({ graph, applied, goals: [{ extension: 'core', targets: [] }], cascade: true });
const ended = performance.now();

if (
  problems.length > 0 ||
  up.length + history.length !== revisions.length ||
  down.revisions.length !== history.length
) {
  throw new Error('The plan is not what it should be.');
}
console.log(JSON.stringify({ readMs: read - started, planMs: ended - begun }));

function rowsOf(applied) {
  return applied.map(({ extension, name, checksum }) => ({
    id: `${extension}/${name}`,
    extension,
    name,
    checksum,
    startedAt: new Date(0),
    finishedAt: new Date(0),
    rolledBackAt: null,
    logs: null,
    appliedStepsCount: 1,
  }));
}
