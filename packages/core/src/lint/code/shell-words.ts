/** A word of a command line: what it comes to, and where it begins. */
export interface ShellWord {
  readonly text: string;
  readonly offset: number;
}

const OPERATOR = /[;&|()\n`]/;

/**
 * The commands of a command line or a small shell script, each as its words with quotes taken away. `&&`, `||`, `;`,
 * pipes, lines and substitutions separate them. What is not terminated runs to the end.
 */
export function shellCommands(line: string): readonly (readonly ShellWord[])[] {
  const commands: (readonly ShellWord[])[] = [];
  let words: ShellWord[] = [];
  let word: { text: string; offset: number } | null = null;
  const endWord = (): void => {
    if (word !== null) words.push(word);
    word = null;
  };
  const endCommand = (): void => {
    endWord();
    if (words.length > 0) commands.push(words);
    words = [];
  };
  for (let at = 0; at < line.length; at += 1) {
    const char = line.charAt(at);
    if (char === '\\') {
      at += 1;
      const next = line.charAt(at);
      // A line that goes on.
      if (next === '\n' || next === '\r') {
        if (next === '\r' && line.charAt(at + 1) === '\n') at += 1;
        endWord();
        continue;
      }
      word ??= { text: '', offset: at - 1 };
      // The path of Windows: `node_modules\.bin\prisma`.
      word.text += next === '.' || /\w/.test(next) ? `/${next}` : next;
    } else if (char === "'" || char === '"') {
      const end = closingQuote(line, at);
      word ??= { text: '', offset: at };
      word.text += line.slice(at + 1, end).replaceAll(/\\(["\\$`])/g, '$1');
      at = end;
    } else if (char === '#' && word === null) {
      const end = line.indexOf('\n', at);
      at = end < 0 ? line.length : end - 1;
    } else if (OPERATOR.test(char)) {
      if (word?.text === '$') word = null;
      endCommand();
    } else if (/\s/.test(char)) endWord();
    else {
      word ??= { text: '', offset: at };
      word.text += char;
    }
  }
  endCommand();
  return commands;
}

function closingQuote(line: string, open: number): number {
  const quote = line.charAt(open);
  for (let at = open + 1; at < line.length; at += 1) {
    if (line.charAt(at) === '\\' && quote === '"') at += 1;
    else if (line.charAt(at) === quote) return at;
  }
  return line.length;
}
