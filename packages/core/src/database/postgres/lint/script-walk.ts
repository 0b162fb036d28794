import type { Statement } from '../../database.js';
import type { SqlLintContext } from '../../sql-lint.js';
import type { ParsedStatement } from '../script/parse-sql.js';
import type { KnownColumns } from './known-columns.js';
import { locksOf } from './locks.js';
import { POSTGRES_CHECKS } from './postgres-rules.js';
import { ScriptState } from './script-state.js';
import { type HeldLock, type KeptStatement, type PostgresRemark, StatementView } from './statement-view.js';

/** What is known of a script before it is gone through. */
export interface ScriptOutline {
  readonly context: SqlLintContext;
  /** How each statement runs, in their order. */
  readonly kinds: readonly Pick<Statement, 'kind' | 'isRedundant'>[];
  readonly kept: readonly KeptStatement[];
  readonly mayLeaveTransaction: boolean;
  readonly isAlone: boolean;
  readonly known: KnownColumns;
}

/** Goes through the statements of a script, one after the other, so that no more than one needs to be there. */
export class ScriptWalk {
  readonly remarks: PostgresRemark[] = [];
  readonly #outline: ScriptOutline;
  readonly #state: ScriptState;
  readonly #held: HeldLock[] = [];
  readonly #said = new Set<string>();
  /** Whether the whole script is one transaction. */
  readonly #isWhole: boolean;
  #isOpen = false;
  #index = 0;

  constructor(outline: ScriptOutline) {
    const { context, kinds } = outline;
    this.#outline = outline;
    this.#state = new ScriptState(context);
    this.#isWhole = context.isTransactional ?? kinds.every(({ kind, isRedundant }) => kind === 'plain' || isRedundant);
  }

  visit(statement: ParsedStatement): void {
    const { kinds, kept, ...rest } = this.#outline;
    const { kind = 'plain', isRedundant = false } = kinds[this.#index] ?? {};
    this.#index += 1;
    const { node } = statement;
    if (node === null) return;
    if (!this.#isWhole && kind === 'end') this.#isOpen = false;
    const isInTransaction = this.#isWhole || this.#isOpen;
    const view = new StatementView({
      ...rest,
      parsed: { ...statement, node },
      kind,
      isRedundant,
      isInTransaction,
      state: this.#state,
      script: kept,
      held: this.#held,
      said: this.#said,
    });
    for (const { check } of POSTGRES_CHECKS) this.remarks.push(...check(view));
    if (isInTransaction) this.#hold(locksOf(view));
    else this.#held.length = 0;
    this.#state.advance(node);
    this.#outline.known.read(node);
    if (!this.#isWhole && kind === 'begin') this.#isOpen = true;
  }

  /** Each lock once, however often it is taken. */
  #hold(locks: readonly HeldLock[]): void {
    for (const lock of locks) {
      const isHeld = this.#held.some(({ table, mode }) => table.key === lock.table.key && mode === lock.mode);
      if (!isHeld) this.#held.push(lock);
    }
  }
}
