import type { Look, Paint } from './look.js';
import { sliceToWidth, textWidth } from './text-width.js';
import { wrap } from './wrap.js';
import { wrapLines } from './wrap-lines.js';

/** One column of a table whose rows are of type `Row`. */
export interface Column<Row> {
  readonly title: string;
  readonly value: (row: Row) => string;
  readonly align?: 'right';
  /** Whether its values may be cut when the table is too wide for the terminal. */
  readonly cuttable?: boolean;
  readonly paint?: (row: Row) => Paint;
}

const GAP = '  ';
const NARROWEST = 16;
const BELOW = ' '.repeat(4);

/**
 * An aligned table. Where it is too wide, columns that allow it are cut (`20260201093000_add_…`) and the last one
 * wraps under itself, or goes below its row; output that is no terminal is never cut.
 */
export function renderTable<Row>(rows: readonly Row[], columns: readonly Column<Row>[], look: Look): string {
  const table = rows.map((row) => columns.map((column) => column.value(row)));
  const lastWords = table.flatMap((cells) => (cells.at(-1) ?? '').split(/\s+/));
  const longestWord = Math.max(...lastWords.map(textWidth));
  const natural = naturalWidths(table, columns);
  const layout = { columns, fit: fit(columns, natural, { width: look.width, longestWord }), look };
  const head = renderRow(
    columns.map((column) => column.title),
    layout,
    () => look.dim,
  );
  const body = table.map((cells, index) => {
    const row = rows[index] as Row;
    return renderRow(cells, layout, (column) => column.paint?.(row));
  });
  return `${[head, ...body].join('\n')}\n`;
}

function naturalWidths<Row>(table: readonly (readonly string[])[], columns: readonly Column<Row>[]): readonly number[] {
  return columns.map((column, index) =>
    Math.max(column.title.length, ...table.map((cells) => textWidth(cells[index] ?? ''))),
  );
}

/** How wide the columns are, and whether the last one goes below its row, for want of room beside the others. */
interface Fit {
  readonly widths: readonly number[];
  readonly isBelow: boolean;
}

function fit<Row>(columns: readonly Column<Row>[], natural: readonly number[], options: FitOptions): Fit {
  const { width, longestWord } = options;
  const needed = Math.max(longestWord, Math.min(natural.at(-1) ?? 0, NARROWEST));
  const beside = narrow(columns, natural, width - needed);
  const mayGoBelow = columns.length > 1 && columns.at(-1)?.align === undefined;
  if (beside.fits || !mayGoBelow) return { widths: beside.widths, isBelow: false };
  return { widths: narrow(columns, natural, width + GAP.length).widths, isBelow: true };
}

interface FitOptions {
  readonly width: number;
  /** Of the last column, which is broken at spaces. */
  readonly longestWord: number;
}

/** Takes from the widest cuttable column until all but the last fit into so many columns, each with its gap. */
function narrow<Row>(columns: readonly Column<Row>[], natural: readonly number[], room: number) {
  const widths = [...natural];
  const last = widths.length - 1;
  for (;;) {
    const taken = widths.slice(0, last).reduce((sum, each) => sum + each + GAP.length, 0);
    const candidates = columns.map((column, index) =>
      column.cuttable === true && index < last ? (widths[index] ?? 0) : 0,
    );
    const widest = Math.max(...candidates);
    if (taken <= room || widest <= NARROWEST) return { widths, fits: taken <= room };
    widths[candidates.indexOf(widest)] = widest - 1;
  }
}

interface Layout<Row> {
  readonly columns: readonly Column<Row>[];
  readonly fit: Fit;
  readonly look: Look;
}

function renderRow<Row>(
  cells: readonly string[],
  { columns, fit: { widths, isBelow }, look }: Layout<Row>,
  paintOf: (column: Column<Row>) => Paint | undefined,
): string {
  const last = columns.length - 1;
  let taken = 0;
  const parts = columns.map((column, index) => {
    const width = widths[index] ?? 0;
    const text = index === last ? (cells[index] ?? '') : cut(cells[index] ?? '', width);
    const paint = paintOf(column) ?? ((plain: string) => plain);
    if (index === last && column.align === undefined) {
      return isBelow
        ? `\n${BELOW}${paint(wrap(text, { width: look.width, indent: BELOW, taken: BELOW.length }))}`
        : paint(wrap(text, { width: look.width, indent: ' '.repeat(taken), taken }));
    }
    taken += width + GAP.length;
    const padding = ' '.repeat(width - textWidth(text));
    return column.align === 'right' ? padding + paint(text) : paint(text) + padding;
  });
  const [first = '', ...below] = parts.join(GAP).trimEnd().split('\n');
  return [wrapLines(first.trimEnd(), look), ...below].join('\n');
}

function cut(text: string, width: number): string {
  return textWidth(text) <= width ? text : `${sliceToWidth(text, width - 1)}…`;
}
