import { describe, expect, it } from 'vitest';
import { candidates } from './candidate.js';
import { forBash } from './for-bash.js';
import { type ShellWord, splitShellWords } from './split-shell-words.js';

function lines(typed: string, replaced: string, values: readonly string[]): readonly string[] {
  const word = splitShellWords(typed).at(-1) as ShellWord;
  return forBash({ answer: candidates(values), word, replaced });
}

describe('forBash', () => {
  it.each<[string, string, string, readonly string[], readonly string[]]>([
    ['what begins with the word', 'b', 'b', ['blog', 'core'], ['blog']],
    ['only what is behind =', '--extension=b', 'b', ['--extension=blog'], ['blog']],
    ['all behind = itself', '--extension=', '', ['--extension=blog'], ['blog']],
    ['the @ that bash keeps', 'blog@2', '@2', ['blog@2026_a'], ['@2026_a']],
    ['what is behind a colon', 'a:b', 'b', ['a:bc'], ['bc']],
    ['the word inside open quotes', '"b', 'b', ['blog'], ['blog']],
    ['a space, quoted', 'my\\ ', 'my\\ ', ['my blog'], ['my\\ blog']],
    ['a space in open quotes', '"my b', 'my b', ['my b"log'], ['my b\\"log']],
    ['an apostrophe in open quotes', "'o", 'o', ["o'clock"], ["o'\\''clock"]],
    ['letters of any script', 'Ü', 'Ü', ['Übung'], ['Übung']],
    ['no space behind what goes on', 'co', 'co', ['core@'], ['\tnospace', 'core@']],
    ['the space behind what may be the end', '', '', ['head', 'core@'], ['head', 'core@']],
    ['nothing that would be two lines', '', '', ['a\nb'], []],
    ['nothing that would run', '', '', ['$(x)'], ['\\$\\(x\\)']],
  ])('gives %s', (_, typed, replaced, values, expected) => {
    expect(lines(typed, replaced, values)).toEqual(expected);
  });
});
