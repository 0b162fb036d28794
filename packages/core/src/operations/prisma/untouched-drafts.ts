import { hash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { readTextFile } from '../../config/read-text-file.js';
import { rootRelative } from '../../config/root-relative.js';
import type { Driver } from '../../database/database.js';
import { isJsonObject, parseJsonObject } from '../../json/parse-json-object.js';
import { type FileChange, writeChanges } from '../../workspace/write-changes.js';
import { unwritable } from '../../workspace/write-durably.js';
import { blankDraft } from '../make-revision/blank-draft.js';
import { meaningOf } from './meaning-of.js';

/** Ways back that were drafted for scripts which are still to be edited. */
export interface DraftsOptions {
  /** The folder of the extension's runs. */
  readonly parent: string;
  /** The directories of the revisions, absolute. */
  readonly directories: readonly string[];
  readonly driver: Pick<Driver, 'readTokens'>;
}

const FILE = 'drafts.json';

/** Notes what was drafted for what, for {@link withdrawDrafts}. */
export async function noteDrafts({ parent, directories, driver }: DraftsOptions): Promise<void> {
  if (directories.length === 0) return;
  const noted = { ...readNotes(parent) };
  for (const directory of directories) {
    const scripts = readScripts(directory);
    if (scripts !== null) noted[directory] = await digestsOf(scripts, driver);
  }
  writeNotes(parent, noted);
}

/**
 * Puts a reminder into the place of each draft that was made for another script than the one that is there now: it would
 * take back what is not done any more, and nobody would see that. What was edited itself stays.
 *
 * @returns the files that were written, relative to the root
 */
export async function withdrawDrafts({
  parent,
  driver,
  root,
}: Pick<DraftsOptions, 'parent' | 'driver'> & { readonly root: string }): Promise<readonly string[]> {
  const kept: Record<string, unknown> = {};
  const changes: FileChange[] = [];
  for (const [directory, was] of Object.entries(readNotes(parent))) {
    const scripts = readScripts(directory);
    if (scripts === null) continue;
    const is = await digestsOf(scripts, driver);
    if (!isJsonObject(was) || was['down'] !== is.down) continue;
    if (was['up'] === is.up) kept[directory] = was;
    else {
      const after = blankDraft(path.basename(directory)).down;
      changes.push({ file: path.join(directory, 'down.sql'), before: scripts.down, after });
    }
  }
  writeChanges(changes);
  writeNotes(parent, kept);
  return changes.map(({ file }) => rootRelative(root, file));
}

/** Whether there is anything to withdraw or to keep. */
export function hasNotedDrafts(parent: string): boolean {
  return Object.keys(readNotes(parent)).length > 0;
}

interface Scripts {
  readonly up: string;
  readonly down: string;
}

function readScripts(directory: string): Scripts | null {
  const up = readTextFile(path.join(directory, 'migration.sql'));
  const down = readTextFile(path.join(directory, 'down.sql'));
  return up === null || down === null ? null : { up, down };
}

async function digestsOf({ up, down }: Scripts, driver: Pick<Driver, 'readTokens'>): Promise<Scripts> {
  return { up: hash('sha256', await meaningOf(up, driver)), down: hash('sha256', down) };
}

function readNotes(parent: string): Readonly<Record<string, unknown>> {
  return parseJsonObject(readTextFile(path.join(parent, FILE)) ?? '') ?? {};
}

function writeNotes(parent: string, noted: Readonly<Record<string, unknown>>): void {
  const file = path.join(parent, FILE);
  try {
    mkdirSync(parent, { recursive: true });
    writeFileSync(file, JSON.stringify(noted));
  } catch (error) {
    throw unwritable(file, error);
  }
}
