import { groupBy } from '../group-by.js';
import type { RelationEnd } from './relation-end.js';

/** Two ends that Prisma reads as one relation, as the sides stand in the text. */
export interface RelationPair {
  readonly ends: readonly RelationEnd[];
}

/** Pairs the ends of every relation by the two models and its name, as Prisma does. */
export function pairEnds(ends: readonly RelationEnd[]): readonly RelationPair[] {
  const pairs = groupBy(ends, ({ model, target, name }) => {
    const [first, second] = model.name < target.name ? [model.name, target.name] : [target.name, model.name];
    return `${first}\n${second}\n${name ?? ''}`;
  });
  return [...pairs.values()].map((pair) => ({ ends: pair }));
}
