import {
  type CodeNode,
  childrenOf,
  isCall,
  isMember,
  literalText,
  nodeAt,
  nodesAt,
  propertyName,
  textAt,
  unwrapped,
} from './code-node.js';

/** What a name of a file stands for. */
export interface NamedValue {
  /** What was given to it: at once and later. */
  readonly values: CodeNode[];
  /** What `+=` puts behind it. */
  readonly appended: CodeNode[];
  /** The members of {@link NamedValue.values} that it takes out: `const { a: b } = c` gives `['a']`. */
  readonly members: readonly string[];
  /** Whether it goes through the elements of {@link NamedValue.values}. */
  readonly isElement: boolean;
  /** The module that it is imported from, and what of it. */
  readonly imported: { readonly module: string; readonly name: string } | null;
  /** What its type is called, as a node of the name. */
  readonly type: CodeNode | null;
}

/** Where something comes from: a module, and the way from there by members, `()` for a call and `new()` for an instance. */
export interface CodeOrigin {
  readonly module: string;
  readonly way: readonly string[];
}

/** How far a value is followed from name to name. */
export const MAX_DEPTH = 12;

/** The names of a file, what they stand for, and every node with the one above it. */
export class CodeNames {
  /** All nodes, outer before inner. */
  readonly nodes: readonly CodeNode[];
  readonly #parents = new Map<CodeNode, CodeNode>();
  readonly #scopes = new Map<CodeNode, Map<string, NamedValue>>();
  /** What is given to `this.name`, whatever the class. */
  readonly #fields = new Map<string, NamedValue>();
  /** What is found out once is not looked for again: names that stand for each other multiply. */
  readonly #origins = new Map<NamedValue, CodeOrigin | null>();

