import type { HistoryEntry } from '@prisma-orchestrate/core';
import { ASCII_LANES, drawLanes, UNICODE_LANES } from './draw-lanes.js';
import type { LaneRow } from './lay-out-lanes.js';
import { layOutLanes } from './lay-out-lanes.js';
import type { Look, Paint } from './look.js';

/** How the graph is drawn. */
export interface HistoryGraphOptions {
  readonly look: Look;
  /** Whether the last revision comes first. */
  readonly isReversed: boolean;
  /** Whether the lines are to be of ASCII though the terminal shows Unicode. */
  readonly isAscii: boolean;
}

type Standing = 'applied' | 'pending' | 'out of order' | 'edited' | 'failed' | 'missing';

const MARKS: Readonly<Record<Standing, { readonly unicode: string; readonly ascii: string }>> = {
  applied: { unicode: '●', ascii: '*' },
  pending: { unicode: '○', ascii: 'o' },
  'out of order': { unicode: '^', ascii: '^' },
  edited: { unicode: '~', ascii: '~' },
  failed: { unicode: '!', ascii: '!' },
  missing: { unicode: '?', ascii: '?' },
};

const WIDEST = 24;
const NARROWEST = 6;

/**
 * The revisions as `git log --graph` shows commits: a lane for each extension and each branch within one, a line across
 * from what a revision requires. Where a line would be ambiguous, or too long for the room there is, words say it.
 */
export function renderHistoryGraph(entries: readonly HistoryEntry[], options: HistoryGraphOptions): string {
  const { look, isReversed } = options;
  const isAscii = options.isAscii || !look.isUnicode;
  const maxLanes = Number.isFinite(look.width) ? Math.max(NARROWEST, Math.floor(look.width / 6)) : WIDEST;
  const { cells, undrawn, reach } = layOutLanes(laneRows(entries, isReversed), maxLanes);
  const shown = new Set(undrawn.map(({ below, above }) => (isReversed ? `${above} ${below}` : `${below} ${above}`)));
  const markOf = (standing: Standing): string => MARKS[standing][isAscii ? 'ascii' : 'unicode'];
  const glyphs = isAscii ? ASCII_LANES : UNICODE_LANES;
  const present = new Set(entries.map(({ revision }) => revision));
  const former = formerOf(isReversed ? entries.toReversed() : entries);
  const width = Math.max(...entries.map(({ revision }) => revision.length));
  const lines = entries.map((entry, index) => {
    const standing = standingOf(entry);
    const paint = paintOf(standing, look);
    const lanes = drawLanes(cells[index] ?? [], markOf(standing), glyphs);
    const isUndrawn = (id: string): boolean => !present.has(id) || shown.has(`${entry.revision} ${id}`);
    const after = entry.parents.filter((id) => isUndrawn(id) && id !== former.get(entry.revision));
    const needs = entry.requires.filter(isUndrawn);
    const words = [
      ...(standing === 'applied' || standing === 'pending' ? [] : [`(${standing})`]),
      ...(after.length === 0 ? [] : [`(after ${after.join(', ')})`]),
      ...(needs.length === 0 ? [] : [`(needs ${needs.join(', ')})`]),
      entry.message,
    ].join(' ');
    const text = `${entry.revision.padEnd(width)}  ${words}`.trimEnd();
    const room = look.width - lanes.length - 2;
    const cut = text.length > room ? `${text.slice(0, room - 1)}…` : text;
    return `${lanes.replace(markOf(standing), paint)}  ${cut}\n`;
  });
  const standings = new Set(entries.map(standingOf));
  const legend = (Object.keys(MARKS) as Standing[])
    .filter((standing) => standings.has(standing))
    .map((standing) => `${paintOf(standing, look)(markOf(standing))} ${standing}`);
  const limit = reach === null ? '' : `Lines longer than ${reach} rows are left out.\n`;
  return `${lines.join('')}\n${legend.join('   ')}\n${limit}`;
}

/** Lines lead from what is drawn above to what is below it: upwards in time where the last revision comes first. */
function laneRows(entries: readonly HistoryEntry[], isReversed: boolean): readonly LaneRow[] {
  const rows = entries.map(({ revision, extension, parents, requires }) => ({
    id: revision,
    lane: extension,
    own: [...parents],
    others: [...requires],
  }));
  if (!isReversed) return rows;
  const turned = new Map(rows.map(({ id, lane }) => [id, { id, lane, own: [] as string[], others: [] as string[] }]));
  for (const { id, own, others } of rows) {
    for (const above of own) turned.get(above)?.own.push(id);
    for (const above of others) turned.get(above)?.others.push(id);
  }
  return [...turned.values()];
}

/** The one before each of the same extension: what it goes on from unless something is said. */
function formerOf(planned: readonly HistoryEntry[]): ReadonlyMap<string, string> {
  const last = new Map<string, string>();
  const former = new Map<string, string>();
  for (const { revision, extension } of planned) {
    const before = last.get(extension);
    if (before !== undefined) former.set(revision, before);
    last.set(extension, revision);
  }
  return former;
}

function standingOf({ state, edited, outOfOrder }: HistoryEntry): Standing {
  if (state === 'failed' || state === 'missing') return state;
  if (edited) return 'edited';
  return outOfOrder ? 'out of order' : state;
}

function paintOf(standing: Standing, look: Look): Paint {
  if (standing === 'failed' || standing === 'missing') return look.red;
  return standing === 'applied' ? look.green : look.yellow;
}
