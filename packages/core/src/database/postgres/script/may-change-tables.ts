import type { Node } from 'libpg-query';

/** Statements that create, drop or rename no table and no enum, whatever they hold. */
const HARMLESS: ReadonlySet<string> = new Set([
  'AlterDatabaseSetStmt',
  'AlterDatabaseStmt',
  'AlterDefaultPrivilegesStmt',
  'AlterDomainStmt',
  'AlterEnumStmt',
  'AlterEventTrigStmt',
  'AlterFunctionStmt',
  'AlterOperatorStmt',
  'AlterOwnerStmt',
  'AlterPolicyStmt',
  'AlterPublicationStmt',
  'AlterRoleSetStmt',
  'AlterRoleStmt',
  'AlterSeqStmt',
  'AlterStatsStmt',
  'AlterSubscriptionStmt',
  'AlterSystemStmt',
  'AlterTSConfigurationStmt',
  'AlterTSDictionaryStmt',
  // Its columns and constraints; a new name or schema is a statement of another kind.
  'AlterTableStmt',
  'CheckPointStmt',
  'ClusterStmt',
  'CommentStmt',
  'CompositeTypeStmt',
  'ConstraintsSetStmt',
  'CopyStmt',
  'CreateAmStmt',
  'CreateCastStmt',
  'CreateConversionStmt',
  'CreateDomainStmt',
  'CreateEventTrigStmt',
  'CreateFunctionStmt',
  'CreateOpClassStmt',
  'CreateOpFamilyStmt',
  'CreatePLangStmt',
  'CreatePolicyStmt',
  'CreatePublicationStmt',
  'CreateRangeStmt',
  'CreateRoleStmt',
  'CreateSeqStmt',
  'CreateStatsStmt',
  'CreateSubscriptionStmt',
  'CreateTrigStmt',
  'DefineStmt',
  'DeleteStmt',
  'DropRoleStmt',
  'DropSubscriptionStmt',
  'GrantRoleStmt',
  'GrantStmt',
  'IndexStmt',
  'InsertStmt',
  'ListenStmt',
  'LockStmt',
  'MergeStmt',
  'NotifyStmt',
  'RefreshMatViewStmt',
  'ReindexStmt',
  'SecLabelStmt',
  'TruncateStmt',
  'UnlistenStmt',
  'UpdateStmt',
  'VacuumStmt',
  'VariableSetStmt',
  'VariableShowStmt',
  'ViewStmt',
]);

/** What can be dropped, with everything that depends on it, and takes neither a table nor an enum along. */
const HARMLESS_DROPS: ReadonlySet<string> = new Set([
  'OBJECT_AGGREGATE',
  'OBJECT_CAST',
  'OBJECT_COLLATION',
  'OBJECT_DOMAIN',
  'OBJECT_EVENT_TRIGGER',
  'OBJECT_FUNCTION',
  'OBJECT_INDEX',
  'OBJECT_MATVIEW',
  'OBJECT_OPERATOR',
  'OBJECT_POLICY',
  'OBJECT_PROCEDURE',
  'OBJECT_PUBLICATION',
  'OBJECT_ROUTINE',
  'OBJECT_RULE',
  'OBJECT_SEQUENCE',
  'OBJECT_STATISTIC_EXT',
  'OBJECT_TRIGGER',
  'OBJECT_VIEW',
]);

const HARMLESS_RENAMES: ReadonlySet<string> = new Set([
  'OBJECT_ATTRIBUTE',
  'OBJECT_COLUMN',
  'OBJECT_DOMAIN',
  'OBJECT_FUNCTION',
  'OBJECT_POLICY',
  'OBJECT_PROCEDURE',
  'OBJECT_ROUTINE',
  'OBJECT_TABCONSTRAINT',
  'OBJECT_TRIGGER',
]);

const HARMLESS_TRANSACTIONS: ReadonlySet<string> = new Set([
  'TRANS_STMT_BEGIN',
  'TRANS_STMT_COMMIT',
  'TRANS_STMT_RELEASE',
  'TRANS_STMT_SAVEPOINT',
  'TRANS_STMT_START',
]);

/**
 * Whether a statement could create, drop or rename a table or an enum. Code that it calls (`SELECT f()`, `CALL`, `DO`) could,
 * and so could what is not known here.
 */
export function mayChangeTables(node: Node): boolean {
  if ('DropStmt' in node) return !HARMLESS_DROPS.has(node.DropStmt.removeType ?? '');
  if ('RenameStmt' in node) return !HARMLESS_RENAMES.has(node.RenameStmt.renameType ?? '');
  if ('TransactionStmt' in node) return !HARMLESS_TRANSACTIONS.has(node.TransactionStmt.kind ?? '');
  if ('CreateSchemaStmt' in node) return (node.CreateSchemaStmt.schemaElts ?? []).length > 0;
  if ('CreateTableAsStmt' in node) return node.CreateTableAsStmt.objtype !== 'OBJECT_MATVIEW';
  return !Object.keys(node).every((kind) => HARMLESS.has(kind));
}
