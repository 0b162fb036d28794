import type { LaneCell } from './lay-out-lanes.js';

/** What lines are drawn with. */
export interface LaneGlyphs {
  readonly across: string;
  readonly passing: string;
  /** By whether the line goes on below, and by where it is along the way across. */
  readonly joined: Readonly<Record<'left' | 'within' | 'right', string>>;
  readonly ending: Readonly<Record<'left' | 'within' | 'right', string>>;
}

/** For terminals that show Unicode. */
export const UNICODE_LANES: LaneGlyphs = {
  across: '─',
  passing: '│',
  joined: { left: '├', within: '┼', right: '┤' },
  ending: { left: '╰', within: '┴', right: '╯' },
};

/** For all others. */
export const ASCII_LANES: LaneGlyphs = {
  across: '-',
  passing: '|',
  joined: { left: '|', within: '+', right: '|' },
  ending: { left: '`', within: '+', right: "'" },
};

/** One row of a layout as text: lanes two columns apart, a line across to those that the row is joined to. */
export function drawLanes(cells: readonly LaneCell[], mark: string, glyphs: LaneGlyphs): string {
  const ends = cells.flatMap((cell, at) => (cell === 'empty' || cell === 'passing' ? [] : [at]));
  const first = ends[0] ?? 0;
  const last = ends.at(-1) ?? 0;
  return cells
    .map((cell, at) => {
      const gap = at >= first && at < last ? glyphs.across : ' ';
      const place = at === first ? 'left' : at === last ? 'right' : 'within';
      return drawCell(cell, { mark, glyphs, place, isCrossed: at > first && at < last }) + gap;
    })
    .join('')
    .slice(0, -1);
}

interface CellPlace {
  readonly mark: string;
  readonly glyphs: LaneGlyphs;
  readonly place: 'left' | 'within' | 'right';
  readonly isCrossed: boolean;
}

function drawCell(cell: LaneCell, { mark, glyphs, place, isCrossed }: CellPlace): string {
  switch (cell) {
    case 'node':
      return mark;
    case 'joined':
      return glyphs.joined[place];
    case 'ending':
      return glyphs.ending[place];
    case 'passing':
      return glyphs.passing;
    case 'empty':
      return isCrossed ? glyphs.across : ' ';
    default:
      throw new Error(`Unexpected cell: ${cell satisfies never}`);
  }
}
