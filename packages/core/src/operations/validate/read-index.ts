import path from 'node:path';
import type { Environment } from '../../config/environment.js';
import { gitFailed } from '../run/git-errors.js';
import { callGit, callGitSync, type GitCall } from '../run/run-git.js';
import { type IndexEntry, parseSkipped, parseStatus } from './parse-status.js';

/** What git's index has, as far as the working tree does not show it. */
export interface GitIndex {
  /** The top of the repository, absolute. */
  readonly top: string;
  /** What is staged, absolute; deletions and former names too. */
  readonly staged: readonly string[];
  /** By path relative to the top, with `/`. */
  readonly differing: ReadonlyMap<string, IndexEntry>;
  /** The content of an entry of those that has an object. */
  readonly contentOf: (object: string) => string;
}

const STATUS = [
  'status',
  '--porcelain=v2',
  '-z',
  '--no-renames',
  '--untracked-files=normal',
  '--ignore-submodules=dirty',
];
const READ = ['cat-file', '--batch'];
const SKIPPED = ['ls-files', '-s', '-v', '-z'];

/**
 * Asks git in what the index differs from the working tree and from the last commit.
 *
 * @throws OrchestrateError `GIT.NOT_INSTALLED`, `GIT.FAILED`
 */
export async function readIndex(top: string, environment: Environment): Promise<GitIndex> {
  const call = { cwd: top, environment };
  const [status, files] = await Promise.all([callGit(STATUS, call), callGit(SKIPPED, call)]);
  const { staged, differing } = parseStatus(status.toString('utf8'));
  const skipped = parseSkipped(files);
  const all = skipped.size === 0 ? differing : new Map([...skipped, ...differing]);
  return {
    top,
    staged: staged.map((file) => path.join(top, file)),
    differing: all,
    contentOf: contentReader(await readContents(all, call), call),
  };
}

/** A fragment may have any name; one with an unusual one is read when it is asked for. */
function contentReader(contents: ReadonlyMap<string, string>, call: GitCall): GitIndex['contentOf'] {
  return (object) => contents.get(object) ?? callGitSync(['cat-file', 'blob', object], call).toString('utf8');
}

/** Whether a file is likely to be needed: what else differs may be any number of files of any size. */
function isLikely(file: string, { kind }: IndexEntry): boolean {
  return kind === 'link' || file.endsWith('.prisma') || /(^|\/)package\.json$/.test(file);
}

/** One process for all that will be needed. */
async function readContents(
  entries: ReadonlyMap<string, IndexEntry>,
  call: GitCall,
): Promise<ReadonlyMap<string, string>> {
  const files = new Map<string, string>();
  for (const [file, entry] of entries) if ('object' in entry && isLikely(file, entry)) files.set(entry.object, file);
  const contents = new Map<string, string>();
  if (files.size === 0) return contents;
  const output = await callGit(READ, { ...call, input: `${[...files.keys()].join('\n')}\n` });
  let at = 0;
  for (const [object, file] of files) {
    // OBJECT SP TYPE SP SIZE LF CONTENT LF, or OBJECT SP missing LF
    const end = output.indexOf('\n', at);
    const size = Number(output.toString('latin1', at, end).split(' ')[2]);
    if (!Number.isSafeInteger(size))
      throw gitFailed({ cwd: call.cwd, args: READ, said: `the staged content of ${file} is missing` });
    contents.set(object, output.toString('utf8', end + 1, end + 1 + size));
    at = end + 1 + size + 1;
  }
  return contents;
}
