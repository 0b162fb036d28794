import type { Node } from 'libpg-query';
import { constraintsOf, hasOption } from './nodes.js';
import type { ObjectName } from './script-state.js';
import {
  type AlterAction,
  constraintsOfColumn,
  type HeldLock,
  type LockMode,
  type StatementView,
} from './statement-view.js';

/** Actions of `ALTER TABLE` that let others read and write. All that are not here lock everybody out. */
const GENTLE: ReadonlySet<AlterAction['kind']> = new Set([
  'AT_AttachPartition',
  'AT_ClusterOn',
  'AT_DropCluster',
  'AT_ResetOptions',
  'AT_ResetRelOptions',
  'AT_SetOptions',
  'AT_SetRelOptions',
  'AT_SetStatistics',
  'AT_ValidateConstraint',
]);

/** Actions of `ALTER TABLE` that let others read. */
const READABLE: ReadonlySet<AlterAction['kind']> = new Set([
  'AT_DisableTrig',
  'AT_DisableTrigAll',
  'AT_DisableTrigUser',
  'AT_EnableAlwaysTrig',
  'AT_EnableReplicaTrig',
  'AT_EnableTrig',
  'AT_EnableTrigAll',
  'AT_EnableTrigUser',
]);

const MODES: readonly LockMode[] = [
  'share update exclusive',
  'share',
  'share row exclusive',
  'exclusive',
  'access exclusive',
];

/** The numbers that PostgreSQL has for its lock modes. */
const FIRST_MODE = 4;

/** Whether a lock keeps others from writing. */
export function blocksWriters(mode: LockMode): boolean {
  return mode !== 'share update exclusive';
}

/** The mode of a `LOCK TABLE`; null for one that blocks next to nobody. */
export function lockMode(number: number | undefined): LockMode | null {
  return MODES[(number ?? FIRST_MODE + MODES.length - 1) - FIRST_MODE] ?? null;
}

/**
 * The locks on live tables that a statement takes, and that its transaction holds until it ends:
 * https://www.postgresql.org/docs/current/explicit-locking.html
 */
export function locksOf(view: StatementView): readonly HeldLock[] {
  const { node } = view;
  const on = (table: ObjectName | null, mode: LockMode): readonly HeldLock[] =>
    table === null ? [] : [{ table, mode }];
  if ('AlterTableStmt' in node) return alterLocks(view, node.AlterTableStmt);
  if ('CreateStmt' in node) {
    const { tableElts = [], inhRelations = [], partbound } = node.CreateStmt;
    const parents = inhRelations.flatMap((parent) => ('RangeVar' in parent ? [parent.RangeVar] : []));
    return [
      ...referencesIn(tableElts).flatMap((range) => on(view.live(range), 'share row exclusive')),
      ...parents.flatMap((range) =>
        on(view.live(range), partbound === undefined ? 'share update exclusive' : 'access exclusive'),
      ),
    ];
  }
  if ('RenameStmt' in node) {
    const { renameType, relationType, relation } = node.RenameStmt;
    const isTable = RENAMES.has(renameType) || (renameType === 'OBJECT_COLUMN' && relationType === 'OBJECT_TABLE');
    return isTable ? on(view.live(relation), 'access exclusive') : [];
  }
  if ('AlterObjectSchemaStmt' in node && node.AlterObjectSchemaStmt.objectType === 'OBJECT_TABLE') {
    return on(view.live(node.AlterObjectSchemaStmt.relation), 'access exclusive');
  }
  if ('IndexStmt' in node) {
    const { relation, concurrent = false } = node.IndexStmt;
    return on(view.live(relation), concurrent ? 'share update exclusive' : 'share');
  }
  if ('TruncateStmt' in node)
    return rangesOf(node.TruncateStmt.relations).flatMap((it) => on(view.live(it), 'access exclusive'));
  if ('LockStmt' in node) {
    const mode = lockMode(node.LockStmt.mode);
    return mode === null ? [] : rangesOf(node.LockStmt.relations).flatMap((range) => on(view.live(range), mode));
  }
  if ('ClusterStmt' in node) return on(view.live(node.ClusterStmt.relation), 'access exclusive');
  if ('RefreshMatViewStmt' in node) {
    const { relation, concurrent = false } = node.RefreshMatViewStmt;
    return on(view.live(relation), concurrent ? 'exclusive' : 'access exclusive');
  }
  if ('VacuumStmt' in node && hasOption(node.VacuumStmt.options, 'full')) {
    return (node.VacuumStmt.rels ?? []).flatMap((it) =>
      'VacuumRelation' in it ? on(view.live(it.VacuumRelation.relation), 'access exclusive') : [],
    );
  }
  if ('CreateTrigStmt' in node) return on(view.live(node.CreateTrigStmt.relation), 'share row exclusive');
  if ('RuleStmt' in node) return on(view.live(node.RuleStmt.relation), 'access exclusive');
  if ('CreatePolicyStmt' in node) return on(view.live(node.CreatePolicyStmt.table), 'access exclusive');
  if ('AlterPolicyStmt' in node) return on(view.live(node.AlterPolicyStmt.table), 'access exclusive');
  return 'DropStmt' in node ? dropLocks(view, node.DropStmt) : [];
}

