import type { A_Const, Constraint, DefElem, Node } from 'libpg-query';

/** The strings of a list, in their order. */
export function textsOf(nodes: readonly Node[] | undefined): readonly string[] {
  return (nodes ?? []).flatMap((node) => ('String' in node ? [node.String.sval ?? ''] : []));
}

/** The parts of a name: of a list, of a type, or a bare one. */
export function namesOf(node: Node | undefined): readonly string[] {
  if (node === undefined) return [];
  if ('List' in node) return textsOf(node.List.items);
  if ('TypeName' in node) return textsOf(node.TypeName.names);
  return textsOf([node]);
}

/** What is set to what; a null name stands for everything, null values for a reset. */
export interface Setting {
  readonly name: string | null;
  readonly values: readonly string[] | null;
  readonly isLocal: boolean;
}

/** What a `SET`, a `RESET` or a `SELECT set_config(…)` sets; null for every other statement. */
export function readSetting(node: Node): Setting | null {
  if ('DiscardStmt' in node && node.DiscardStmt.target === 'DISCARD_ALL') {
    return { name: null, values: null, isLocal: false };
  }
  if ('VariableSetStmt' in node) {
    const { kind, name, args = [], is_local: isLocal = false } = node.VariableSetStmt;
    if (kind === 'VAR_RESET_ALL') return { name: null, values: null, isLocal };
    if (kind === 'VAR_SET_MULTI' || name === undefined) return null;
    return { name, values: kind === 'VAR_SET_VALUE' ? args.map(literalOf) : null, isLocal };
  }
  return 'SelectStmt' in node ? configCall(node) : null;
}

function configCall(node: Extract<Node, { SelectStmt: unknown }>): Setting | null {
  for (const target of node.SelectStmt.targetList ?? []) {
    const call = 'ResTarget' in target ? target.ResTarget.val : undefined;
    if (call === undefined || !('FuncCall' in call)) continue;
    if (textsOf(call.FuncCall.funcname).at(-1) !== 'set_config') continue;
    const [name, value, local] = call.FuncCall.args ?? [];
    if (name === undefined || value === undefined) continue;
    const isLocal = local !== undefined && 'A_Const' in local && local.A_Const.boolval?.boolval === true;
    return { name: literalOf(name), values: [literalOf(value)], isLocal };
  }
  return null;
}

/** The text of a literal; empty for everything else. */
export function literalOf(node: Node): string {
  if ('TypeCast' in node) return node.TypeCast.arg === undefined ? '' : literalOf(node.TypeCast.arg);
  return 'A_Const' in node ? constantText(node.A_Const) : '';
}

function constantText({ sval, ival, fval, boolval }: A_Const): string {
  if (sval !== undefined) return sval.sval ?? '';
  if (ival !== undefined) return String(ival.ival ?? 0);
  if (fval !== undefined) return fval.fval ?? '';
  return boolval === undefined ? '' : String(boolval.boolval ?? false);
}

/** Whether options of a statement say yes to one of them; a bare name does. */
export function hasOption(options: readonly Node[] | undefined, name: string): boolean {
  return (options ?? []).some((option) => 'DefElem' in option && isOn(option.DefElem, name));
}

function isOn({ defname, arg }: DefElem, name: string): boolean {
  if (defname !== name) return false;
  if (arg === undefined) return true;
  const text = 'Integer' in arg ? String(arg.Integer.ival ?? 0) : (namesOf(arg).at(-1) ?? 'true');
  return !['false', 'off', '0'].includes(text.toLowerCase());
}

/** The constraints of a list of them, such as those that a column has. */
export function constraintsOf(nodes: readonly Node[] | undefined): readonly Constraint[] {
  return (nodes ?? []).flatMap((node) => ('Constraint' in node ? [node.Constraint] : []));
}

/** Every node of a tree that is of one kind, the statement's own included. */
export function* nodesIn<Kind extends string>(tree: unknown, kind: Kind): Generator<NodeOf<Kind>> {
  const open: unknown[] = [tree];
  while (open.length > 0) {
    const value = open.pop();
    if (typeof value !== 'object' || value === null) continue;
    if (kind in value) yield (value as Record<Kind, NodeOf<Kind>>)[kind];
    for (const part of Object.values(value)) open.push(part);
  }
}

/** What a node of one kind holds. */
export type NodeOf<Kind extends string> =
  Extract<Node, Record<Kind, unknown>> extends Record<Kind, infer Held> ? Held : never;
