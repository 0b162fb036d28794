import type { RevisionManifest } from './revision-manifest.js';

type Json = Readonly<Record<string, unknown>>;

const NAME = /^[^/\\]+$/;
const REFERENCE = /^[^/\\]+\/[^/\\]+$/;
const MAX_LENGTH = 65_536;

const CHECKS: Readonly<Record<string, (value: unknown) => boolean>> = {
  $schema: isString,
  message: isString,
  parent: (value) => value === null || isName(value) || (isListOf(value, isName) && value.length > 0),
  requires: (value) => isListOf(value, isReference),
  transactional: (value) => typeof value === 'boolean',
  adopts: (value) => isListOf(value, (element) => isString(element) && element !== ''),
  replaces: (value) => isListOf(value, isReference),
  foldedBefore: (value) => isListOf(value, isReference),
};
const KEYS = Object.keys(CHECKS);

/**
 * Reads a revision.json that has nothing unusual about it, without the schema library, whose import takes longer than
 * reading a thousand of them.
 *
 * @returns null for anything else: `parseRevisionManifest` then says what is wrong, if anything is
 */
export function readPlainManifest(text: string): RevisionManifest | null {
  if (text.length > MAX_LENGTH) return null;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  for (const [key, member] of Object.entries(value)) {
    if (!Object.hasOwn(CHECKS, key) || CHECKS[key]?.(member) !== true) return null;
  }
  const { message, parent, requires } = value as Json;
  if (message === undefined || parent === undefined || requires === undefined) return null;
  if (KEYS.some((key) => text.indexOf(`"${key}"`) !== text.lastIndexOf(`"${key}"`)) || text.includes('\\u'))
    return null;
  return value as RevisionManifest;
}

function isString(value: unknown): value is string {
  return typeof value === 'string';
}

function isName(value: unknown): value is string {
  return isString(value) && NAME.test(value);
}

function isReference(value: unknown): value is string {
  return isString(value) && REFERENCE.test(value);
}

function isListOf(value: unknown, holds: (element: unknown) => boolean): value is readonly unknown[] {
  return Array.isArray(value) && value.every(holds);
}
