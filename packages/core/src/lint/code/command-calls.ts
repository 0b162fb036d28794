import { PROCESS_MODULES } from './code-modules.js';
import type { CodeNames } from './code-names.js';
import { type CodeNode, isCall, literalText, nodeAt, nodesAt, unwrapped } from './code-node.js';
import { HOLE, textsOf } from './code-texts.js';
import { type PrismaCommand, prismaCommandOf, prismaCommands } from './prisma-command.js';

/** A place where code starts one of Prisma's commands. */
export interface CommandCall {
  readonly command: string;
  readonly at: CodeNode;
}

/** Places where a file starts one of Prisma's commands that change a schema. */
export function commandCalls(names: CodeNames): readonly CommandCall[] {
  return names.nodes.flatMap((node): readonly CommandCall[] => {
    const isTemplate = node.type === 'TaggedTemplateExpression';
    const callee = isTemplate ? nodeAt(node, 'tag') : isCall(node) ? nodeAt(node, 'callee') : null;
    if (callee === null || !startsPrograms(names, callee)) return [];
    const [found] = isTemplate ? commandsIn(textsOf(names, node)) : ofArguments(names, nodesAt(node, 'arguments'));
    return found === undefined ? [] : [{ command: found.command, at: node }];
  });
}

function startsPrograms(names: CodeNames, callee: CodeNode): boolean {
  const origin = names.originOf(callee);
  if (origin !== null) return PROCESS_MODULES.has(origin.module);
  // Scripts of zx and Bun's shell have it without an import; `Bun.spawn` likewise.
  const node = unwrapped(callee);
  const holder = nodeAt(node, 'object') ?? node;
  if (holder.type !== 'Identifier' || names.lookUp(holder) !== null) return false;
  return holder['name'] === (holder === node ? '$' : 'Bun');
}

/** A command line, or a program and its arguments: `('prisma', ['db', 'push'])` or `(['prisma', 'db', 'push'])`. */
function ofArguments(names: CodeNames, args: readonly CodeNode[]): readonly PrismaCommand[] {
  const [first, second] = args;
  if (first === undefined) return [];
  const program = unwrapped(first);
  const listed = second === undefined ? null : arrayOf(names, second);
  if (listed !== null) return found(prismaCommandOf([textOf(names, first), ...wordsOf(names, listed)]));
  const whole = arrayOf(names, program);
  return whole === null ? commandsIn(textsOf(names, first)) : found(prismaCommandOf(wordsOf(names, whole)));
}

function commandsIn(texts: readonly string[]): readonly PrismaCommand[] {
  return texts.flatMap((text) => prismaCommands(text));
}

function arrayOf(names: CodeNames, expression: CodeNode): CodeNode | null {
  const node = unwrapped(expression);
  if (node.type === 'ArrayExpression') return node;
  const [only] = node.type === 'Identifier' ? (names.lookUp(node)?.values ?? []) : [];
  const value = only === undefined ? null : unwrapped(only);
  return value?.type === 'ArrayExpression' ? value : null;
}

function wordsOf(names: CodeNames, list: CodeNode): readonly string[] {
  return nodesAt(list, 'elements').map((element) => textOf(names, element));
}

function textOf(names: CodeNames, node: CodeNode): string {
  return literalText(node) ?? textsOf(names, node)[0] ?? HOLE;
}

function found(command: PrismaCommand | null): readonly PrismaCommand[] {
  return command === null ? [] : [command];
}
