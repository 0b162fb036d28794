import { PROCESS_MODULES, SQL_CLIENTS } from './code-modules.js';

/**
 * What the text of all code has that sends SQL or starts a program, under whatever names: parsing takes long, and most
 * files have none of it. An escape may hide a word.
 */
const SENDS_SQL = new RegExp(String.raw`\$(?:executeRaw|queryRaw)|\bPrisma\b|${quoted(SQL_CLIENTS.keys())}|\\[ux]`);
const STARTS_PRISMA: readonly RegExp[] = [
  /prisma|\\[ux]/,
  /push|migrate|\\[ux]/,
  new RegExp(String.raw`${quoted(PROCESS_MODULES)}|\$(?:\x60|\()|\bBun\b|\\[ux]`),
];

/** What a file may do, as far as its text tells; taking it apart is needless where it can do none of it. */
export function codeWords(text: string): { readonly sendsSql: boolean; readonly startsPrisma: boolean } {
  return {
    sendsSql: SENDS_SQL.test(text),
    startsPrisma: STARTS_PRISMA.every((pattern) => pattern.test(text)),
  };
}

/** Any of some packages, as an import names it. */
function quoted(packages: Iterable<string>): string {
  const names = [...packages].map((name) => name.replaceAll('/', String.raw`\/`));
  return String.raw`['"\x60](?:${names.join('|')})(?:\/[\w-]+)?['"\x60]`;
}
