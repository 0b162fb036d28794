import path from 'node:path';
import { rootRelative } from '../../config/root-relative.js';
import { OrchestrateError } from '../../errors.js';
import type { BranchOrder } from '../../revisions/branch-orders.js';
import { ancestorsOf } from '../../revisions/closure.js';
import type { RevisionId } from '../../revisions/revision.js';
import { revisionNameOf } from '../../revisions/revision.js';
import type { RevisionGraph } from '../../revisions/revision-graph.js';
import type { OrderDifference, OrderOutcome } from './branch-verdict.js';
import type { ComparedBranches } from './compare-branches.js';

/** What {@link branchesDiffer} explains. */
export interface BranchesDifferOptions {
  /** At least one extension whose branches differ. */
  readonly different: readonly ComparedBranches[];
  readonly graph: RevisionGraph;
  readonly root: string;
}

/** It matters which branch comes first. */
export function branchesDiffer({ different, graph, root }: BranchesDifferOptions): OrchestrateError {
  const ways = different.flatMap((compared) => describeWaysOut(waysOut(compared, { graph, root })));
  const names = different.map(({ extension }) => extension).join(', ');
  return new OrchestrateError({
    code: 'MERGE.DIFFERENT',
    message: `The branches of ${names} do not lead to the same schema in every order; nothing was written.\n${different.map(describe).join('\n')}`,
    fix: `${[...ways, ways.length === 0 ? 'Correct' : 'Or correct'].join(' ')} the SQL of a revision that no database has applied yet. Then run: orchestrate merge\n${anew(different)}`,
    meta: {
      extensions: different.map(({ extension, heads, orders, verdict }) => ({
        extension,
        heads,
        orders: orders.map(({ turns }) => turns),
        differences: verdict.differences.map(({ leftOrder, rightOrder, ...difference }) => ({
          ...difference,
          leftOrder: leftOrder.turns,
          rightOrder: rightOrder.turns,
        })),
        failures: verdict.failures.map(({ order, error }) => ({
          order: order.turns,
          message: error.message,
          ...error.meta,
        })),
      })),
    },
  });
}

/** Mostly the best way where the SQL comes from the schema: it is then made for what the other branch leaves. */
function anew([first]: readonly ComparedBranches[]): string {
  return `Where the later branch came from the schema, it can be made anew instead: delete the directories of its revisions, as long as no database has applied them, and run: orchestrate revision --extension ${first?.extension} -m "…" --auto`;
}

function describe({ verdict }: ComparedBranches): string {
  return [...verdict.failures.map(describeFailure), ...verdict.differences.map(describeDifference)].join('\n');
}

function describeFailure({ order, error }: Extract<OrderOutcome, { kind: 'failed' }>): string {
  const sql = error.meta['sql'];
  const statement = typeof sql === 'string' ? `\n${indented(sql.split('\n'))}` : '';
  return `${describeOrder(order)}:\n  ${error.message}${statement}`;
}

/** `table Post`, and what of it is there after the one order and not after the other. */
function describeDifference({ kind, name, left, right, leftOrder, rightOrder }: OrderDifference): string {
  const sides = [left, right].map((definition) => definition?.split('\n') ?? null);
  const side = (own: readonly string[] | null | undefined, other: readonly string[] | null | undefined): string => {
    if (own === null || own === undefined) return '    (not there)';
    const only = own.filter((line) => !(other ?? []).includes(line));
    // The same lines in another order: a function, say.
    return indented(only.length === 0 && other?.length === own.length ? own : only) || '    (nothing of that)';
  };
  return [
    `${kind} ${name}`,
    `  ${describeOrder(leftOrder)}:`,
    side(sides[0], sides[1]),
    `  ${describeOrder(rightOrder)}:`,
    side(sides[1], sides[0]),
  ].join('\n');
}

function indented(lines: readonly string[]): string {
  return lines.map((line) => `    ${line}`).join('\n');
}

/** `20260102_tags, then 20260103_slugs` */
function describeOrder({ turns }: BranchOrder): string {
  if (turns.length === 1) return 'all at once, as a new database has them';
  return turns.map((heads) => heads.map(revisionNameOf).join(' and ')).join(', then ');
}

/** An order of two branches, and the edit that makes it the only one. */
interface WayOut {
  readonly order: BranchOrder;
  /** What must not be applied yet where the edit is made. */
  readonly first: RevisionId;
  readonly edit: string;
}

/** How one of two branches can be made to follow the other, for each order that went through. */
function waysOut(
  { extension, heads, orders, verdict }: ComparedBranches,
  { graph, root }: Pick<BranchesDifferOptions, 'graph' | 'root'>,
): readonly WayOut[] {
  const failed = new Set(verdict.failures.map(({ order }) => order));
  return orders
    .filter(({ turns }) => heads.length === 2 && turns.length === 2)
    .filter((order) => !failed.has(order))
    .flatMap((order): readonly WayOut[] => {
      const [[earlier] = [], [later] = []] = order.turns;
      if (earlier === undefined || later === undefined) return [];
      const before = ancestorsOf(graph, [earlier]);
      const branch = ancestorsOf(graph, [later]);
      const first = graph.revisionsOf(extension).find(({ id }) => branch.has(id) && !before.has(id));
      if (first === undefined) return [];
      const file = rootRelative(root, path.join(first.directory, 'revision.json'));
      const edit = `set "parent" to ${JSON.stringify(revisionNameOf(earlier))} in ${file}`;
      return [{ order, first: first.id, edit }];
    });
}

function describeWaysOut(ways: readonly WayOut[]): readonly string[] {
  const [only, other] = ways;
  if (only === undefined) return [];
  if (other === undefined)
    return [`If no database has applied ${only.first} yet, let it follow the other branch: ${only.edit}.`];
  return [
    `Choose the order that gives what you want, if no database has applied the later branch yet. For "${describeOrder(only.order)}": ${only.edit}. For "${describeOrder(other.order)}": ${other.edit}.`,
  ];
}
