import { CORE } from '../extension.js';
import type { Revision, RevisionId } from './revision.js';

/**
 * What a database keeps of an applied revision, so that it can be reverted when its directory is gone: in the `logs`
 * column of its row, which Prisma reads of failed migrations only.
 */
export interface KeptScript {
  /** Revisions of other extensions that it needs. */
  readonly requires: readonly RevisionId[];
  /** The text of its down.sql. */
  readonly downScript: string;
}

/** How the `logs` of a row start that keeps a script. */
export const KEPT_PREFIX = 'orchestrate: kept down.sql';

const HEADER = /^orchestrate: kept down\.sql, requires (\[.*\])\n/;

/** The `logs` of an applied revision; null where nothing is kept: core's history is exactly as Prisma writes it. */
export function renderKeptScript(
  { extension, requires }: Pick<Revision, 'extension' | 'requires'>,
  downScript: string | null,
): string | null {
  if (extension === CORE || downScript === null) return null;
  return `${KEPT_PREFIX}, requires ${JSON.stringify(requires)}\n${downScript}`;
}

/** Reads it back; null for `logs` that keep none. */
export function parseKeptScript(logs: string | null): KeptScript | null {
  const [header, requires] = HEADER.exec(logs ?? '') ?? [];
  if (header === undefined || requires === undefined || logs === null) return null;
  return { requires: JSON.parse(requires) as readonly RevisionId[], downScript: logs.slice(header.length) };
}