  constructor(program: CodeNode) {
    const nodes: CodeNode[] = [];
    // Without recursion: a long chain of `+` is as deep as it is long.
    const stack: CodeNode[] = [program];
    for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
      nodes.push(node);
      const children = [...childrenOf(node)];
      for (const child of children) this.#parents.set(child, node);
      for (let index = children.length - 1; index >= 0; index -= 1) stack.push(children[index] as CodeNode);
    }
    this.nodes = nodes;
    for (const node of nodes) this.#declare(node);
    for (const node of nodes) this.#assign(node);
  }

  parentOf(node: CodeNode): CodeNode | null {
    return this.#parents.get(node) ?? null;
  }

  /** What an identifier stands for where it is used; null where the file does not say. */
  lookUp(identifier: CodeNode): NamedValue | null {
    const name = textAt(identifier, 'name');
    for (let at: CodeNode | null = identifier; at !== null; at = this.parentOf(at)) {
      const found = this.#scopes.get(at)?.get(name);
      if (found !== undefined) return found;
    }
    return null;
  }

  /** What `this.name` stands for. */
  fieldNamed(name: string): NamedValue | null {
    return this.#fields.get(name) ?? null;
  }

  /** Where the value of an expression comes from; null where it comes from no module, or the file does not say. */
  originOf(expression: CodeNode, depth = 0): CodeOrigin | null {
    if (depth > MAX_DEPTH) return null;
    const node = unwrapped(expression);
    const further = depth + 1;
    if (node.type === 'Identifier') return this.#originOfValue(this.lookUp(node), further);
    if (isMember(node)) {
      const object = nodeAt(node, 'object');
      const name = propertyName(node, 'property') ?? privateName(nodeAt(node, 'property'));
      if (object === null || name === null) return null;
      if (unwrapped(object).type === 'ThisExpression') return this.#originOfValue(this.fieldNamed(name), further);
      return stepped(this.originOf(object, further), name);
    }
    if (node.type === 'ImportExpression') return moduleOrigin(nodeAt(node, 'source'));
    const callee = nodeAt(node, 'callee');
    if (callee === null) return null;
    const [first = null] = nodesAt(node, 'arguments');
    if (callee.type === 'Import') return moduleOrigin(first);
    if (isCall(node) && first !== null) {
      if (callee.type === 'Identifier' && textAt(callee, 'name') === 'require') return moduleOrigin(first);
      // The same function in another form.
      if (lastName(callee) === 'promisify') return this.originOf(first, further);
    }
    if (isCall(node) || node.type === 'NewExpression') {
      return stepped(this.originOf(callee, further), isCall(node) ? '()' : 'new()');
    }
    return null;
  }

  #originOfValue(value: NamedValue | null, depth: number): CodeOrigin | null {
    if (value === null) return null;
    const known = this.#origins.get(value);
    if (known !== undefined) return known;
    // Whoever asks for it on the way comes round in a circle.
    this.#origins.set(value, null);
    const origin = this.#searchOrigin(value, depth);
    this.#origins.set(value, origin);
    return origin;
  }

  #searchOrigin(value: NamedValue, depth: number): CodeOrigin | null {
    if (value.imported !== null) return stepped({ module: value.imported.module, way: [] }, value.imported.name);
    const typed = value.type === null ? null : this.originOf(value.type, depth);
    if (typed !== null) return stepped(typed, 'new()');
    if (value.isElement) return null;
    for (const each of value.values) {
      let origin = this.originOf(each, depth);
      for (const member of value.members) origin = stepped(origin, member);
      if (origin !== null) return origin;
    }
    return null;
  }

  #declare(node: CodeNode): void {
    switch (node.type) {
      case 'ImportDeclaration':
        this.#declareImports(node);
        break;
      case 'TSImportEqualsDeclaration': {
        const id = nodeAt(node, 'id');
        const reference = nodeAt(node, 'moduleReference');
        const module = reference === null ? null : nodeAt(reference, 'expression');
        if (id !== null && module?.type === 'StringLiteral') {
          this.#define(
            node,
            textAt(id, 'name'),
            namedValue({ imported: { module: textAt(module, 'value'), name: '*' } }),
          );
        }
        break;
      }
      case 'VariableDeclarator':
        this.#declareVariable(node);
        break;
      case 'FunctionDeclaration':
      case 'ClassDeclaration':
      case 'TSEnumDeclaration': {
        const id = nodeAt(node, 'id');
        const above = this.parentOf(node);
        if (id !== null && above !== null) this.#define(above, textAt(id, 'name'), namedValue({}));
        if (node.type === 'FunctionDeclaration') this.#declareParameters(node);
        break;
      }
      case 'CatchClause': {
        const parameter = nodeAt(node, 'param');
        if (parameter !== null) this.#declarePattern(node, parameter, { values: [] });
        break;
      }
      case 'ClassProperty':
      case 'ClassPrivateProperty': {
        const name = propertyName(node, 'key') ?? privateName(nodeAt(node, 'key'));
        const value = nodeAt(node, 'value');
        if (name !== null) this.#addField(name, { values: value === null ? [] : [value], type: typeNameOf(node) });
        break;
      }
      default:
        if (FUNCTIONS.has(node.type)) this.#declareParameters(node);
    }
  }

  #declareImports(node: CodeNode): void {
    const source = nodeAt(node, 'source');
    if (source === null) return;
    const module = textAt(source, 'value');
    for (const specifier of nodesAt(node, 'specifiers')) {
      const local = nodeAt(specifier, 'local');
      if (local === null) continue;
      const imported = nodeAt(specifier, 'imported');
      const name =
        specifier.type === 'ImportSpecifier' && imported !== null
          ? textAt(imported, imported.type === 'StringLiteral' ? 'value' : 'name')
          : 'default';
      this.#define(node, textAt(local, 'name'), namedValue({ imported: { module, name } }));
    }
  }

  #declareVariable(node: CodeNode): void {
    const id = nodeAt(node, 'id');
    const init = nodeAt(node, 'init');
    const declaration = this.parentOf(node);
    const loop = declaration === null ? null : this.parentOf(declaration);
    if (id === null) return;
    if (loop?.type === 'ForOfStatement' && nodeAt(loop, 'left') === declaration) {
      const right = nodeAt(loop, 'right');
      this.#declarePattern(node, id, { values: right === null ? [] : [right], isElement: true });
      return;
    }
    this.#declarePattern(node, id, { values: init === null ? [] : [init] });
  }

  #declareParameters(node: CodeNode): void {
    const call = this.parentOf(node);
    const callee = call !== null && isCall(call) ? nodeAt(call, 'callee') : null;
    const isVisitor = callee !== null && isMember(callee) && VISITORS.has(propertyName(callee, 'property') ?? '');
    const list = isVisitor ? nodeAt(callee, 'object') : null;
    for (const [index, each] of nodesAt(node, 'params').entries()) {
      const isProperty = each.type === 'TSParameterProperty';
      const parameter = isProperty ? (nodeAt(each, 'parameter') ?? each) : each;
      const isElement = index === 0 && list !== null;
      this.#declarePattern(node, parameter, { values: isElement ? [list] : [], isElement });
      if (!isProperty) continue;
      const target = parameter.type === 'AssignmentPattern' ? (nodeAt(parameter, 'left') ?? parameter) : parameter;
      this.#addField(textAt(target, 'name'), { values: [], type: typeNameOf(target) });
    }
  }

  /** Every name of a pattern, in the scope of a node. */
  #declarePattern(
    at: CodeNode,
    pattern: CodeNode,
    {
      values,
      isElement = false,
      members = [],
    }: { values: CodeNode[]; isElement?: boolean; members?: readonly string[] },
  ): void {
    switch (pattern.type) {
      case 'Identifier':
        this.#define(
          at,
          textAt(pattern, 'name'),
          namedValue({ values, isElement, members, type: typeNameOf(pattern) }),
        );
        break;
      case 'AssignmentPattern': {
        const left = nodeAt(pattern, 'left');
        const right = nodeAt(pattern, 'right');
        const all = members.length === 0 && right !== null ? [...values, right] : values;
        if (left !== null) this.#declarePattern(at, left, { values: all, isElement, members });
        break;
      }
      case 'ObjectPattern':
        for (const property of nodesAt(pattern, 'properties')) {
          const name = propertyName(property, 'key');
          const value = nodeAt(property, 'value') ?? nodeAt(property, 'argument');
          if (value === null) continue;
          const within = name === null ? { values: [] } : { values, isElement, members: [...members, name] };
          this.#declarePattern(at, value, within);
        }
        break;
      case 'ArrayPattern':
        for (const element of nodesAt(pattern, 'elements')) this.#declarePattern(at, element, { values: [] });
        break;
      case 'RestElement': {
        const argument = nodeAt(pattern, 'argument');
        if (argument !== null) this.#declarePattern(at, argument, { values: [] });
        break;
      }
    }
  }

  #assign(node: CodeNode): void {
    if (node.type !== 'AssignmentExpression') return;
    const left = nodeAt(node, 'left');
    const right = nodeAt(node, 'right');
    if (left === null || right === null) return;
    const isAppended = node['operator'] === '+=';
    if (left.type === 'Identifier') {
      const value = this.lookUp(left);
      if (value !== null) (isAppended ? value.appended : value.values).push(right);
    } else if (isMember(left) && nodeAt(left, 'object')?.type === 'ThisExpression') {
      const name = propertyName(left, 'property') ?? privateName(nodeAt(left, 'property'));
      if (name !== null) this.#addField(name, { values: [right], type: null });
    }
  }

  #define(node: CodeNode, name: string, value: NamedValue): void {
    let scope: CodeNode = node;
    for (let at: CodeNode | null = node; at !== null; at = this.parentOf(at)) {
      scope = at;
      if (SCOPES.has(at.type) || FUNCTIONS.has(at.type)) break;
    }
    const names = this.#scopes.get(scope) ?? new Map<string, NamedValue>();
    this.#scopes.set(scope, names);
    if (!names.has(name)) names.set(name, value);
  }

  #addField(name: string, { values, type }: { values: CodeNode[]; type: CodeNode | null }): void {
    const before = this.#fields.get(name);
    if (before === undefined) this.#fields.set(name, namedValue({ values, type }));
    else before.values.push(...values);
  }
}

