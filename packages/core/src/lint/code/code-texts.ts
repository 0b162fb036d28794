import { type CodeNames, lastName, MAX_DEPTH, type NamedValue, privateName } from './code-names.js';
import {
  type CodeNode,
  cookedText,
  isCall,
  isMember,
  nodeAt,
  nodesAt,
  propertyName,
  textAt,
  unwrapped,
} from './code-node.js';

/** What may stand for a part of a text that only a run would tell. */
export const HOLE = '\uFFFC';

/** How many texts an expression is followed to. */
const MAX_TEXTS = 16;
const MAX_LENGTH = 200_000;

/** The texts that an expression may come to, as far as the file tells, {@link HOLE} for the rest; none for no text. */
export function textsOf(names: CodeNames, expression: CodeNode, depth = 0): readonly string[] {
  const known = read.get(expression);
  if (known !== undefined || depth > MAX_DEPTH) return known ?? [];
  // Whoever asks for it on the way comes round in a circle.
  read.set(expression, []);
  const texts = readTexts(names, expression, depth);
  read.set(expression, texts);
  return texts;
}

// Names that stand for each other multiply; a node never changes.
const read = new WeakMap<CodeNode, readonly string[]>();

function readTexts(names: CodeNames, expression: CodeNode, depth: number): readonly string[] {
  const node = unwrapped(expression);
  const further = depth + 1;
  switch (node.type) {
    case 'StringLiteral':
      return [textAt(node, 'value')];
    case 'NumericLiteral':
      return [String(node['value'])];
    case 'TemplateLiteral':
      return templateTexts(node, (part) => textsOf(names, part, further));
    case 'TaggedTemplateExpression':
      return taggedTexts(names, node, further);
    case 'BinaryExpression':
      return node['operator'] === '+' ? sumTexts(names, node, further) : [];
    case 'ConditionalExpression':
      return either(names, [nodeAt(node, 'consequent'), nodeAt(node, 'alternate')], further);
    case 'LogicalExpression':
      return either(names, [nodeAt(node, 'left'), nodeAt(node, 'right')], further);
    case 'SequenceExpression':
      return either(names, [nodesAt(node, 'expressions').at(-1) ?? null], further);
    case 'ArrayExpression':
      return either(names, nodesAt(node, 'elements'), further);
    case 'ObjectExpression':
      return either(names, [memberOf(node, 'text'), memberOf(node, 'sql')], further);
    case 'Identifier':
      return valueTexts(names, names.lookUp(node), further);
    default:
      if (isMember(node)) return memberTexts(names, node, further);
      return isCall(node) ? callTexts(names, node, further) : [];
  }
}

function either(names: CodeNames, nodes: readonly (CodeNode | null)[], depth: number): readonly string[] {
  const texts: string[] = [];
  for (const node of nodes) {
    if (node !== null && texts.length < MAX_TEXTS) texts.push(...textsOf(names, node, depth));
  }
  return texts.slice(0, MAX_TEXTS);
}

/** Every way to put one of the later texts behind one of the earlier. */
function joined(before: readonly string[], after: readonly string[], between = ''): readonly string[] {
  const texts: string[] = [];
  for (const start of before) {
    for (const end of after.length === 0 ? [HOLE] : after) {
      if (texts.length >= MAX_TEXTS) break;
      // What it does stands at its beginning.
      texts.push(start.length > MAX_LENGTH ? start : start + between + end);
    }
  }
  return texts;
}

function templateTexts(template: CodeNode, textsOfPart: (part: CodeNode) => readonly string[]): readonly string[] {
  const parts = nodesAt(template, 'expressions');
  let texts: readonly string[] = [''];
  for (const [index, quasi] of nodesAt(template, 'quasis').entries()) {
    texts = joined(texts, [cookedText(quasi)]);
    const part = parts[index];
    if (part !== undefined) texts = joined(texts, textsOfPart(part));
  }
  return texts;
}

/** What a tag fills in is a value and no text, unless it is a piece of SQL itself. */
function taggedTexts(names: CodeNames, node: CodeNode, depth: number): readonly string[] {
  const quasi = nodeAt(node, 'quasi');
  const tag = nodeAt(node, 'tag');
  if (quasi === null || tag === null) return [];
  const fillsIn = lastName(tag) === 'raw' && isMember(tag) && lastName(nodeAt(tag, 'object') ?? tag) === 'String';
  return templateTexts(quasi, (part) => {
    const inner = pieceOf(names, part);
    return fillsIn || inner ? textsOf(names, part, depth) : [];
  });
}

/** Whether an expression makes a piece of SQL rather than a value: `Prisma.raw(…)`, a tagged template, or a name for one. */
function pieceOf(names: CodeNames, expression: CodeNode, seen = new Set<NamedValue>()): boolean {
  const node = unwrapped(expression);
  if (node.type === 'TaggedTemplateExpression') return true;
  if (isCall(node)) return PIECES.has(lastName(nodeAt(node, 'callee') ?? node) ?? '');
  const value = node.type === 'Identifier' ? names.lookUp(node) : null;
  if (value === null || seen.has(value)) return false;
  seen.add(value);
  return value.values.some((each) => pieceOf(names, each, seen));
}

