import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { repositoryRoot } from './repository.js';

/** A file that shows people how to call the command. */
export interface DocumentedFile {
  /** Relative to the repository. */
  readonly path: string;
  readonly text: string;
}

/** A block of code in a page. */
export interface CodeBlock {
  readonly language: string;
  readonly text: string;
  /** From 1, of its first line. */
  readonly line: number;
}

/** A call of `orchestrate` that somebody may copy. */
export interface DocumentedCommand {
  /** What comes after `orchestrate`. */
  readonly args: readonly string[];
  /** Whether it only names a command in a sentence, and may leave out what the command needs. */
  readonly isMention: boolean;
  /** Where it was found, for messages. */
  readonly where: string;
}

/** Every page of documentation, and what else is meant to be copied. */
export function readDocumentedFiles(): readonly DocumentedFile[] {
  const pages = readdirSync(join(repositoryRoot, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name));
  const extensions = readdirSync(join(repositoryRoot, 'extensions')).flatMap((name) =>
    readdirSync(join(repositoryRoot, 'extensions', name))
      .filter((file) => file === 'package.json' || file.endsWith('.md'))
      .map((file) => join('extensions', name, file)),
  );
  return ['README.md', 'CONTRIBUTING.md', 'ARCHITECTURE.md', 'package.json', '.pre-commit-hooks.yaml']
    .concat(pages, extensions)
    .map((path) => ({ path, text: readFileSync(join(repositoryRoot, path), 'utf8') }));
}

/** The blocks of code in a page; a file that is no page is one block. */
export function codeBlocks({ path, text }: DocumentedFile): readonly CodeBlock[] {
  if (path.endsWith('.json')) return [{ language: 'json', text, line: 1 }];
  if (path.endsWith('.yaml')) return [{ language: 'yaml', text, line: 1 }];
  return [...text.matchAll(/^( *)```(\w+)[^\n]*\n(.*?)^\1```$/gms)].map((match) => {
    const [, indent = '', language = '', body = ''] = match;
    return {
      language,
      text: body.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
      line: text.slice(0, match.index).split('\n').length + 1,
    };
  });
}

/** Every call of `orchestrate` in a file. */
export function documentedCommands(file: DocumentedFile): readonly DocumentedCommand[] {
  const inBlocks = codeBlocks(file).flatMap((block) => {
    const where = `${file.path}:${block.line}`;
    return callsIn(block).map((args) => ({ args, isMention: false, where }));
  });
  if (!file.path.endsWith('.md')) return inBlocks;
  const prose = file.text.replaceAll(/^( *)```.*?^\1```$/gms, (block) => block.replaceAll(/[^\n]/g, ''));
  const inProse = [...prose.matchAll(/`([^`\n]+)`/g)].flatMap((match) => {
    const [, code = ''] = match;
    if (/[<…]|\.\.\./.test(code)) return [];
    const where = `${file.path}:${prose.slice(0, match.index).split('\n').length}`;
    return callsInShell(code).map((args) => ({ args, isMention: true, where }));
  });
  return [...inBlocks, ...inProse];
}

type Call = readonly string[];

/** What comes after `orchestrate` in each call that a block has. */
export function callsIn({ language, text }: CodeBlock): readonly Call[] {
  switch (language) {
    case 'console':
      return callsInShell([...text.matchAll(/^\$ (.*)$/gm)].map(([, line = '']) => line).join('\n'));
    case 'sh':
    case 'bash':
    case 'toml':
      return callsInShell(text);
    case 'dockerfile':
      return text
        .replaceAll('\\\n', ' ')
        .split('\n')
        .flatMap((line) => {
          const [, list] = /^(?:CMD|ENTRYPOINT|RUN) (\[.*\])$/.exec(line) ?? [];
          return list === undefined ? callsInShell(line) : callsInValue(JSON.parse(list));
        });
    // Parts of JSON, as pages show them, are YAML too.
    case 'json':
    case 'yaml':
      return parseAllDocuments(text).flatMap((document) => callsInValue(document.toJS()));
    case 'ts':
      return [...text.matchAll(/'([^'\n]*)'/g)].flatMap(([, literal = '']) => callsInShell(literal));
    default:
      return [];
  }
}

/** Texts are shell, lists of texts may be the words of one command. */
function callsInValue(value: unknown): readonly Call[] {
  if (typeof value === 'string') return callsInShell(value);
  if (Array.isArray(value)) {
    const program = value.findIndex((word) => typeof word === 'string' && /(?:^|\/)orchestrate$/.test(word));
    return program === -1 ? value.flatMap(callsInValue) : [value.slice(program + 1).map(String)];
  }
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(callsInValue) : [];
}

const START = /(?<=^|[\s;&|("'/])orchestrate(?= +[a-z-])/gm;

/** A call ends with its line, or where the shell begins another command; a quote around it ends it, too. */
function callsInShell(text: string): readonly Call[] {
  const script = text.replaceAll('\\\n', ' ');
  return [...script.matchAll(START)]
    .filter(({ index }) => isCommandPosition(script.slice(script.lastIndexOf('\n', index - 1) + 1, index)))
    .map(({ index }) => wordsUntilEnd(script.slice(index + 'orchestrate'.length)));
}

const BEFORE_COMMAND =
  /(?:^|[;&|("']|\|\||&&)\s*(?:[A-Z_]+=\S* +)*(?:(?:npx|--no|--no-install|--|-\w+|pnpm|yarn|bunx|exec|RUN|CMD|run:|if|!|\S*node_modules\/\.bin\/|\S+\/) *)*$/;

/** In a sentence, such as that of a comment, the word is a name and no call. */
function isCommandPosition(before: string): boolean {
  return !/(?:^|\s)#/.test(before) && BEFORE_COMMAND.test(before);
}

function wordsUntilEnd(rest: string): Call {
  const words: string[] = [];
  for (const [word = ''] of rest.matchAll(/(?:[^\s"';&|<>()]|"[^"\n]*"|'[^'\n]*')+|\S|\n/g)) {
    if (/^["';&|<>()\n#]$/.test(word) || word.startsWith('#')) break;
    words.push(word.replaceAll(/"([^"]*)"|'([^']*)'/g, '$1$2'));
  }
  return words;
}
