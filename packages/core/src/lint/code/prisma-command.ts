import { HOLE } from './code-texts.js';
import { type ShellWord, shellCommands } from './shell-words.js';

/** A command of Prisma that changes the schema of a database behind the back of the histories. */
export interface PrismaCommand {
  /** `db push`, `migrate dev`, … */
  readonly command: string;
  readonly offset: number;
}

/** The commands of a command line that change a schema, those behind `npx`, `dotenv --`, `sh -c` and the like too. */
export function prismaCommands(line: string, depth = 0): readonly PrismaCommand[] {
  return shellCommands(line).flatMap((words) => {
    const { found, nested } = readCommand(words);
    if (found !== null) return [found];
    if (depth >= MAX_NESTING) return [];
    return nested.flatMap(({ text, offset }) => prismaCommands(text, depth + 1).map((each) => ({ ...each, offset })));
  });
}

const MAX_NESTING = 3;

/** The same of a command whose words are apart already. */
export function prismaCommandOf(words: readonly string[]): PrismaCommand | null {
  return readCommand(words.map((text) => ({ text, offset: 0 }))).found;
}

interface Reading {
  readonly found: PrismaCommand | null;
  /** Texts that are command lines themselves. */
  readonly nested: readonly ShellWord[];
}

const NOTHING: Reading = { found: null, nested: [] };

function readCommand(words: readonly ShellWord[]): Reading {
  for (let at = 0; at < words.length; ) {
    const word = words[at] as ShellWord;
    if (/^\w+=/.test(word.text) || KEYWORDS.has(word.text)) {
      at += 1;
      continue;
    }
    const name = programName(word.text);
    if (name === 'prisma') return { found: readPrisma(words.slice(at)), nested: [] };
    if (name === 'concurrently') return { found: null, nested: words.slice(at + 1) };
    const runner = RUNNERS[name];
    if (runner === undefined || !Object.hasOwn(RUNNERS, name)) return NOTHING;
    const rest = behindOptions(words, at + 1, runner.withValue ?? []);
    const script = words.slice(at + 1, rest).findIndex(({ text }) => runner.script?.includes(text));
    if (script >= 0) return { found: null, nested: words.slice(at + script + 2, at + script + 3) };
    at = rest;
    if (runner.subcommands?.includes(words[at]?.text ?? '')) at = behindOptions(words, at + 1, runner.withValue ?? []);
    if (runner.skips === true) at += 1;
  }
  return NOTHING;
}

/** What starts another program that stands behind it. */
interface Runner {
  readonly subcommands?: readonly string[];
  /** Options that are followed by a value. */
  readonly withValue?: readonly string[];
  /** Options that are followed by a command line. */
  readonly script?: readonly string[];
  /** Whether one word stands before the program. */
  readonly skips?: boolean;
}

const PACKAGE_OPTIONS = ['-p', '--package', '-w', '--workspace', '-F', '--filter', '-C', '--dir', '--prefix', '--cwd'];
const SHELL: Runner = { script: ['-c', '-lc', '-ec', '-xc', '-ce'], withValue: ['-o'] };

const RUNNERS: Readonly<Record<string, Runner>> = {
  bash: SHELL,
  bun: { subcommands: ['run', 'x'], withValue: PACKAGE_OPTIONS },
  bunx: { withValue: PACKAGE_OPTIONS },
  command: {},
  'cross-env': {},
  'cross-env-shell': {},
  dash: SHELL,
  doppler: { subcommands: ['run'], withValue: ['-p', '--project', '-c', '--config'], script: ['--command'] },
  dotenv: { withValue: ['-e', '-c', '-v', '-p'] },
  dotenvx: { subcommands: ['run'], withValue: ['-f', '--env-file', '-e', '--env'] },
  env: { withValue: ['-u', '-C'] },
  'env-cmd': { withValue: ['-f', '-e'] },
  exec: {},
  infisical: { subcommands: ['run'], withValue: ['--env', '--path'] },
  node: {},
  nohup: {},
  npm: { subcommands: ['exec', 'x'], withValue: PACKAGE_OPTIONS, script: ['-c', '--call'] },
  npx: { withValue: PACKAGE_OPTIONS, script: ['-c', '--call'] },
  op: { subcommands: ['run'], withValue: ['--env-file'] },
  pnpm: { subcommands: ['dlx', 'exec', 'run', 'x'], withValue: PACKAGE_OPTIONS, script: ['-c', '--shell-mode'] },
  pnpx: { withValue: PACKAGE_OPTIONS },
  sh: SHELL,
  sudo: { withValue: ['-u', '-g'] },
  time: {},
  timeout: { skips: true, withValue: ['-k', '-s'] },
  tsx: {},
  xargs: { withValue: ['-I', '-n', '-P', '-L'] },
  yarn: { subcommands: ['dlx', 'exec', 'run'], withValue: PACKAGE_OPTIONS },
  zsh: SHELL,
};

const KEYWORDS: ReadonlySet<string> = new Set(['!', '{', 'do', 'else', 'if', 'then', 'until', 'while', '@', '-']);

/** What a word starts: `./node_modules/.bin/prisma`, `prisma@7` and Prisma's own file are `prisma`. */
function programName(word: string): string {
  if (/(?:^|[\\/])prisma[\\/]build[\\/]index\.js$/.test(word)) return 'prisma';
  const last = word.split(/[\\/]/).at(-1) ?? word;
  return last.replace(/(?<=.)@[^@]*$/, '').replace(/\.(?:cmd|exe|ps1)$/i, '');
}

/** Where the words go on behind options and `--`. */
function behindOptions(words: readonly ShellWord[], from: number, withValue: readonly string[]): number {
  let at = from;
  for (; at < words.length; at += 1) {
    const text = words[at]?.text ?? '';
    if (text === '--') return at + 1;
    if (!text.startsWith('-')) return at;
    if (withValue.includes(text)) at += 1;
  }
  return at;
}

const PRISMA_OPTIONS = ['--schema', '--config', '--url', '--telemetry-information'];

function readPrisma(words: readonly ShellWord[]): PrismaCommand | null {
  const first = behindOptions(words, 1, PRISMA_OPTIONS);
  const group = words[first]?.text;
  if (group !== 'db' && group !== 'migrate') return null;
  const action = words[behindOptions(words, first + 1, PRISMA_OPTIONS)]?.text ?? '';
  const isChange =
    group === 'db' ? action === 'push' : action !== '' && !HARMLESS.has(action) && !action.includes(HOLE);
  return isChange ? { command: `${group} ${action}`, offset: words[0]?.offset ?? 0 } : null;
}

/** What of `prisma migrate` only looks. */
const HARMLESS: ReadonlySet<string> = new Set(['diff', 'help', 'status']);
