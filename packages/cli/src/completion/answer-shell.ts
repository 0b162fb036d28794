import { homedir } from 'node:os';
import { resolve } from 'node:path';
import type { ExtensionNames } from '@prisma-orchestrate/core';
import { allCommands, commandsFor } from '../commands/command-definitions.js';
import type { Host } from '../host.js';
import { completeLine, type NamesWanted } from './complete-line.js';
import { forBash } from './for-bash.js';
import { forListingShell } from './for-listing-shell.js';
import { commandWord } from './line-so-far.js';
import { splitShellWords } from './split-shell-words.js';

/**
 * Answers a script of {@link completionScript}: the ways to go on, a line each.
 *
 * @param args `bash`, the line up to the cursor and what bash will replace of it; or `zsh` or `fish` and the words, the
 * last one that under the cursor
 */
export async function answerShell(
  [shell = '', ...words]: readonly string[],
  host: Pick<Host, 'cwd' | 'env'>,
): Promise<string> {
  const lines = shell === 'bash' ? await answerBash(words, host) : await answerListingShell(words, host);
  return lines.map((line) => `${line}\n`).join('');
}

async function answerBash([line = '', replaced = '']: readonly string[], host: Pick<Host, 'cwd' | 'env'>) {
  const split = splitShellWords(line);
  const word = split.at(-1) ?? { raw: '', text: '', quote: null };
  const before = split.slice(0, -1).map(({ text }) => text);
  // `DEBUG=1 orchestrate …`
  const program = before.findIndex((text) => !/^\w+=/.test(text));
  const answer = await completeFor(before.slice(program + 1), word.text, host);
  return forBash({ answer, word, replaced });
}

async function answerListingShell(words: readonly string[], host: Pick<Host, 'cwd' | 'env'>) {
  // They take quotes away, but fish not that of the word under the cursor.
  const current = (words.at(-1) ?? '').replace(/^["']/, '');
  return forListingShell(await completeFor(words.slice(0, -1), current, host));
}

async function completeFor(words: readonly string[], current: string, host: Pick<Host, 'cwd' | 'env'>) {
  const name = commandWord(words);
  const [command = null] = name === null ? [] : (await commandsFor([name])).filter((each) => each.name === name);
  return completeLine({ words, current, command, commands: allCommands, names: namesIn(host) });
}

function namesIn(host: Pick<Host, 'cwd' | 'env'>) {
  return async ({ cwd = '.', config, models }: NamesWanted): Promise<readonly ExtensionNames[]> => {
    const { names } = await import('@prisma-orchestrate/core/operations/names');
    const directory = resolve(host.cwd(), withHome(cwd));
    const configPath = config === undefined ? undefined : resolve(directory, withHome(config));
    return (await names({ cwd: directory, configPath, models, environment: host.env })).extensions;
  };
}

/** Shells hand over the words of an unfinished line as they are typed. */
function withHome(path: string): string {
  return path === '~' || path.startsWith('~/') ? homedir() + path.slice(1) : path;
}
