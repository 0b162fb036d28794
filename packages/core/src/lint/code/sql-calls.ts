import { SQL_CLIENTS } from './code-modules.js';
import { type CodeNames, lastName, type NamedValue } from './code-names.js';
import { type CodeNode, isCall, isMember, nodeAt, nodesAt, propertyName, textAt, unwrapped } from './code-node.js';
import { textsOf } from './code-texts.js';

/** A place where code sends SQL to a database. */
export interface SqlCall {
  /** What sends it, as in a sentence: `$executeRaw`, `query of pg`. */
  readonly by: string;
  /** Where that stands. */
  readonly at: CodeNode;
  /** What the SQL may be, as far as the file tells. */
  readonly texts: readonly string[];
  /** The expressions that it was read from. */
  readonly expressions: readonly CodeNode[];
}

/** Methods of Prisma's client, told apart from everything else by their names. */
const RAW_METHODS: ReadonlySet<string> = new Set(['$executeRaw', '$executeRawUnsafe', '$queryRaw', '$queryRawUnsafe']);

/** Packages whose client is a tag itself: `sql` of `postgres(url)`, or what is imported under that name. */
const TAGS: ReadonlySet<string> = new Set(['@neondatabase/serverless', '@vercel/postgres', 'postgres']);

/** Every place of a file that sends SQL to a database. What `Prisma.sql` makes of a text is one, unless another place sends it. */
export function sqlCalls(names: CodeNames): readonly SqlCall[] {
  const calls: SqlCall[] = [];
  const pieces: SqlCall[] = [];
  for (const node of names.nodes) {
    const call = readCall(names, node);
    if (call === null) continue;
    const { by, at, expressions, isPiece } = call;
    const texts = expressions.flatMap((expression) => textsOf(names, expression));
    (isPiece ? pieces : calls).push({ by, at, expressions, texts });
  }
  const sent = new Set(calls.flatMap(({ texts }) => texts));
  return [...calls, ...pieces.filter(({ texts }) => !texts.some((text) => sent.has(text)))];
}

interface Reading extends Omit<SqlCall, 'texts'> {
  readonly isPiece: boolean;
}

function readCall(names: CodeNames, node: CodeNode): Reading | null {
  const isTemplate = node.type === 'TaggedTemplateExpression';
  const callee = isTemplate ? nodeAt(node, 'tag') : isCall(node) ? nodeAt(node, 'callee') : null;
  if (callee === null) return null;
  const [first] = nodesAt(node, 'arguments');
  const expressions = isTemplate ? [node] : first === undefined ? [] : [first];
  const raw = rawMethodOf(names, callee);
  if (raw !== null) return { by: raw, at: endOf(callee), expressions, isPiece: false };
  const through = throughCall(names, { callee, args: nodesAt(node, 'arguments') });
  if (through !== null) return through;
  const piece = pieceName(names, callee);
  if (piece !== null) return { by: piece, at: endOf(callee), expressions, isPiece: true };
  const client = clientOf(names, callee, isTemplate);
  return client === null ? null : { by: client, at: endOf(callee), expressions, isPiece: false };
}

/** `x.$executeRaw.call(x, …)` and `.apply(x, [ … ])`. */
function throughCall(
  names: CodeNames,
  { callee, args }: { readonly callee: CodeNode; readonly args: readonly CodeNode[] },
): Reading | null {
  const name = isMember(callee) ? propertyName(callee, 'property') : null;
  const object = nodeAt(callee, 'object');
  const second = args[1];
  if ((name !== 'call' && name !== 'apply') || object === null || second === undefined) return null;
  const raw = rawMethodOf(names, object);
  return raw === null ? null : { by: raw, at: endOf(object), expressions: [second], isPiece: false };
}

/** Which of Prisma's methods an expression is, under whatever name. */
function rawMethodOf(names: CodeNames, expression: CodeNode, seen = new Set<NamedValue>()): string | null {
  const node = unwrapped(expression);
  if (isMember(node)) {
    const name = propertyName(node, 'property');
    return name !== null && RAW_METHODS.has(name) ? name : null;
  }
  if (isCall(node)) {
    const callee = nodeAt(node, 'callee');
    const object = callee === null ? null : nodeAt(callee, 'object');
    if (callee === null || object === null || lastName(callee) !== 'bind') return null;
    return rawMethodOf(names, object, seen);
  }
  if (node.type !== 'Identifier') return null;
  const value = names.lookUp(node);
  if (value === null || seen.has(value)) return null;
  seen.add(value);
  const member = value.members.at(-1);
  if (member !== undefined) return RAW_METHODS.has(member) ? member : null;
  for (const each of value.values) {
    const raw = rawMethodOf(names, each, seen);
    if (raw !== null) return raw;
  }
  return null;
}

function pieceName(names: CodeNames, callee: CodeNode): string | null {
  const node = unwrapped(callee);
  const object = isMember(node) ? nodeAt(node, 'object') : null;
  const name = isMember(node) ? propertyName(node, 'property') : null;
  if (object === null || (name !== 'sql' && name !== 'raw')) return null;
  const holder = unwrapped(object);
  if (holder.type !== 'Identifier') return null;
  const imported = names.lookUp(holder)?.imported ?? null;
  const isPrisma = imported === null ? textAt(holder, 'name') === 'Prisma' : imported.name === 'Prisma';
  return isPrisma ? `Prisma.${name}` : null;
}

/** Which client sends what a call is given; null where it is none for sure. */
function clientOf(names: CodeNames, callee: CodeNode, isTemplate: boolean): string | null {
  const node = unwrapped(callee);
  const own = names.originOf(node);
  if (isTemplate && own !== null && TAGS.has(own.module)) return own.module;
  const object = isMember(node) ? nodeAt(node, 'object') : null;
  const method = isMember(node) ? propertyName(node, 'property') : null;
  if (object === null || method === null) return null;
  const origin = names.originOf(object);
  if (origin === null || SQL_CLIENTS.get(origin.module)?.includes(method) !== true) return null;
  // The package itself has methods of such names, too; `sql` of @vercel/postgres is a client as it is.
  const isClient = origin.way.some((step) => step.endsWith('()')) || TAGS.has(origin.module);
  return isClient ? `${method} of ${origin.module}` : null;
}

/** The last part of what is called, where people look for it. */
function endOf(callee: CodeNode): CodeNode {
  const node = unwrapped(callee);
  return (isMember(node) ? nodeAt(node, 'property') : null) ?? node;
}
