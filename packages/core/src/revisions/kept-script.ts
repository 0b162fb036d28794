import { CORE } from '../extension.js';
import type { Revision, RevisionId } from './revision.js';

/**
 * What a database keeps of an applied revision, so that it can be reverted when its directory is gone: in the `logs`
 * column of its row, which Prisma reads of failed migrations only.
 */
export interface KeptScript extends Pick<Revision, 'requires' | 'replaces' | 'adopts' | 'transactional'> {
  /** The text of its down.sql. */
  readonly downScript: string;
}

/** How the `logs` of a row start that keeps a script. */
export const KEPT_PREFIX = 'orchestrate: kept down.sql';

/** How they start while the script is being run statement by statement: what is kept follows. */
export const REVERTING_PREFIX = 'orchestrate: reverting';

/** What goes before a script that is kept under something else. */
const BLANK_LINE = '\n\n';

const SHORT_HEADER = /^orchestrate: kept down\.sql, requires (\[.*\])\n/;
const LONG_HEADER = /^orchestrate: kept down\.sql, (\{.*\})\n/;

/** The `logs` of an applied revision; null where nothing is kept: core's history is exactly as Prisma writes it. */
export function renderKeptScript(
  { extension, requires, replaces, adopts, transactional }: Omit<KeptScript, 'downScript'> & { extension: string },
  downScript: string | null,
): string | null {
  if (extension === CORE || downScript === null) return null;
  if (replaces.length + adopts.length === 0 && transactional === 'auto') {
    return `${KEPT_PREFIX}, requires ${JSON.stringify(requires)}\n${downScript}`;
  }
  return `${KEPT_PREFIX}, ${JSON.stringify({ requires, replaces, adopts, transactional })}\n${downScript}`;
}

/** The `logs` of a revision that is being reverted: what they say of it, and the script that they keep all the same. */
export function keepUnder(text: string, kept: string | null): string {
  return kept === null ? text : `${text}${BLANK_LINE}${kept}`;
}

/** What {@link keepUnder} has put a script under. */
export function textAboveKept(logs: string | null): string | null {
  const at = logs?.startsWith(REVERTING_PREFIX) === true ? logs.indexOf(`${BLANK_LINE}${KEPT_PREFIX}`) : -1;
  return at < 0 ? logs : (logs as string).slice(0, at);
}

/** Reads it back; null for `logs` that keep none. */
export function parseKeptScript(logs: string | null): KeptScript | null {
  const kept = keptPart(logs ?? '');
  const [shortHeader, requires] = SHORT_HEADER.exec(kept) ?? [];
  if (shortHeader !== undefined && requires !== undefined) {
    const ids = JSON.parse(requires) as readonly RevisionId[];
    return { ...NOTHING_MORE, requires: ids, downScript: kept.slice(shortHeader.length) };
  }
  const [longHeader, parts] = LONG_HEADER.exec(kept) ?? [];
  if (longHeader === undefined || parts === undefined) return null;
  const more = JSON.parse(parts) as Partial<KeptScript>;
  return { ...NOTHING_MORE, ...more, downScript: kept.slice(longHeader.length) };
}

const NOTHING_MORE = { requires: [], replaces: [], adopts: [], transactional: 'auto' } as const;

function keptPart(logs: string): string {
  if (!logs.startsWith(REVERTING_PREFIX)) return logs;
  return logs.slice((textAboveKept(logs) ?? '').length + BLANK_LINE.length);
}
