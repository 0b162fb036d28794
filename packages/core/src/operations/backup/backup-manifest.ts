import type { JsonObject } from '../../json/parse-json-object.js';
import { isJsonObject, parseJsonObject } from '../../json/parse-json-object.js';
import type { BackupContents } from './backup-contents.js';

/** Of manifests as this version writes them; a higher one is of a version that came later. */
export const MANIFEST_FORM = 1;

/** What a backup says of itself, in the JSON file beside it. */
export interface BackupManifest extends BackupContents {
  readonly form: number;
  readonly provider: string;
  readonly takenAt: Date;
  /** The database, without secrets. */
  readonly database: string;
  /** What tells that database from others, so that each keeps its own number of backups. */
  readonly place: string;
  /** Bytes of the file. */
  readonly size: number;
  /** Of the file. */
  readonly sha256: string;
  /** Versions, and what the file does not hold. */
  readonly details: Readonly<Record<string, string>>;
  /** When it was last restored and compared; null where never. */
  readonly verifiedAt: Date | null;
}

/** A manifest as text. */
export function renderManifest(manifest: BackupManifest): string {
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

/** The manifest that a text holds, the number of a form that this version does not know, or null for what is none. */
export function parseManifest(text: string): BackupManifest | number | null {
  const value = parseJsonObject(text);
  if (value === null || typeof value['form'] !== 'number') return null;
  if (value['form'] !== MANIFEST_FORM) return value['form'];
  if (!Object.entries(CHECKS).every(([key, check]) => check(value[key]))) return null;
  const { takenAt, verifiedAt } = value as { readonly takenAt: string; readonly verifiedAt: string | null };
  const times = { takenAt: new Date(takenAt), verifiedAt: verifiedAt === null ? null : new Date(verifiedAt) };
  return { ...(value as unknown as BackupManifest), ...times };
}

type Check = (value: unknown) => boolean;

const isText: Check = (value) => typeof value === 'string';
const isCount: Check = (value) => typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
/** As we write them: others, such as `2026`, are read by the clock of the machine, or by guessing. */
const isTime: Check = (value) =>
  typeof value === 'string' && !Number.isNaN(Date.parse(value)) && new Date(value).toISOString() === value;
const isTextOrNull: Check = (value) => value === null || isText(value);

const CHECKS: Readonly<Record<Exclude<keyof BackupManifest, 'form'>, Check>> = {
  provider: isText,
  takenAt: isTime,
  database: isText,
  place: isText,
  size: isCount,
  sha256: isText,
  details: (value) => isJsonObject(value) && Object.values(value).every(isText),
  verifiedAt: (value) => value === null || isTime(value),
  revisions: (value) => isJsonObject(value) && Object.values(value).every((each) => isListOf(each, isText)),
  catalog: (value) => isListOfObjects(value, { kind: isText, name: isText, sha256: isText }),
  orphans: (value) => value === null || isCount(value),
  tables: (value) => isListOfObjects(value, { table: isText, rows: isCount, checksum: isTextOrNull }),
};

function isListOf(value: unknown, check: Check): boolean {
  return Array.isArray(value) && value.every(check);
}

function isListOfObjects(value: unknown, checks: Readonly<Record<string, Check>>): boolean {
  const fits = (each: JsonObject): boolean => Object.entries(checks).every(([key, check]) => check(each[key]));
  return isListOf(value, (each) => isJsonObject(each) && fits(each));
}
