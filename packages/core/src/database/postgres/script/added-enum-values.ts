import type { CreateFunctionStmt, Node } from 'libpg-query';

interface AddedValue {
  /** 0-based position of the statement that adds it. */
  readonly index: number;
  readonly value: string;
}

/**
 * Finds the `ALTER TYPE … ADD VALUE` of a script whose value a later statement uses. PostgreSQL lets both run in one
 * transaction only where the type was created in it: "unsafe use of new value", 55P04.
 */
export class AddedEnumValues {
  private count = 0;
  private readonly created = new Set<string>();
  private readonly unused: AddedValue[] = [];
  private readonly used = new Set<number>();

  /** Reads the next statement of the script; one that is not parsed comes without a node. */
  read(sql: string, node: Node | null): void {
    this.markUsed(sql, node);
    const index = this.count++;
    if (node === null) return;
    if ('CreateEnumStmt' in node) this.created.add(nameOf(node.CreateEnumStmt.typeName));
    if (!('AlterEnumStmt' in node)) return;
    const { typeName, newVal: value, oldVal } = node.AlterEnumStmt;
    if (value === undefined || oldVal !== undefined || this.created.has(nameOf(typeName))) return;
    this.unused.push({ index, value });
  }

  /** Whether a statement adds a value that a later one uses. */
  isUsed(index: number): boolean {
    return this.used.has(index);
  }

  private markUsed(sql: string, node: Node | null): void {
    for (const added of [...this.unused]) {
      const isUsed = node === null ? sql.includes(quoted(added.value)) : uses(node, added.value);
      if (!isUsed) continue;
      this.used.add(added.index);
      this.unused.splice(this.unused.indexOf(added), 1);
    }
  }
}

function nameOf(parts: readonly Node[] = []): string {
  return JSON.stringify(parts.map((part) => ('String' in part ? part.String.sval : null)));
}

/** Whether a literal of the statement is the value, or a list or a row that holds it; in code, a literal in its text. */
function uses(tree: unknown, value: string): boolean {
  if (Array.isArray(tree)) return tree.some((item) => uses(item, value));
  if (typeof tree !== 'object' || tree === null) return false;
  if ('A_Const' in tree) return literalHolds(stringOf(tree.A_Const), value);
  if ('defname' in tree && tree.defname === 'as' && 'arg' in tree) {
    return JSON.stringify(tree.arg).includes(JSON.stringify(quoted(value)).slice(1, -1));
  }
  if ('CreateFunctionStmt' in tree) {
    const { options = [], ...signature } = tree.CreateFunctionStmt as CreateFunctionStmt;
    return uses(signature, value) || (isReadAtOnce(options) && uses(options, value));
  }
  return Object.values(tree).some((item) => uses(item, value));
}

/** PostgreSQL looks into the body of a function in SQL when it is created, into others when they are called. */
function isReadAtOnce(options: readonly Node[]): boolean {
  return options.some((option) => {
    if (!('DefElem' in option) || option.DefElem.defname !== 'language') return false;
    const { arg } = option.DefElem;
    return arg !== undefined && 'String' in arg && arg.String.sval?.toLowerCase() === 'sql';
  });
}

function quoted(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

function stringOf(constant: unknown): string {
  const text = (constant as { readonly sval?: { readonly sval?: string } }).sval;
  return text?.sval ?? '';
}

function literalHolds(literal: string, value: string): boolean {
  return (
    literal === value || (/^\s*[{(]/.test(literal) && literal.split(/[{}(),"]/).some((part) => part.trim() === value))
  );
}
