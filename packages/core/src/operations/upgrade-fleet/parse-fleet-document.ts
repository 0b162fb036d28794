import { isAlias, isNode, isSeq, LineCounter, parseDocument } from 'yaml';
import { notAList } from './fleet-errors.js';
import type { FleetList } from './fleet-source.js';

/**
 * A list in YAML or JSON, which YAML contains.
 *
 * @throws OrchestrateError `FLEET.NOT_A_LIST`
 */
export function parseFleetDocument(text: string, from: string): FleetList {
  if (isDeep(text)) throw notAList(from, 'it is nested too deeply');
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const [error] = document.errors;
  if (error !== undefined) {
    // The rest of its message shows the text, which may hold a secret.
    const [said = ''] = error.message.split(/ at line \d|\n|: /);
    throw notAList(`${from}:${lines.linePos(error.pos[0]).line}`, `it cannot be parsed: ${said}`);
  }
  const { contents } = document;
  if (!isSeq(contents)) throw notAList(from, 'it holds something else');
  return contents.items.map((item) => {
    const offset = isNode(item) ? (item.range?.[0] ?? 0) : 0;
    const node = isAlias(item) ? item.resolve(document) : item;
    const where = `${from}:${lines.linePos(offset).line}`;
    try {
      return { where, value: isNode(node) ? node.toJS(document) : node };
    } catch {
      throw notAList(where, 'what its aliases stand for is missing, or too large');
    }
  });
}

const DEEPEST = 100;

/** The library goes down with every bracket and every dash of a line, and the process ends where the stack does. */
function isDeep(text: string): boolean {
  let depth = 0;
  for (const [sign] of text.matchAll(/[[\]{}]|(?:[-?:][ \t]+){100}/g)) {
    if (sign.length > 1) return true;
    depth = Math.max(0, depth + (sign === '[' || sign === '{' ? 1 : -1));
    if (depth > DEEPEST) return true;
  }
  return false;
}
