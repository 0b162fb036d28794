import { isJsonObject } from '../../../json/parse-json-object.js';
import type { ObjectChanges } from './catalog-owners.js';
import type { ForeignEffect } from './foreign-effects.js';
import type { OwnCode } from './reach-of.js';

/** What a revision has done to something of another extension, and where. */
export interface PlacedEffect extends ForeignEffect {
  /** 1-based, of the statement in migration.sql; null where the script says so itself, or nothing tells. */
  readonly line: number | null;
}

/** What is kept of a revision from run to run. */
export interface KeptEffects extends ObjectChanges {
  readonly effects: readonly PlacedEffect[];
  /** What the database has after it that runs by itself; null where that was not looked up, as it says all that it does. */
  readonly code: OwnCode | null;
}

/** What was kept, by the key of a link; null for anything else. */
export function isKeptEffects(content: unknown): readonly (readonly [string, KeptEffects])[] | null {
  const isEntry = (value: unknown): boolean => {
    if (!Array.isArray(value) || value.length !== 2 || typeof value[0] !== 'string' || !isJsonObject(value[1]))
      return false;
    const { effects, made, gone, code } = value[1];
    if (code !== null && !['none', 'code', 'events'].includes(code as string)) return false;
    return isTexts(made) && isTexts(gone) && Array.isArray(effects) && effects.every(isEffect);
  };
  return Array.isArray(content) && content.every(isEntry) ? content : null;
}

function isEffect(value: unknown): boolean {
  if (!isJsonObject(value)) return false;
  const { line, table } = value;
  return (
    [value['change'], value['kind'], value['name'], value['owner']].every((each) => typeof each === 'string') &&
    (table === null || typeof table === 'string') &&
    (line === null || Number.isInteger(line))
  );
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((each) => typeof each === 'string');
}