const PIECES: ReadonlySet<string> = new Set(['join', 'raw', 'sql', 'unsafe']);

/** Without recursion along the left side: a sum of thousands of lines is as deep. */
function sumTexts(names: CodeNames, node: CodeNode, depth: number): readonly string[] {
  const terms: CodeNode[] = [];
  let left: CodeNode = node;
  while (left.type === 'BinaryExpression' && left['operator'] === '+') {
    const right = nodeAt(left, 'right');
    const next = nodeAt(left, 'left');
    if (right === null || next === null) break;
    terms.push(right);
    left = unwrapped(next);
  }
  terms.push(left);
  const parts = terms.reverse().map((term) => textsOf(names, term, depth));
  if (parts.every((part) => part.length === 0)) return [];
  return parts.reduce((texts, part) => joined(texts, part), ['']);
}

function valueTexts(names: CodeNames, value: NamedValue | null, depth: number): readonly string[] {
  if (value === null || value.imported !== null) return [];
  const texts: string[] = [];
  for (const each of value.values) {
    const found = value.members.reduce<CodeNode | null>(
      (node, member) => node && memberOf(resolved(names, node), member),
      each,
    );
    if (found !== null) texts.push(...textsOf(names, found, depth));
  }
  const appended = value.appended.map((each) => textsOf(names, each, depth));
  if (appended.every((each) => each.length === 0)) return texts.slice(0, MAX_TEXTS);
  const start = texts.length === 0 ? [''] : texts;
  return appended.reduce((before, after) => joined(before, after), start.slice(0, MAX_TEXTS) as readonly string[]);
}

function memberTexts(names: CodeNames, node: CodeNode, depth: number): readonly string[] {
  const object = nodeAt(node, 'object');
  const name = propertyName(node, 'property') ?? privateName(nodeAt(node, 'property'));
  if (object === null) return [];
  if (object.type === 'ThisExpression') return name === null ? [] : valueTexts(names, names.fieldNamed(name), depth);
  const holder = resolved(names, object);
  // Of a list it may be any element.
  if (holder.type === 'ArrayExpression') return textsOf(names, holder, depth);
  const value = name === null ? null : memberOf(holder, name);
  return value === null ? [] : textsOf(names, value, depth);
}

function callTexts(names: CodeNames, node: CodeNode, depth: number): readonly string[] {
  const callee = nodeAt(node, 'callee');
  if (callee === null) return [];
  const name = lastName(callee) ?? '';
  const args = nodesAt(node, 'arguments');
  const [first = null] = args;
  const object = isMember(callee) ? nodeAt(callee, 'object') : null;
  if (name === 'join') {
    const list = object === null ? null : resolved(names, object);
    if (list?.type === 'ArrayExpression') return listText(names, list, first, depth);
    return first === null ? [] : textsOf(names, first, depth);
  }
  if (object !== null && SAME_TEXT.has(name)) return textsOf(names, object, depth);
  if (object !== null && name === 'concat') {
    return args
      .map((each) => textsOf(names, each, depth))
      .reduce((texts, each) => joined(texts, each), textsOf(names, object, depth));
  }
  return PASSING_ON.has(name) && first !== null ? textsOf(names, first, depth) : [];
}

function listText(names: CodeNames, list: CodeNode, between: CodeNode | null, depth: number): readonly string[] {
  const separator = between === null ? ',' : (textsOf(names, between, depth)[0] ?? ' ');
  const [first, ...others] = nodesAt(list, 'elements').map((element) => textsOf(names, element, depth));
  if (first === undefined) return [];
  return others.reduce((texts, each) => joined(texts, each, separator), first.length === 0 ? [HOLE] : first);
}

/** Methods of a text that leave its beginning as it is, as far as SQL goes. */
const SAME_TEXT: ReadonlySet<string> = new Set([
  'normalize',
  'padEnd',
  'replace',
  'replaceAll',
  'slice',
  'split',
  'toString',
  'trim',
  'trimEnd',
  'trimStart',
  'valueOf',
]);

/** Functions that give back the text that they are given. */
const PASSING_ON: ReadonlySet<string> = new Set(['String', 'dedent', 'outdent', 'raw', 'sql', 'unsafe', 'stripIndent']);

/** The expression that a name stands for, where it is one. */
function resolved(names: CodeNames, expression: CodeNode): CodeNode {
  let node = unwrapped(expression);
  for (let depth = 0; node.type === 'Identifier' && depth < MAX_DEPTH; depth += 1) {
    const value = names.lookUp(node);
    const [only] = value?.values ?? [];
    if (value === null || only === undefined || value.members.length > 0 || value.isElement) break;
    node = unwrapped(only);
  }
  return node;
}

/** The value of a member of an object that is written out. */
function memberOf(node: CodeNode, name: string): CodeNode | null {
  if (node.type !== 'ObjectExpression') return null;
  const property = nodesAt(node, 'properties').findLast((each) => propertyName(each, 'key') === name);
  return property === undefined ? null : nodeAt(property, 'value');
}