/** What gets another name with its table, beside columns. */
const RENAMES: ReadonlySet<string | undefined> = new Set(['OBJECT_TABCONSTRAINT', 'OBJECT_TABLE']);

type AlterTable = Extract<Node, { AlterTableStmt: unknown }>['AlterTableStmt'];
type Drop = Extract<Node, { DropStmt: unknown }>['DropStmt'];

function alterLocks(view: StatementView, { relation }: AlterTable): readonly HeldLock[] {
  const table = view.live(relation);
  return view.actions.flatMap((action): readonly HeldLock[] => {
    const { kind, constraint, command } = action;
    const constraints = constraint === null ? constraintsOfColumn(action) : [constraint];
    const targets = referencesOf(constraints).flatMap((range): HeldLock[] => {
      const target = view.live(range);
      return target === null ? [] : [{ table: target, mode: 'share row exclusive' }];
    });
    const part = command.def !== undefined && 'PartitionCmd' in command.def ? command.def.PartitionCmd : null;
    if (kind === 'AT_AttachPartition') {
      const child = view.live(part?.name);
      if (child !== null) targets.push({ table: child, mode: 'access exclusive' });
    }
    if (table === null) return targets;
    return [{ table, mode: modeOf(action, part?.concurrent === true) }, ...targets];
  });
}

function modeOf({ kind, constraint }: AlterAction, isConcurrent: boolean): LockMode {
  if (GENTLE.has(kind) || isConcurrent) return 'share update exclusive';
  if (READABLE.has(kind) || (kind === 'AT_AddConstraint' && constraint?.contype === 'CONSTR_FOREIGN'))
    return 'share row exclusive';
  return 'access exclusive';
}

function dropLocks(view: StatementView, { removeType, objects = [] }: Drop): readonly HeldLock[] {
  const names = objects.map((object) => ('List' in object ? object.List.items : []) ?? []);
  const owners: ReadonlySet<string | undefined> = new Set(['OBJECT_TRIGGER', 'OBJECT_RULE', 'OBJECT_POLICY']);
  const isTable = removeType === 'OBJECT_TABLE';
  if (!isTable && !owners.has(removeType)) return [];
  return names.flatMap((parts): readonly HeldLock[] => {
    const texts = parts.flatMap((part) => ('String' in part ? [part.String.sval ?? ''] : []));
    const [name, schema] = (isTable ? texts : texts.slice(0, -1)).toReversed();
    const table = view.state.named(name, schema);
    return view.state.isLive(table) ? [{ table, mode: 'access exclusive' }] : [];
  });
}

function referencesIn(elements: readonly Node[]) {
  const ofColumns = elements.flatMap((element) =>
    'ColumnDef' in element ? constraintsOf(element.ColumnDef.constraints) : [],
  );
  return referencesOf([...constraintsOf(elements), ...ofColumns]);
}

function referencesOf(constraints: readonly ReturnType<typeof constraintsOf>[number][]) {
  return constraints.flatMap(({ contype, pktable }) =>
    contype === 'CONSTR_FOREIGN' && pktable !== undefined ? [pktable] : [],
  );
}

function rangesOf(nodes: readonly Node[] | undefined) {
  return (nodes ?? []).flatMap((node) => ('RangeVar' in node ? [node.RangeVar] : []));
}
