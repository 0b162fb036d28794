/** A row of a graph that is drawn from top to bottom. */
export interface LaneRow {
  readonly id: string;
  /** Rows with the same name share a lane, as far as one leads to the other. */
  readonly lane: string;
  /** Rows above that it goes on from, in the same lane. */
  readonly own: readonly string[];
  /** Rows above that it is joined to, in other lanes. */
  readonly others: readonly string[];
}

/** What stands in one column of one row: nothing, the row itself, a lane that passes, or one that the row is joined to. */
export type LaneCell = 'empty' | 'node' | 'passing' | 'joined' | 'ending';

/** Where the rows and the lanes between them are. */
export interface LaneLayout {
  /** By row, then by column; as many columns in each. */
  readonly cells: readonly (readonly LaneCell[])[];
  /** Edges that no line shows: the row below, and the one above it. */
  readonly undrawn: readonly { readonly below: string; readonly above: string }[];
  /** Over how many rows a line goes at most; null where that is not limited. */
  readonly reach: number | null;
}

const REACHES = [Number.POSITIVE_INFINITY, 64, 32, 16, 8, 4, 2, 1];

/**
 * Finds a column for every row, so that no more lanes are open at once than there is room for: where there would be
 * more, the longest lines are left out.
 */
export function layOutLanes(rows: readonly LaneRow[], maxLanes: number): LaneLayout {
  let layout = layOutWithin(rows, Number.POSITIVE_INFINITY);
  for (const reach of REACHES) {
    layout = layOutWithin(rows, reach);
    if ((layout.cells[0]?.length ?? 0) <= maxLanes) break;
  }
  return layout;
}

interface Edges {
  /** Of each row, the rows above by their positions, as far as lines are drawn to them. */
  readonly own: readonly (readonly number[])[];
  readonly others: readonly (readonly number[])[];
  /** Of each row, the last one below that is joined to it, and the last that goes on from it; -1 without one. */
  readonly lastUse: readonly number[];
  readonly lastOwn: readonly number[];
}

function layOutWithin(rows: readonly LaneRow[], reach: number): LaneLayout {
  const undrawn: { below: string; above: string }[] = [];
  const leaveOut = (below: number, above: string): void => {
    undrawn.push({ below: (rows[below] as LaneRow).id, above });
  };
  const { own, others, lastUse, lastOwn } = readEdges(rows, reach, leaveOut);
  /** The row whose line is in each column. */
  const columns: (number | null)[] = [];
  const columnOf = new Map<number, number>();
  /** Where a lane was last, so that it goes on there. */
  const formerColumns = new Map<string, number>();
  const cells: LaneCell[][] = [];
  for (const [index, row] of rows.entries()) {
    const above = [...(own[index] ?? []), ...(others[index] ?? [])];
    const joined = above.filter((source) => columns[columnOf.get(source) ?? -1] === source);
    for (const source of above) if (!joined.includes(source)) leaveOut(index, (rows[source] as LaneRow).id);
    // A merge goes on in the first of the lanes that it joins, and what other branches start from keeps its own.
    const parents = joined.filter((source) => own[index]?.includes(source));
    const columnsOf = (sources: readonly number[]): number[] => sources.map((source) => columnOf.get(source) as number);
    const inherited = columnsOf(parents.filter((source) => lastOwn[source] === index));
    const column =
      inherited.length > 0
        ? Math.min(...inherited)
        : freeColumn(columns, { former: formerColumns.get(row.lane), after: Math.max(-1, ...columnsOf(parents)) });
    const line: LaneCell[] = columns.map((occupant) => (occupant === null ? 'empty' : 'passing'));
    for (const source of joined) {
      const at = columnOf.get(source) as number;
      const isEnd = lastUse[source] === index;
      line[at] = isEnd ? 'ending' : 'joined';
      if (isEnd) columns[at] = null;
    }
    line[column] = 'node';
    cells.push(line);
    columns[column] = (lastUse[index] ?? -1) > index ? index : null;
    columnOf.set(index, column);
    formerColumns.set(row.lane, column);
  }
  const width = columns.length;
  return {
    cells: cells.map((line) => Array.from({ length: width }, (_, at) => line[at] ?? 'empty')),
    undrawn,
    reach: Number.isFinite(reach) ? reach : null,
  };
}

function readEdges(rows: readonly LaneRow[], reach: number, leaveOut: (below: number, above: string) => void): Edges {
  const positions = new Map(rows.map(({ id }, index) => [id, index]));
  const lastUse = rows.map(() => -1);
  const lastOwn = rows.map(() => -1);
  const drawn = (ids: readonly string[], index: number): readonly number[] =>
    [...new Set(ids)].flatMap((id) => {
      const position = positions.get(id);
      if (position !== undefined && position < index && index - position <= reach) return [position];
      leaveOut(index, id);
      return [];
    });
  const own = rows.map((row, index) => drawn(row.own, index));
  const others = rows.map((row, index) => drawn(row.others, index));
  for (const index of rows.keys()) {
    for (const position of own[index] ?? []) lastOwn[position] = index;
    for (const position of [...(own[index] ?? []), ...(others[index] ?? [])]) {
      lastUse[position] = Math.max(lastUse[position] ?? -1, index);
    }
  }
  return { own, others, lastUse, lastOwn };
}

/** A branch opens to the right of what it starts from. */
function freeColumn(
  columns: readonly (number | null)[],
  { former, after }: { readonly former: number | undefined; readonly after: number },
): number {
  if (former !== undefined && former > after && (columns[former] ?? null) === null) return former;
  const free = columns.indexOf(null, after + 1);
  return free < 0 ? columns.length : free;
}
