import type { CatalogDifference } from '../../database/catalog-differences.js';

/** How a difference is told of what only one side has. */
export interface DifferenceWords {
  readonly onlyLeft: string;
  readonly onlyRight: string;
}

const MAX_LINES = 8;

/** One object that differs, with the lines of its description that do; `-` marks those of the left side. */
export function describeDifference(
  { kind, name, left, right }: CatalogDifference,
  { onlyLeft, onlyRight }: DifferenceWords,
): string {
  if (right === null) return `${kind} ${name} ${onlyLeft}`;
  if (left === null) return `${kind} ${name} ${onlyRight}`;
  const [leftLines, rightLines] = [left.split('\n'), right.split('\n')];
  const lines = [
    ...leftLines.filter((line) => !rightLines.includes(line)).map((line) => `  - ${line}`),
    ...rightLines.filter((line) => !leftLines.includes(line)).map((line) => `  + ${line}`),
  ];
  const more = lines.length - MAX_LINES;
  const shown = more > 0 ? [...lines.slice(0, MAX_LINES), `  … ${more} more`] : lines;
  return [`${kind} ${name}:`, ...shown].join('\n');
}

/** Several of them, one below the other; what hangs on a table that only one side has goes without saying. */
export function describeDifferences(differences: readonly CatalogDifference[], words: DifferenceWords): string {
  const whole = differences.filter(({ kind, left, right }) => kind === 'table' && (left === null || right === null));
  const tables = new Set(whole.map(({ table }) => table));
  return differences
    .filter(
      (difference) => whole.includes(difference) || difference.table === undefined || !tables.has(difference.table),
    )
    .map((difference) => describeDifference(difference, words))
    .join('\n');
}
