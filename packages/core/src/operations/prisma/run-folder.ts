import { hash, randomUUID } from 'node:crypto';
import { mkdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { cacheFolder } from '../../config/cache-folder.js';
import { readDirectory, readTextFile } from '../../config/read-text-file.js';
import { fateOf, ownClaim, type ProcessClaim } from '../../database/process-claim.js';
import { isJsonObject, parseJsonObject } from '../../json/parse-json-object.js';
import { makeScratchDirectory } from '../../workspace/scratch-directory.js';
import { unwritable } from '../../workspace/write-durably.js';

/** The folder of one run, in which nobody else works. */
export interface RunFolder extends Disposable {
  /** Absolute. */
  readonly directory: string;
  write(name: string, text: string, mode?: number): void;
}

/** What a run that was killed has left. */
export interface Leftover {
  readonly directory: string;
  /** The revisions that the extension had before it. */
  readonly revisions: readonly string[];
}

const CLAIM = 'run.json';

/** Where what is kept of an extension's runs is. */
export function extensionFolder(root: string, extension: string): string {
  const slot = hash('sha256', realpathSync.native(root)).slice(0, 8);
  return path.join(cacheFolder(root), `prisma-${slot}`, extension);
}

/**
 * Makes a folder for one run; it goes when that is disposed of. Where the workspace takes none, as in a container whose
 * files are read-only, it is among the temporary files of the system, for this user alone.
 *
 * @param revisions those that the extension has, for whoever comes after this run was killed
 * @throws OrchestrateError `FILE.UNWRITABLE`
 */
export function makeRunFolder(parent: string, revisions: readonly string[]): RunFolder {
  const directory = makeDirectory(path.join(parent, `run-${randomUUID().slice(0, 8)}`));
  const write = (name: string, text: string, mode = 0o666): void => {
    const file = path.join(directory, name);
    try {
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, text, { mode });
    } catch (error) {
      throw unwritable(file, error);
    }
  };
  try {
    write(CLAIM, JSON.stringify({ claim: ownClaim(), revisions }));
  } catch (error) {
    // Without its claim nobody would ever take it for left.
    removeRunFolder(directory);
    throw error;
  }
  return { directory, write, [Symbol.dispose]: () => removeRunFolder(directory) };
}

function makeDirectory(wanted: string): string {
  try {
    mkdirSync(wanted, { recursive: true });
    return wanted;
  } catch {
    return makeScratchDirectory('orchestrate-prisma-');
  }
}

/** What runs of an extension have left whose process is gone. */
export function findLeftovers(parent: string): readonly Leftover[] {
  return (readDirectory(parent) ?? []).flatMap(({ name }) => {
    if (!name.startsWith('run-')) return [];
    const directory = path.join(parent, name);
    const { claim, revisions } = parseJsonObject(readTextFile(path.join(directory, CLAIM)) ?? '') ?? {};
    // Without it the folder has just been made, or nothing was done in it.
    if (!isClaim(claim) || !Array.isArray(revisions) || fateOf(claim) !== 'gone') return [];
    return [{ directory, revisions: revisions.filter((each) => typeof each === 'string') }];
  });
}

/** That it cannot be removed harms nobody: the next run tries again. */
export function removeRunFolder(directory: string): void {
  try {
    rmSync(directory, { recursive: true, force: true });
  } catch {
    // It is below node_modules/.cache.
  }
}

function isClaim(value: unknown): value is ProcessClaim {
  return (
    isJsonObject(value) &&
    typeof value['host'] === 'string' &&
    typeof value['pid'] === 'number' &&
    typeof value['start'] === 'string'
  );
}
