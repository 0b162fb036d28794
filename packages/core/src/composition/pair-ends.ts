import type { RelationEnd } from './relation-end.js';

/** Two ends that Prisma reads as one relation, as the sides stand in the text. */
export interface RelationPair {
  readonly ends: readonly RelationEnd[];
}

/** Pairs the ends of every relation by the two models and its name, as Prisma does. */
export function pairEnds(ends: readonly RelationEnd[]): readonly RelationPair[] {
  const pairs = new Map<string, RelationEnd[]>();
  for (const end of ends) {
    const [first, second] = end.model.name < end.target.name ? [end.model, end.target] : [end.target, end.model];
    const key = `${first.name}\n${second.name}\n${end.name ?? ''}`;
    const pair = pairs.get(key);
    if (pair === undefined) pairs.set(key, [end]);
    else pair.push(end);
  }
  return [...pairs.values()].map((pair) => ({ ends: pair }));
}
