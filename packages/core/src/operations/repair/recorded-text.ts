import path from 'node:path';
import type { Environment } from '../../config/environment.js';
import { OrchestrateError } from '../../errors.js';
import { matchesChecksum } from '../../revisions/checksum.js';
import { type GitCall, runGit } from '../run/run-git.js';

/** A text that a history has the checksum of. */
export interface RecordedText {
  readonly text: string;
  /** Where it was found: `commit 1a2b3c4`, `the index`. */
  readonly source: string;
}

/** Where git is asked, and what it finds in its environment. */
type Place = Pick<GitCall, 'cwd' | 'environment'>;

interface Candidate {
  readonly blob: string;
  readonly source: string;
}

const MAX_COMMITS = 500;
const TIMEOUT_MS = 10_000;
const NO_BLOB = /^0+$/;

/**
 * The text that a file had when it was applied, from version control: a history has its checksum only. Looks at what git
 * knows of the file, its newest versions first, and of what it was renamed from. Null where there is no git, no
 * repository, or no such version.
 */
export async function findRecordedText(
  file: string,
  { recorded, environment }: { readonly recorded: string; readonly environment: Environment },
): Promise<RecordedText | null> {
  const place: Place = { cwd: path.dirname(file), environment };
  const name = path.basename(file);
  const seen = new Set<string>();
  for (const list of [committed, indexed, followed]) {
    for (const { blob, source } of await list(place, name)) {
      if (seen.has(blob) || NO_BLOB.test(blob)) continue;
      seen.add(blob);
      const text = await askGit(place, ['cat-file', 'blob', blob]);
      if (text !== null && matchesChecksum({ sql: text, recorded })) return { text, source };
    }
  }
  return null;
}

async function indexed(place: Place, name: string): Promise<readonly Candidate[]> {
  const listed = (await askGit(place, ['ls-files', '--stage', '--', name])) ?? '';
  return [...listed.matchAll(/^\d+ ([0-9a-f]+) /gm)].map(([, blob = '']) => ({ blob, source: 'the index' }));
}

function committed(place: Place, name: string): Promise<readonly Candidate[]> {
  return logged(place, ['--all', '--', name]);
}

function followed(place: Place, name: string): Promise<readonly Candidate[]> {
  return logged(place, ['--follow', '--', name]);
}

async function logged(place: Place, selection: readonly string[]): Promise<readonly Candidate[]> {
  const options = ['--format=commit %h', '--raw', '--no-abbrev', `--max-count=${MAX_COMMITS}`];
  const log = (await askGit(place, ['log', ...options, ...selection])) ?? '';
  const candidates: Candidate[] = [];
  let source = '';
  for (const line of log.split('\n')) {
    if (line.startsWith('commit ')) source = line;
    const [, blob] = /^:\d+ \d+ [0-9a-f]+ ([0-9a-f]+) /.exec(line) ?? [];
    if (blob !== undefined) candidates.push({ blob, source });
  }
  return candidates;
}

/** Null where there is no git, or it fails: what it knows is a help to people here, and nothing depends on it. */
async function askGit(place: Place, args: readonly string[]): Promise<string | null> {
  try {
    const { hasFailed, output } = await runGit(args, { ...place, timeoutMs: TIMEOUT_MS });
    return hasFailed ? null : output.toString('utf8');
  } catch (error) {
    if (error instanceof OrchestrateError) return null;
    throw error;
  }
}
