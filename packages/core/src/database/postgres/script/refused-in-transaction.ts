import type { DefElem, Node } from 'libpg-query';
import { readTokens } from './sql-tokens.js';

/**
 * Whether PostgreSQL refuses a statement in a transaction block: wherever its source calls `PreventInTransactionBlock`,
 * as far as the statement itself tells. What depends on the object (`REINDEX TABLE` and `CLUSTER` of a partitioned table)
 * counts as allowed, since for all others it is.
 */
export function refusedInTransaction(node: Node): boolean {
  if ('IndexStmt' in node) return node.IndexStmt.concurrent === true;
  if ('DropStmt' in node) return node.DropStmt.concurrent === true;
  if ('ReindexStmt' in node) return reindexesApart(node.ReindexStmt);
  if ('VacuumStmt' in node) return node.VacuumStmt.is_vacuumcmd === true;
  if ('ClusterStmt' in node) return node.ClusterStmt.relation === undefined;
  if ('AlterTableStmt' in node) return (node.AlterTableStmt.cmds ?? []).some(detachesConcurrently);
  if ('AlterDatabaseStmt' in node)
    return (node.AlterDatabaseStmt.options ?? []).some((it) => isOption(it, 'tablespace'));
  if ('DiscardStmt' in node) return node.DiscardStmt.target === 'DISCARD_ALL';
  if ('TransactionStmt' in node) return PREPARED.has(node.TransactionStmt.kind ?? '');
  if ('CreateSubscriptionStmt' in node) return createsSlot(node.CreateSubscriptionStmt.options ?? []);
  if ('AlterSubscriptionStmt' in node) return altersSlot(node.AlterSubscriptionStmt);
  if ('DoStmt' in node) return (node.DoStmt.args ?? []).some(endsTransaction);
  return ALWAYS.some((kind) => kind in node);
}

const ALWAYS = [
  'AlterSystemStmt',
  'CreateTableSpaceStmt',
  'CreatedbStmt',
  // Whether a replication slot belongs to the subscription only the server knows.
  'DropSubscriptionStmt',
  'DropTableSpaceStmt',
  'DropdbStmt',
] as const;

const PREPARED: ReadonlySet<string> = new Set(['TRANS_STMT_COMMIT_PREPARED', 'TRANS_STMT_ROLLBACK_PREPARED']);

const REINDEXES_APART: ReadonlySet<string | undefined> = new Set([
  'REINDEX_OBJECT_DATABASE',
  'REINDEX_OBJECT_SCHEMA',
  'REINDEX_OBJECT_SYSTEM',
]);

type StatementOf<Kind extends string> = Extract<Node, Record<Kind, unknown>>[Kind &
  keyof Extract<Node, Record<Kind, unknown>>];

function reindexesApart({ kind, params = [] }: StatementOf<'ReindexStmt'>): boolean {
  return REINDEXES_APART.has(kind) || isOn(params, 'concurrently', false);
}

function detachesConcurrently(node: Node): boolean {
  if (!('AlterTableCmd' in node)) return false;
  const { def } = node.AlterTableCmd;
  return def !== undefined && 'PartitionCmd' in def && def.PartitionCmd.concurrent === true;
}

function createsSlot(options: readonly Node[]): boolean {
  return isOn(options, 'create_slot', isOn(options, 'connect', true));
}

function altersSlot({ kind, options = [] }: StatementOf<'AlterSubscriptionStmt'>): boolean {
  if (kind?.startsWith('ALTER_SUBSCRIPTION_REFRESH')) return true;
  if (kind === 'ALTER_SUBSCRIPTION_OPTIONS') {
    return options.some((option) => isOption(option, 'failover') || isOption(option, 'two_phase'));
  }
  return kind?.endsWith('_PUBLICATION') === true && isOn(options, 'refresh', true);
}

function isOption(node: Node, name: string): boolean {
  return 'DefElem' in node && node.DefElem.defname === name;
}

/** What a boolean option says; a bare name means on. */
function isOn(options: readonly Node[], name: string, otherwise: boolean): boolean {
  const option = options.find((node) => isOption(node, name));
  if (option === undefined || !('DefElem' in option)) return otherwise;
  return !OFF.has(optionText(option.DefElem));
}

const OFF: ReadonlySet<string> = new Set(['false', 'off', '0']);

function optionText({ arg }: DefElem): string {
  if (arg === undefined) return '';
  if ('String' in arg) return (arg.String.sval ?? '').toLowerCase();
  if ('Integer' in arg) return String(arg.Integer.ival ?? 0);
  if ('Boolean' in arg) return String(arg.Boolean.boolval ?? false);
  const name = 'TypeName' in arg ? arg.TypeName.names?.at(-1) : undefined;
  return name !== undefined && 'String' in name ? (name.String.sval ?? '').toLowerCase() : '';
}

const BEFORE_STATEMENT: ReadonlySet<string> = new Set([';', 'BEGIN', 'ELSE', 'LOOP', 'THEN']);

// PL/pgSQL: `COMMIT;` and `ROLLBACK;` work in a block only where no transaction is around it.
function endsTransaction(argument: Node): boolean {
  if (!('DefElem' in argument) || argument.DefElem.defname !== 'as') return false;
  const { arg } = argument.DefElem;
  const body = arg !== undefined && 'String' in arg ? (arg.String.sval ?? '') : '';
  if (!/commit|rollback/i.test(body)) return false;
  let previous = '';
  for (const { kind, start, end } of readTokens(body)) {
    if (kind === 'blank') continue;
    const token = body.slice(start, end).toUpperCase();
    if ((token === 'COMMIT' || token === 'ROLLBACK') && BEFORE_STATEMENT.has(previous)) return true;
    previous = token;
  }
  return false;
}
