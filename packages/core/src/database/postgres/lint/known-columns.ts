import type { ColumnDef, Constraint, Node } from 'libpg-query';
import { renderColumnType } from './column-type.js';
import { constraintsOf, nodesIn, textsOf } from './nodes.js';
import { type ObjectName, ScriptState } from './script-state.js';

/** What is known of a column. */
export interface KnownColumn {
  /** As `TableColumn.type`. */
  readonly type: string;
  readonly isRequired: boolean;
}

/** A constraint that says that a column is never empty. */
interface NotNullCheck {
  readonly table: string;
  readonly column: string;
  readonly isValid: boolean;
}

/** What statements in their order say of columns and of the checks that they are never empty. */
export class KnownColumns {
  readonly #columns = new Map<string, Map<string, KnownColumn>>();
  readonly #checks = new Map<string, NotNullCheck>();
  /** The columns of all check constraints, by the name of the constraint. */
  readonly #conditions = new Map<string, readonly string[]>();
  readonly #names = new Set<string>();
  /** What names mean as the statements are read. */
  #state: ScriptState;
  readonly #defaultSchema: string | null;

  constructor(defaultSchema: string | null) {
    this.#defaultSchema = defaultSchema;
    this.#state = stateOf(defaultSchema);
  }

  /** Each script begins with names that mean what they meant in the beginning. */
  beginScript(): void {
    this.#state = stateOf(this.#defaultSchema);
  }

  column(table: ObjectName, name: string): KnownColumn | null {
    return this.#columns.get(table.key)?.get(name) ?? null;
  }

  /** Whether a valid constraint says that a column is never empty. */
  isChecked(table: ObjectName, column: string): boolean {
    return [...this.#checks.values()].some((it) => it.table === table.key && it.column === column && it.isValid);
  }

  /** Whether a check constraint looks at a column. */
  isInCheck(table: ObjectName, column: string): boolean {
    return [...this.#conditions].some(([key, columns]) => key.startsWith(`${table.key} `) && columns.includes(column));
  }

  /** Whether a constraint of that name was added. */
  knows(table: ObjectName, constraint: string): boolean {
    return this.#names.has(keyOf(table, constraint));
  }

  read(node: Node): void {
    if ('CreateStmt' in node) this.#readCreation(node.CreateStmt.relation, node.CreateStmt.tableElts ?? []);
    if ('AlterTableStmt' in node) this.#readAlter(node.AlterTableStmt.relation, node.AlterTableStmt.cmds ?? []);
    if ('RenameStmt' in node) this.#readRename(node.RenameStmt);
    this.#state.advance(node);
  }

  #readCreation(relation: Relation, elements: readonly Node[]): void {
    const table = this.#state.table(relation);
    this.#columns.set(table.key, new Map());
    for (const element of elements) {
      if ('ColumnDef' in element) this.#add(table, element.ColumnDef);
      if ('Constraint' in element) this.#constrain(table, element.Constraint);
    }
  }

  #readAlter(relation: Relation, commands: readonly Node[]): void {
    const table = this.#state.table(relation);
    for (const node of commands) {
      if (!('AlterTableCmd' in node)) continue;
      const { subtype, name = '', def } = node.AlterTableCmd;
      const column = def !== undefined && 'ColumnDef' in def ? def.ColumnDef : null;
      const known = this.column(table, name);
      if (subtype === 'AT_AddColumn' && column !== null) this.#add(table, column);
      else if (subtype === 'AT_DropColumn') this.#columns.get(table.key)?.delete(name);
      else if (subtype === 'AT_AddConstraint' && def !== undefined && 'Constraint' in def)
        this.#constrain(table, def.Constraint);
      else if (subtype === 'AT_DropConstraint') this.#unconstrain(table, name);
      else if (subtype === 'AT_ValidateConstraint') this.#validate(table, name);
      else if (subtype === 'AT_AlterColumnType' && column !== null) {
        const type = renderColumnType(column.typeName);
        this.#set(table, name, { type, isRequired: known?.isRequired ?? false });
      } else if (known !== null && (subtype === 'AT_SetNotNull' || subtype === 'AT_DropNotNull')) {
        this.#set(table, name, { ...known, isRequired: subtype === 'AT_SetNotNull' });
      }
    }
  }

