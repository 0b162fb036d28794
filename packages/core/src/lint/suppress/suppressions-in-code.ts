import { LineIndex } from '../../fragment/line-index.js';
import { parseCode } from '../code/parse-code.js';
import { placeSuppressions, type Suppression } from './suppression.js';

/** A file of TypeScript or JavaScript. */
export interface CodeFile {
  /** Relative to the workspace root. */
  readonly file: string;
  readonly text: string;
}

/** The suppressions in code: on a line of their own they are about the statement, or whatever else begins, behind them. */
export function suppressionsInCode({ file, text }: CodeFile): readonly Suppression[] {
  const tree = parseCode(file, text);
  // Whatever cannot be read has no findings in it either.
  if (tree.kind === 'unreadable') return [];
  const lines = new LineIndex(text);
  const nodes = nodesOf(tree.program);
  const begins = [...new Set(nodes.map(({ start }) => start))].sort((left, right) => left - right);
  return placeSuppressions({
    file,
    text,
    lines,
    comments: tree.comments,
    firstCode: begins[0] ?? null,
    after: ({ start }) => {
      const next = begins.find((begin) => begin > start);
      if (next === undefined) return null;
      const end = nodes.reduce((last, node) => (node.start === next ? Math.max(last, node.end) : last), next);
      return { first: lines.at(next).line, last: lines.at(end).line };
    },
  });
}

interface Placed {
  readonly start: number;
  readonly end: number;
}

/** All nodes below the program; a program begins at 0, whatever stands there. */
function nodesOf(program: object): readonly Placed[] {
  const found: Placed[] = [];
  const waiting: unknown[] = Object.values(program);
  for (let value = waiting.pop(); waiting.length > 0 || value !== undefined; value = waiting.pop()) {
    if (typeof value !== 'object' || value === null) continue;
    if (Array.isArray(value)) {
      // One by one: a call takes only so many arguments, and a list of data may be long.
      for (const each of value) waiting.push(each);
      continue;
    }
    const { type, start, end } = value as { type?: unknown; start?: unknown; end?: unknown };
    if (typeof type !== 'string' || typeof start !== 'number' || typeof end !== 'number') continue;
    if (type === 'CommentLine' || type === 'CommentBlock') continue;
    found.push({ start, end });
    waiting.push(...Object.values(value));
  }
  return found;
}
