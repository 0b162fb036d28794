/** A node of a syntax tree of TypeScript or JavaScript, as `@babel/parser` gives it. */
export interface CodeNode {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  /** 1-based line, 0-based column. */
  readonly loc: { readonly start: { readonly line: number; readonly column: number } };
  readonly [key: string]: unknown;
}

/** The node at a key; null where there is none. */
export function nodeAt(node: CodeNode, key: string): CodeNode | null {
  const value = node[key];
  return isNode(value) ? value : null;
}

/** The nodes at a key that holds a list; gaps of it are left out. */
export function nodesAt(node: CodeNode, key: string): readonly CodeNode[] {
  const value = node[key];
  return Array.isArray(value) ? value.filter(isNode) : [];
}

/** The text at a key; empty where there is none. */
export function textAt(node: CodeNode, key: string): string {
  const value = node[key];
  return typeof value === 'string' ? value : '';
}

/** The nodes right below a node. */
export function* childrenOf(node: CodeNode): Generator<CodeNode> {
  for (const [key, value] of Object.entries(node)) {
    if (BESIDE_THE_TREE.has(key)) continue;
    if (isNode(value)) yield value;
    else if (Array.isArray(value)) for (const each of value) if (isNode(each)) yield each;
  }
}

const BESIDE_THE_TREE: ReadonlySet<string> = new Set([
  'loc',
  'extra',
  'leadingComments',
  'innerComments',
  'trailingComments',
]);

function isNode(value: unknown): value is CodeNode {
  return typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string';
}

/** What stands behind words that change nothing about a value: `await x`, `(x)`, `x as T`, `x!`. */
export function unwrapped(node: CodeNode): CodeNode {
  let inner = node;
  while (WRAPPERS.has(inner.type)) {
    const next = nodeAt(inner, 'expression') ?? nodeAt(inner, 'argument');
    if (next === null) break;
    inner = next;
  }
  return inner;
}

const WRAPPERS: ReadonlySet<string> = new Set([
  'AwaitExpression',
  'ParenthesizedExpression',
  'TSAsExpression',
  'TSInstantiationExpression',
  'TSNonNullExpression',
  'TSSatisfiesExpression',
  'TSTypeAssertion',
]);

/** What a member expression or a key of an object names; null where only a run would tell. */
export function propertyName(node: CodeNode, key: 'property' | 'key'): string | null {
  const property = nodeAt(node, key);
  if (property === null) return null;
  if (node['computed'] !== true && property.type === 'Identifier') return textAt(property, 'name');
  const text = literalText(property);
  return text;
}

/** A text that is written as such; null for anything else. */
export function literalText(node: CodeNode): string | null {
  if (node.type === 'StringLiteral') return textAt(node, 'value');
  if (node.type !== 'TemplateLiteral' || nodesAt(node, 'expressions').length > 0) return null;
  const [only] = nodesAt(node, 'quasis');
  return only === undefined ? null : cookedText(only);
}

/** The text of a piece of a template, with its escapes taken for what they mean. */
export function cookedText(quasi: CodeNode): string {
  const value = quasi['value'] as { readonly cooked?: string | null; readonly raw?: string } | undefined;
  return value?.cooked ?? value?.raw ?? '';
}

export function isMember(node: CodeNode): boolean {
  return node.type === 'MemberExpression' || node.type === 'OptionalMemberExpression';
}

export function isCall(node: CodeNode): boolean {
  return node.type === 'CallExpression' || node.type === 'OptionalCallExpression';
}
