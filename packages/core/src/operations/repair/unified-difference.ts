import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runGit } from './run-git.js';

const DIFFER = 1;

/** The hunks that lead from one text to the other, as git shows them; null where it cannot. */
export async function unifiedDifference(before: string, after: string): Promise<string | null> {
  const directory = await mkdtemp(path.join(tmpdir(), 'orchestrate-repair-'));
  try {
    await writeFile(path.join(directory, 'before'), before);
    await writeFile(path.join(directory, 'after'), after);
    const options = ['--no-index', '--no-ext-diff', '--no-textconv', '--no-color', '--text', '--ignore-cr-at-eol'];
    const shown = await runGit(directory, ['diff', ...options, '--', 'before', 'after'], [DIFFER]);
    const start = shown?.search(/^@@ /m) ?? -1;
    return shown === null || start < 0 ? null : shown.slice(start);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
