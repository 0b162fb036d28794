import { hash } from 'node:crypto';
import { mkdirSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { cacheFolder } from '../../config/cache-folder.js';
import { unwritable } from '../../workspace/write-durably.js';

/** Of a workspace of its own, where several share their packages through a symbolic link. */
export function clientSlot(root: string): string {
  return `client-${hash('sha256', realpathSync.native(root)).slice(0, 12)}`;
}

/** Where a run that generates keeps its lock and what the outputs held before. */
export function clientFolder(root: string): string {
  return path.join(cacheFolder(root), clientSlot(root));
}

export function makeClientFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw unwritable(folder, error);
  }
}
