import type { Node } from 'libpg-query';

/**
 * What a statement means to the transactions that a script opens itself: `local` is something that lasts until the end
 * of its transaction, `own` what would mean something else in a transaction around it all.
 */
export type TransactionStep = 'begin' | 'commit' | 'local' | 'own' | 'statement';

export function transactionStep(node: Node): TransactionStep {
  if ('TransactionStmt' in node) {
    const { kind = '', options = [], chain = false } = node.TransactionStmt;
    if (kind === 'TRANS_STMT_BEGIN' || kind === 'TRANS_STMT_START') return options.length === 0 ? 'begin' : 'own';
    if (kind === 'TRANS_STMT_COMMIT') return chain ? 'own' : 'commit';
    return SAVEPOINTS.has(kind) ? 'statement' : 'own';
  }
  if ('VariableSetStmt' in node) {
    if (node.VariableSetStmt.kind === 'VAR_SET_MULTI') return 'own';
    return node.VariableSetStmt.is_local === true ? 'local' : 'statement';
  }
  if ('ConstraintsSetStmt' in node) return 'local';
  if ('CreateStmt' in node) return isDroppedOnCommit(node.CreateStmt.oncommit) ? 'local' : 'statement';
  if ('CreateTableAsStmt' in node)
    return isDroppedOnCommit(node.CreateTableAsStmt.into?.onCommit) ? 'local' : 'statement';
  return 'statement';
}

const SAVEPOINTS: ReadonlySet<string> = new Set([
  'TRANS_STMT_SAVEPOINT',
  'TRANS_STMT_RELEASE',
  'TRANS_STMT_ROLLBACK_TO',
]);

function isDroppedOnCommit(action: string | undefined): boolean {
  return action === 'ONCOMMIT_DROP' || action === 'ONCOMMIT_DELETE_ROWS';
}

/**
 * Whether a script does the same in one transaction around it all, without its own `BEGIN` and `COMMIT`. Prisma's engine
 * writes such pairs around changes of enum values.
 */
export function isNeedless(steps: readonly TransactionStep[]): boolean {
  let isOpen = false;
  let lasts = false;
  let isLeft = false;
  for (const step of steps) {
    if (step === 'own') return false;
    if (step === 'begin' || step === 'commit') {
      if (isOpen === (step === 'begin')) return false;
      isOpen = step === 'begin';
      isLeft ||= !isOpen && lasts;
    } else {
      // What its own COMMIT would have ended reaches this statement, or what had no effect would have one.
      if (isLeft || (step === 'local' && !isOpen)) return false;
      lasts ||= step === 'local';
    }
  }
  return !isOpen;
}
