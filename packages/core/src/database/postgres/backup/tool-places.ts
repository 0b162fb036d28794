import { readdirSync } from 'node:fs';
import path from 'node:path';
import { compareCodeUnits } from '../../../compare.js';

/**
 * Where packages put the programs of PostgreSQL apart from PATH; a star stands for the versions that are there. In this
 * order: Debian, RPM, SUSE, Alpine, Homebrew (on Apple silicon, Intel and Linux), Postgres.app, EDB.
 */
const PLACES: readonly string[] =
  process.platform === 'win32'
    ? ['C:\\Program Files\\PostgreSQL\\*\\bin']
    : [
        '/usr/lib/postgresql/*/bin',
        '/usr/pgsql-*/bin',
        '/usr/lib/postgresql*/bin',
        '/usr/libexec/postgresql*',
        ...['/opt/homebrew', '/usr/local', '/home/linuxbrew/.linuxbrew'].flatMap((brew) => [
          `${brew}/opt/postgresql@*/bin`,
          `${brew}/opt/libpq*/bin`,
        ]),
        '/Applications/Postgres.app/Contents/Versions/*/bin',
        '/Library/PostgreSQL/*/bin',
        '/opt/PostgreSQL/*/bin',
      ];

/** The folders of PATH. */
export function foldersOfPath(): readonly string[] {
  // An empty entry is the current directory, which no program is started from.
  return [...new Set((process.env['PATH'] ?? '').split(path.delimiter).filter((folder) => folder !== ''))];
}

/** The folders that the known packages use, as far as they are there, newest version first. */
export function foldersOfPackages(): readonly string[] {
  return [...new Set(PLACES.flatMap(expand))];
}

function expand(pattern: string): readonly string[] {
  const parts = pattern.split(path.sep);
  const at = parts.findIndex((part) => part.includes('*'));
  const [before = '', after = ''] = (parts[at] ?? '').split('*');
  const parent = parts.slice(0, at).join(path.sep);
  return namesIn(parent)
    .filter((name) => name.startsWith(before) && name.endsWith(after))
    .sort(
      (left, right) =>
        Number.parseFloat(right.slice(before.length)) - Number.parseFloat(left.slice(before.length)) ||
        compareCodeUnits(left, right),
    )
    .map((name) => path.join(parent, name, ...parts.slice(at + 1)));
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    // Not there, or not for us to see: then nothing can be started from it either.
    return [];
  }
}