const FUNCTIONS: ReadonlySet<string> = new Set([
  'ArrowFunctionExpression',
  'ClassMethod',
  'ClassPrivateMethod',
  'FunctionDeclaration',
  'FunctionExpression',
  'ObjectMethod',
]);

const SCOPES: ReadonlySet<string> = new Set([
  'BlockStatement',
  'CatchClause',
  'ForInStatement',
  'ForOfStatement',
  'ForStatement',
  'Program',
  'StaticBlock',
  'SwitchStatement',
  'TSModuleBlock',
]);

/** Methods of a list that hand its elements to a function. */
const VISITORS: ReadonlySet<string> = new Set(['filter', 'flatMap', 'forEach', 'map', 'some', 'every']);

function namedValue(parts: Partial<NamedValue>): NamedValue {
  return { values: [], appended: [], members: [], isElement: false, imported: null, type: null, ...parts };
}

/** What the annotation of a name or a field says its type is called. */
function typeNameOf(node: CodeNode): CodeNode | null {
  const annotation = nodeAt(node, 'typeAnnotation');
  const type = annotation === null ? null : nodeAt(annotation, 'typeAnnotation');
  const name = type?.type === 'TSTypeReference' ? nodeAt(type, 'typeName') : null;
  if (name?.type === 'Identifier') return name;
  // `pg.Pool`, of which the last part tells less than the first.
  return name?.type === 'TSQualifiedName' ? nodeAt(name, 'left') : null;
}

export function privateName(node: CodeNode | null): string | null {
  const id = node?.type === 'PrivateName' ? nodeAt(node, 'id') : null;
  return id === null ? null : `#${textAt(id, 'name')}`;
}

function moduleOrigin(source: CodeNode | null): CodeOrigin | null {
  const module = source === null ? null : literalText(source);
  return module === null ? null : { module, way: [] };
}

/** One step further; a default export or a whole module is what the module is. */
function stepped(origin: CodeOrigin | null, step: string): CodeOrigin | null {
  if (origin === null || step === '*' || (step === 'default' && origin.way.length === 0)) return origin;
  return { ...origin, way: [...origin.way, step] };
}

/** What a function or member is called at the end: `promisify` of `util.promisify`. */
export function lastName(node: CodeNode): string | null {
  const inner = unwrapped(node);
  if (inner.type === 'Identifier') return textAt(inner, 'name');
  return isMember(inner) ? propertyName(inner, 'property') : null;
}
