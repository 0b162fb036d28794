import { homedir } from 'node:os';
import path from 'node:path';

/** Where this user's programs keep what they can make again. */
export function cacheFolder(): string {
  return path.join(cacheRoot(), 'prisma-orchestrate');
}

function cacheRoot(): string {
  const { XDG_CACHE_HOME, LOCALAPPDATA } = process.env as Readonly<Record<string, string | undefined>>;
  // The XDG specification: a relative path is to be ignored.
  if (XDG_CACHE_HOME !== undefined && path.isAbsolute(XDG_CACHE_HOME)) return XDG_CACHE_HOME;
  if (process.platform === 'win32' && LOCALAPPDATA !== undefined) return LOCALAPPDATA;
  return process.platform === 'darwin' ? path.join(homedir(), 'Library', 'Caches') : path.join(homedir(), '.cache');
}
