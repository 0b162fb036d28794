import type { RelatedPlace } from '../findings.js';
import { groupBy } from '../group-by.js';
import { byOrder } from './dependencies.js';
import { type Place, relatedPlace } from './fragment.js';

/** Something with a name that only one extension can have. */
export interface Claim {
  readonly place: Place;
  /** `model Post`, as a finding calls it. */
  label(): string;
}

/**
 * The claims on one name by more than one extension, each group sorted by dependency order: the first keeps the name,
 * the others must change. What one extension claims twice is for Prisma to report.
 */
export function contested<Kind extends Claim>(
  claims: Iterable<Kind>,
  { keyOf, order }: { readonly keyOf: (claim: Kind) => string; readonly order: readonly string[] },
): readonly (readonly Kind[])[] {
  const found: Kind[][] = [];
  for (const group of groupBy(claims, keyOf).values()) if (hasSeveralOwners(group)) found.push([...group]);
  const compare = byOrder(order);
  for (const group of found) group.sort((left, right) => compare(left.place, right.place));
  return found;
}

function hasSeveralOwners([first, ...others]: readonly Claim[]): boolean {
  return others.some(({ place }) => place.file.extension !== first?.place.file.extension);
}

/** The claims that must give way: those of later extensions. */
export function laterClaims<Kind extends Claim>(group: readonly Kind[]): readonly [Kind, ...Kind[]] {
  const owner = group[0]?.place.file.extension;
  return group.filter(({ place }) => place.file.extension !== owner) as unknown as readonly [Kind, ...Kind[]];
}

/** Every claim with its place. */
export function relatedClaims(group: readonly Claim[]): readonly RelatedPlace[] {
  return group.map((claim) => relatedPlace(claim.place, `${claim.label()} of ${claim.place.file.extension}`));
}

/** `blog and shop`, `blog, shop and news`. */
export function ownersOf(group: readonly Claim[]): string {
  const owners = [...new Set(group.map(({ place }) => place.file.extension))];
  return `${owners.slice(0, -1).join(', ')} and ${owners.at(-1)}`;
}
