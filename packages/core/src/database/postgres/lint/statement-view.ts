import type { AlterTableCmd, ColumnDef, Constraint, Node, RangeVar } from 'libpg-query';
import type { Statement } from '../../database.js';
import type { SqlEdit } from '../../sql-lint.js';
import type { ParsedStatement } from '../script/parse-sql.js';
import { readTokens, type SqlToken } from '../script/sql-tokens.js';
import type { KnownColumns } from './known-columns.js';
import { constraintsOf } from './nodes.js';
import type { ObjectName, ScriptState } from './script-state.js';

/** What a rule says of a statement; `at` is a place in the script, in UTF-16 code units. */
export interface PostgresRemark {
  readonly code: string;
  readonly at: number;
  readonly message: string;
  readonly fix: string;
  readonly edit?: SqlEdit | undefined;
}

/** A stronger lock conflicts with everything that a weaker one conflicts with. */
export type LockMode = 'share update exclusive' | 'share' | 'share row exclusive' | 'exclusive' | 'access exclusive';

/** A lock on a table that others may use. */
export interface HeldLock {
  readonly table: ObjectName;
  readonly mode: LockMode;
}

/** One action of an `ALTER TABLE`. */
export interface AlterAction {
  readonly command: AlterTableCmd;
  readonly kind: NonNullable<AlterTableCmd['subtype']>;
  /** Where it begins in the script, and where it ends. */
  readonly start: number;
  readonly end: number;
  /** What it adds or changes, where that is a constraint. */
  readonly constraint: Constraint | null;
  /** What it adds or changes, where that is a column. */
  readonly column: ColumnDef | null;
}

/** A statement that rules look at from another one; what only changes rows is not kept, as there may be much of it. */
export interface KeptStatement {
  readonly start: number;
  readonly node: Node;
}

/** What {@link StatementView} is made of. */
export interface StatementViewParts {
  readonly parsed: ParsedStatement & { readonly node: Node };
  readonly kind: Statement['kind'];
  readonly isRedundant: boolean;
  /** Whether it runs in a transaction with others. */
  readonly isInTransaction: boolean;
  readonly state: ScriptState;
  /** The statements of the whole script, this one included, without those that only change rows. */
  readonly script: readonly KeptStatement[];
  /** What the transaction holds already. */
  readonly held: readonly HeldLock[];
  /** Whether the whole script can be run statement by statement for the sake of one. */
  readonly mayLeaveTransaction: boolean;
  /** Whether the script has no other statement. */
  readonly isAlone: boolean;
  /** What the earlier revisions and the script so far say of columns. */
  readonly known: KnownColumns;
  /** Rules that were to speak once, and have. */
  readonly said: Set<string>;
}

/** One statement of a script, as rules look at it. */
export class StatementView {
  readonly node: Node;
  readonly sql: string;
  readonly start: number;
  readonly parts: StatementViewParts;
  readonly state: ScriptState;
  #actions: readonly AlterAction[] | undefined;
  #tokens: readonly SqlToken[] | undefined;

  constructor(parts: StatementViewParts) {
    this.parts = parts;
    this.node = parts.parsed.node;
    this.sql = parts.parsed.sql;
    this.start = parts.parsed.start;
    this.state = parts.state;
  }

  /** Where it ends in the script, without its semicolon. */
  get end(): number {
    return this.start + this.sql.length;
  }

  /** The statements behind it. */
  get later(): readonly Node[] {
    return this.parts.script.filter(({ start }) => start > this.start).map(({ node }) => node);
  }

  /** The statements before it. */
  get earlier(): readonly Node[] {
    return this.parts.script.filter(({ start }) => start < this.start).map(({ node }) => node);
  }

  /** The place of a `location` of the tree. */
  at(location: number | undefined): number {
    if (location === undefined || location < 0) return this.start;
    return Math.min(this.parts.parsed.offsetOf(location), this.end);
  }

  /** A table that others may use by the time the statement runs; null for one that the script has made. */
  live(range: RangeVar | undefined): ObjectName | null {
    if (range === undefined || range.relpersistence === 't') return null;
    const table = this.state.table(range);
    return this.state.isLive(table) ? table : null;
  }

