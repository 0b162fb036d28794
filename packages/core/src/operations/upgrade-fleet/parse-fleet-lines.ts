import type { FleetList, ListedEntry, ListProblem } from './fleet-source.js';

const URL_START = /^(?:postgres(?:ql)?:\/\/|file:)/i;
const NAMED = /^([^\t=]+?)\s*[\t=]\s*(\S.*)$/;

/**
 * A database on each line: its URL, or its name, a tab or `=`, and its URL. Empty lines and those that begin with `#`
 * count for nothing.
 */
export function parseFleetLines(text: string, from: string): FleetList {
  const list: (ListedEntry | ListProblem)[] = [];
  for (const [index, whole] of text.split(/\r\n|\r|\n/).entries()) {
    const line = whole.trim();
    if (line === '' || line.startsWith('#')) continue;
    const where = `${from}:${index + 1}`;
    const [, name, url] = NAMED.exec(line) ?? [];
    const isNamed = name !== undefined && url !== undefined && !name.includes('://');
    if (URL_START.test(line)) list.push({ where, value: { url: line } });
    else if (isNamed) list.push({ where, value: { name, url } });
    else {
      // What is in it may be a secret.
      list.push({
        where,
        message: 'is neither a database URL nor a name with one',
        fix: 'Write it as: acme=postgresql://user:password@host:5432/acme',
      });
    }
  }
  return list;
}
