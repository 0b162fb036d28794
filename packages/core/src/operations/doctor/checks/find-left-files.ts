import path from 'node:path';
import { cacheFolder } from '../../../config/cache-folder.js';
import { readStats } from '../../../config/read-text-file.js';
import { rootRelative } from '../../../config/root-relative.js';
import type { Diagnosis } from '../../../diagnosis.js';
import { shellWord } from '../../../shell-word.js';
import { readLockFile } from '../../../workspace/lock-file.js';
import { LOCK_FILE } from '../../../workspace/lock-revisions.js';
import { listAbandoned } from '../../../workspace/temporary-path.js';
import type { Workspace } from '../../../workspace/workspace.js';
import { clientFolder } from '../../generate/client-folder.js';
import { isHalfWritten } from '../../generate/kept-outputs.js';
import { extensionFolder, findLeftovers } from '../../prisma/run-folder.js';
import type { DoctorContext } from '../doctor-context.js';

/** What killed runs left among the files of the workspace. */
export async function findLeftFiles({ open, located, root }: DoctorContext): Promise<readonly Diagnosis[]> {
  if (open === null) return [];
  const place = located?.driver.placeOf(located.target) ?? '';
  const folders = [...foldersOf(open.workspace), ...(path.isAbsolute(place) ? [path.dirname(place)] : [])];
  const files = [...new Set(folders)].flatMap(listAbandoned);
  return [...judgeFiles(root, files), ...judgeClient(root), ...judgeRuns(open.workspace), ...judgeLocks(root)];
}

/** Wherever files are first written aside. */
function foldersOf({ root, config, extensions }: Workspace): readonly string[] {
  const output = path.resolve(root, config.output);
  return [
    root,
    output,
    path.dirname(output),
    path.resolve(root, config.backup.location),
    path.resolve(root, config.extensionsDir),
    cacheFolder(root),
    clientFolder(root),
    ...extensions
      .filter(({ isInstalled }) => !isInstalled)
      .flatMap(({ directory, migrationsDirectory }) => [
        directory,
        migrationsDirectory,
        path.dirname(migrationsDirectory),
      ]),
  ];
}

function judgeFiles(root: string, files: readonly string[]): readonly Diagnosis[] {
  if (files.length === 0) {
    return [{ code: 'DOCTOR.LEFT_FILES', status: 'ok', message: 'no run has left a file half written', fix: null }];
  }
  const names = files.map((file) => rootRelative(root, file));
  return [
    {
      code: 'DOCTOR.LEFT_FILES',
      status: 'warning',
      message: `Killed runs left files that were not finished: ${names.join(', ')}.`,
      fix: `rm -r ${names.map(shellWord).join(' ')}`,
    },
  ];
}

function judgeClient(root: string): readonly Diagnosis[] {
  if (!isHalfWritten(clientFolder(root))) return [];
  return [
    {
      code: 'DOCTOR.HALF_CLIENT',
      status: 'error',
      message: 'A run was killed while it generated the client, which is half written.',
      fix: 'orchestrate generate',
    },
  ];
}

/** What Prisma has made in such a run may be without its revision.json; the next run for the extension completes it. */
function judgeRuns({ root, extensions }: Workspace): readonly Diagnosis[] {
  return extensions
    .filter(({ name }) => findLeftovers(extensionFolder(root, name)).length > 0)
    .map(({ name }) => ({
      code: 'DOCTOR.LEFT_RUNS',
      status: 'warning',
      message: `Prisma's command was killed while it ran for ${name}: what it has made may not be complete.`,
      fix: `orchestrate prisma ${name} -- version`,
    }));
}

/** A lock that a killed run left does not count, and goes with the next run. */
function judgeLocks(root: string): readonly Diagnosis[] {
  const locks = [path.join(root, LOCK_FILE), path.join(clientFolder(root), 'lock')].filter(
    (file) => readStats(file) !== null,
  );
  return locks.map((file): Diagnosis => {
    const holder = readLockFile(file);
    const name = rootRelative(root, file);
    if (holder === null) {
      const message = `${name} is of a run that is gone; it does not count, and the next run removes it`;
      return { code: 'DOCTOR.LOCK_FILE', status: 'ok', message, fix: null };
    }
    return {
      code: 'DOCTOR.LOCK_FILE',
      status: 'warning',
      message: `${holder.command ?? 'A run'} (process ${holder.pid ?? 'unknown'}, since ${holder.since?.toISOString() ?? 'an unknown time'}) holds ${name}; others wait for it.`,
      fix:
        holder.pid === null
          ? `If there is no such run: rm ${shellWord(name)}`
          : `Wait for it; if it hangs: kill ${holder.pid}`,
    };
  });
}
