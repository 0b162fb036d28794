import { compareCodeUnits } from '../compare.js';

/** How much worse than the best one a name may fit and still be worth a mention. */
const MARGIN = 2;

/** What was asked for and what there is. */
export interface ClosestNamesOptions {
  readonly wanted: string;
  readonly names: Iterable<string>;
  readonly limit?: number;
}

/** The names that a typing mistake could have meant, best first; those that contain what was asked for come first. */
export function closestNames({ wanted, names, limit = 3 }: ClosestNamesOptions): readonly string[] {
  const asked = wanted.toLowerCase();
  const tolerance = Math.max(2, Math.floor(asked.length / 3));
  const ranked: { name: string; distance: number }[] = [];
  for (const name of new Set(names)) {
    const candidate = name.toLowerCase();
    const distance = asked !== '' && candidate.includes(asked) ? 0 : editDistance(asked, candidate, tolerance);
    if (distance <= tolerance) ranked.push({ name, distance });
  }
  ranked.sort((left, right) => left.distance - right.distance || compareCodeUnits(left.name, right.name));
  const best = ranked[0]?.distance ?? 0;
  return ranked
    .filter(({ distance }) => distance <= best + MARGIN)
    .slice(0, limit)
    .map(({ name }) => name);
}

/** The question that proposes them; null where nothing comes near. */
export function didYouMean(options: ClosestNamesOptions): string | null {
  const near = closestNames(options);
  return near.length === 0 ? null : `Did you mean ${near.join(' or ')}?`;
}

/** Levenshtein distance; anything above `tolerance` is answered with some number above it. */
function editDistance(left: string, right: string, tolerance: number): number {
  if (Math.abs(left.length - right.length) > tolerance) return tolerance + 1;
  let previous = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let row = 1; row <= left.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= right.length; column += 1) {
      const substituted = at(previous, column - 1) + (left[row - 1] === right[column - 1] ? 0 : 1);
      current.push(Math.min(substituted, at(previous, column) + 1, at(current, column - 1) + 1));
    }
    if (Math.min(...current) > tolerance) return tolerance + 1;
    previous = current;
  }
  return at(previous, right.length);
}

function at(values: readonly number[], index: number): number {
  return values[index] ?? Number.POSITIVE_INFINITY;
}
