import type { CatalogEntry } from '../../database/database.js';
import type { Finding, SourcePosition } from '../../findings.js';
import { isJsonObject } from '../../json/parse-json-object.js';
import type { Draft } from '../make-revision/draft-scripts.js';
import type { ReplayedEntity } from '../run/replay.js';

/** What came of drafting a revision. */
export type DraftOutcome =
  | { readonly kind: 'none' }
  | { readonly kind: 'pending'; readonly draft: PendingDraft }
  /** Something of the fragments or the revisions keeps it from being drafted. */
  | { readonly kind: 'refused'; readonly code: string; readonly message: string; readonly fix: string };

/** What of a draft is shown. */
export type PendingDraft = Pick<Draft, 'up' | 'down' | 'destructive' | 'reversible'>;

type Shape<Value> = (value: unknown) => value is Value;

/** A list of what has the shape; null for anything else. */
export function listOf<Value>(isValue: Shape<Value>): (content: unknown) => readonly Value[] | null {
  return (content) => (Array.isArray(content) && content.every(isValue) ? content : null);
}

/** A pair of what has the shapes. */
export function isPairOf<First, Second>(isFirst: Shape<First>, isSecond: Shape<Second>) {
  return (value: unknown): value is readonly [First, Second] =>
    Array.isArray(value) && value.length === 2 && isFirst(value[0]) && isSecond(value[1]);
}

export function isText(value: unknown): value is string {
  return typeof value === 'string';
}

export function isFindings(value: unknown): value is readonly Finding[] {
  return Array.isArray(value) && value.every(isFinding);
}

export function isReplayedEntity(value: unknown): value is ReplayedEntity {
  return (
    isJsonObject(value) && ['table', 'enum'].includes(value['kind'] as string) && hasTexts(value, 'name', 'creator')
  );
}

export function isDraftOutcome(value: unknown): value is DraftOutcome {
  if (!isJsonObject(value)) return false;
  if (value['kind'] === 'none') return true;
  if (value['kind'] === 'refused') return hasTexts(value, 'code', 'message', 'fix');
  const draft = value['draft'];
  if (value['kind'] !== 'pending' || !isJsonObject(draft)) return false;
  const steps = draft['destructive'];
  return (
    hasTexts(draft, 'up', 'down') &&
    typeof draft['reversible'] === 'boolean' &&
    Array.isArray(steps) &&
    steps.every((step) => isJsonObject(step) && hasTexts(step, 'kind', 'table', 'message'))
  );
}

function isFinding(value: unknown): value is Finding {
  return (
    isJsonObject(value) &&
    hasTexts(value, 'code', 'message', 'fix') &&
    ['error', 'warning', 'notice'].includes(value['severity'] as string) &&
    (value['extension'] === null || isText(value['extension'])) &&
    (value['where'] === null || isPosition(value['where'])) &&
    Array.isArray(value['related']) &&
    value['related'].length === 0
  );
}

function isPosition(value: unknown): value is SourcePosition {
  return isJsonObject(value) && hasTexts(value, 'file') && isCount(value['line']) && isCount(value['column']);
}

function isCount(value: unknown): value is number {
  return Number.isInteger(value);
}

function hasTexts(value: Readonly<Record<string, unknown>>, ...keys: readonly string[]): boolean {
  return keys.every((key) => isText(value[key]));
}

export function isCatalogEntry(value: unknown): value is CatalogEntry {
  if (!isJsonObject(value) || !hasTexts(value, 'kind', 'name', 'definition')) return false;
  return value['table'] === undefined || isText(value['table']);
}
