import { isJsonObject } from '../../../json/parse-json-object.js';
import { isText } from '../../check/kept-shapes.js';
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

/** Whether something is what was kept of a revision. */
export function isKeptEffects(value: unknown): value is KeptEffects {
  if (!isJsonObject(value)) return false;
  const { effects, made, gone, code } = value;
  if (code !== null && !['none', 'code', 'events'].includes(code as string)) return false;
  return isTexts(made) && isTexts(gone) && Array.isArray(effects) && effects.every(isEffect);
}

function isEffect(value: unknown): boolean {
  if (!isJsonObject(value)) return false;
  const { line, table } = value;
  return (
    [value['change'], value['kind'], value['name'], value['owner']].every(isText) &&
    (table === null || isText(table)) &&
    (line === null || Number.isInteger(line))
  );
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every(isText);
}
