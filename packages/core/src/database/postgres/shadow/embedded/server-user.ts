import { execFileSync, spawnSync } from 'node:child_process';
import { noServerUser } from './embedded-errors.js';

/** The user that a server runs as, where that is not ours. */
export interface ServerUser {
  readonly uid: number;
  readonly gid: number;
}

const CANDIDATES = ['postgres', 'nobody'];

/**
 * PostgreSQL refuses to run as root: then it runs as the first user that exists and can reach its programs.
 *
 * @returns null where it can run as we do
 * @throws OrchestrateError `SHADOW.EMBEDDED_ROOT`
 */
export function findServerUser(binary: string): ServerUser | null {
  if (process.getuid?.() !== 0) return null;
  for (const name of CANDIDATES) {
    const user = readUser(name);
    // Missing libraries are no matter here: what counts is that the file could be started at all.
    if (user !== null && spawnSync(binary, ['--version'], { ...user, cwd: '/' }).error === undefined) return user;
  }
  throw noServerUser(CANDIDATES, binary);
}

function readUser(name: string): ServerUser | null {
  try {
    const [uid, gid] = ['-u', '-g'].map((flag) => Number(execFileSync('id', [flag, name], { stdio: 'pipe' })));
    return uid === undefined || gid === undefined || uid === 0 ? null : { uid, gid };
  } catch {
    return null;
  }
}