  /** The tokens of the text without blanks; places are in the statement. */
  get tokens(): readonly SqlToken[] {
    this.#tokens ??= [...readTokens(this.sql)].filter(({ kind }) => kind !== 'blank');
    return this.#tokens;
  }

  /** A token as keywords are compared. */
  word(token: SqlToken | undefined): string {
    return token?.kind === 'word' ? this.sql.slice(token.start, token.end).toUpperCase() : '';
  }

  /** The place of the first of these words that stands outside parentheses; that of the statement without it. */
  atWord(...words: readonly string[]): number {
    let depth = 0;
    for (const [index, token] of this.tokens.entries()) {
      depth += this.#depthOf(token);
      if (depth > 0 || !words.every((word, offset) => this.word(this.tokens[index + offset]) === word)) continue;
      return this.start + token.start;
    }
    return this.start;
  }

  /** Behind the first of these words, where another can be written. */
  behindWord(word: string): number | null {
    const token = this.tokens.find((candidate) => this.word(candidate) === word);
    return token === undefined ? null : this.start + token.end;
  }

  /** The actions of an `ALTER TABLE`, each with its place; none for other statements. */
  get actions(): readonly AlterAction[] {
    this.#actions ??= this.#readActions();
    return this.#actions;
  }

  #readActions(): readonly AlterAction[] {
    if (!('AlterTableStmt' in this.node) || this.node.AlterTableStmt.objtype !== 'OBJECT_TABLE') return [];
    const { cmds = [], relation } = this.node.AlterTableStmt;
    const places = this.#clauses(this.at(relation?.location) - this.start);
    return cmds.flatMap((node, index) => {
      if (!('AlterTableCmd' in node)) return [];
      const command = node.AlterTableCmd;
      // One that the tokens do not tell apart is where its statement is.
      const place = places.length === cmds.length ? places[index] : undefined;
      const { def } = command;
      return {
        command,
        kind: command.subtype ?? 'AT_AddOf',
        start: this.start + (place?.start ?? 0),
        end: this.start + (place?.end ?? this.sql.length),
        constraint: def !== undefined && 'Constraint' in def ? def.Constraint : null,
        column: def !== undefined && 'ColumnDef' in def ? def.ColumnDef : null,
      };
    });
  }

  /** What commas outside parentheses set apart, behind the name of the table. */
  #clauses(from: number): readonly { readonly start: number; readonly end: number }[] {
    const clauses: { start: number; end: number }[] = [];
    let depth = 0;
    let isNew = true;
    for (const token of this.#behindName(from)) {
      depth += this.#depthOf(token);
      if (depth === 0 && this.sql[token.start] === ',' && token.kind === 'other') {
        isNew = true;
        continue;
      }
      if (isNew) clauses.push({ start: token.start, end: token.end });
      isNew = false;
      const clause = clauses.at(-1);
      if (clause !== undefined) clause.end = token.end;
    }
    return clauses;
  }

  #behindName(from: number): readonly SqlToken[] {
    const tokens = this.tokens.filter(({ start }) => start >= from);
    let at = 1;
    // A doubled quote begins another token of the same name.
    while (tokens[at]?.kind === 'name' && tokens[at]?.start === tokens[at - 1]?.end) at += 1;
    while (this.sql[tokens[at]?.start ?? -1] === '.') {
      at += 2;
      while (tokens[at]?.kind === 'name' && tokens[at]?.start === tokens[at - 1]?.end) at += 1;
    }
    if (this.sql[tokens[at]?.start ?? -1] === '*') at += 1;
    return tokens.slice(at);
  }

  #depthOf({ kind, start }: SqlToken): number {
    if (kind !== 'other') return 0;
    const character = this.sql.charAt(start);
    return '(['.includes(character) ? 1 : ')]'.includes(character) ? -1 : 0;
  }
}

/** The constraints that a new column brings. */
export function constraintsOfColumn({ column }: AlterAction): readonly Constraint[] {
  return constraintsOf(column?.constraints);
}