  #readRename({ renameType, relation, subname = '', newname = '' }: RenameNode): void {
    if (relation === undefined) return;
    const table = this.#state.table(relation);
    const columns = this.#columns.get(table.key);
    if (columns === undefined) return;
    if (renameType === 'OBJECT_TABLE') {
      this.#columns.delete(table.key);
      this.#columns.set(this.#state.named(newname, relation.schemaname).key, columns);
    } else if (renameType === 'OBJECT_COLUMN') {
      const known = columns.get(subname);
      columns.delete(subname);
      if (known !== undefined) columns.set(newname, known);
    }
  }

  #add(table: ObjectName, { colname = '', typeName, constraints }: ColumnDef): void {
    const all = constraintsOf(constraints);
    const isRequired = all.some(({ contype }) => contype === 'CONSTR_NOTNULL' || contype === 'CONSTR_PRIMARY');
    this.#set(table, colname, { type: renderColumnType(typeName), isRequired });
    for (const constraint of all) this.#constrain(table, constraint);
  }

  #set(table: ObjectName, name: string, column: KnownColumn): void {
    const columns = this.#columns.get(table.key) ?? new Map<string, KnownColumn>();
    columns.set(name, column);
    this.#columns.set(table.key, columns);
  }

  #constrain(table: ObjectName, constraint: Constraint): void {
    const { contype, conname = '', raw_expr: expression, skip_validation: isSkipped = false, keys } = constraint;
    this.#names.add(keyOf(table, conname));
    if (contype === 'CONSTR_CHECK') {
      const read = [...nodesIn(expression, 'ColumnRef')].flatMap(({ fields }) => textsOf(fields).slice(-1));
      this.#conditions.set(keyOf(table, conname), read);
    }
    const columns =
      contype === 'CONSTR_NOTNULL' ? textsOf(keys) : contype === 'CONSTR_CHECK' ? neverEmpty(expression) : [];
    for (const column of columns) {
      this.#checks.set(keyOf(table, conname), { table: table.key, column, isValid: !isSkipped });
    }
  }

  #unconstrain(table: ObjectName, name: string): void {
    this.#checks.delete(keyOf(table, name));
    this.#conditions.delete(keyOf(table, name));
  }

  #validate(table: ObjectName, name: string): void {
    const check = this.#checks.get(keyOf(table, name));
    if (check !== undefined) this.#checks.set(keyOf(table, name), { ...check, isValid: true });
  }
}

function stateOf(defaultSchema: string | null): ScriptState {
  return new ScriptState({ defaultSchema, isTransactional: null, lockTimeoutMs: null, statementTimeoutMs: null });
}

type Relation = Parameters<ScriptState['table']>[0];
type RenameNode = Extract<Node, { RenameStmt: unknown }>['RenameStmt'];

function keyOf({ key }: ObjectName, name: string): string {
  return `${key} ${name}`;
}

/** The columns that a condition says are never empty, be it among other things. */
function neverEmpty(expression: Node | undefined): readonly string[] {
  if (expression === undefined) return [];
  if ('BoolExpr' in expression && expression.BoolExpr.boolop === 'AND_EXPR') {
    return (expression.BoolExpr.args ?? []).flatMap(neverEmpty);
  }
  if (!('NullTest' in expression) || expression.NullTest.nulltesttype !== 'IS_NOT_NULL') return [];
  const { arg } = expression.NullTest;
  return arg !== undefined && 'ColumnRef' in arg ? textsOf(arg.ColumnRef.fields).slice(-1) : [];
}
