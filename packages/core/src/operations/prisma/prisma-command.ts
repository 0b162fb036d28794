import { sorted } from '../../compare.js';
import { commandRefused, noPrismaCommand, optionRefused, unknownPrismaCommand } from './prisma-errors.js';

/** What a command of Prisma's needs and does, as far as it concerns us. */
export interface PrismaCommand {
  /** `migrate dev`; empty for none, as in `prisma --help`. */
  readonly name: string;
  /** `nothing` for what only tells of itself. */
  readonly needs: 'nothing' | 'schema' | 'database';
  /** Whether the schema must be sound for it to begin. */
  readonly isStrict: boolean;
  /** What it writes into the extension's files. */
  readonly writes: 'revisions' | 'fragment' | 'client' | 'nothing';
  /** Whether it connects without the schema engine, and so needs the password itself. */
  readonly connects: boolean;
  /** Whether it runs code of the extension, which expects to be in the extension's directory. */
  readonly runsCode: boolean;
  /** What answers the question that it asks before it loses data; null where it asks none. */
  readonly consent: string | null;
}

const NONE: Omit<PrismaCommand, 'name'> = {
  needs: 'nothing',
  isStrict: false,
  writes: 'nothing',
  connects: false,
  runsCode: false,
  consent: null,
};
const SCHEMA: Omit<PrismaCommand, 'name'> = { ...NONE, needs: 'schema', isStrict: true };
const DATABASE: Omit<PrismaCommand, 'name'> = { ...NONE, needs: 'database', isStrict: true };

const COMMANDS: Readonly<Record<string, Omit<PrismaCommand, 'name'>>> = {
  'migrate dev': { ...DATABASE, writes: 'revisions' },
  'migrate deploy': DATABASE,
  'migrate status': DATABASE,
  'migrate diff': DATABASE,
  'migrate resolve': DATABASE,
  'migrate reset': { ...DATABASE, consent: '--force' },
  'db pull': { ...DATABASE, isStrict: false, writes: 'fragment' },
  'db push': { ...DATABASE, consent: '--accept-data-loss' },
  'db seed': { ...DATABASE, isStrict: false, connects: true, runsCode: true },
  'db execute': { ...DATABASE, isStrict: false },
  studio: { ...DATABASE, isStrict: false, connects: true },
  validate: SCHEMA,
  format: { ...SCHEMA, isStrict: false, writes: 'fragment' },
  generate: { ...SCHEMA, writes: 'client' },
  version: NONE,
};

const REFUSED: Readonly<Record<string, { readonly reason: string; readonly fix: string }>> = {
  init: { reason: 'it makes a new project', fix: 'Make an extension instead: orchestrate init-extension <name>' },
  bootstrap: { reason: 'it makes a new project', fix: 'Make an extension instead: orchestrate init-extension <name>' },
  dev: {
    reason: "it starts a server of Prisma's, which is no one extension's",
    fix: 'Run `prisma dev` by itself. The daily loop of all extensions is `orchestrate dev`.',
  },
  debug: {
    reason: 'it would show the project that is made for the run',
    fix: 'Run `orchestrate debug`, or `prisma debug` by itself.',
  },
  platform: { reason: "it is about Prisma's services", fix: 'Run it by itself: prisma platform' },
  postgres: { reason: "it is about Prisma's services", fix: 'Run it by itself: prisma postgres' },
  mcp: { reason: 'it would serve a project that is gone after the run', fix: 'Run it by itself: prisma mcp' },
  complete: { reason: 'it concerns the shell', fix: 'Run it by itself, or `orchestrate completion`.' },
};

const OPTIONS: Readonly<Record<string, { readonly reason: string; readonly fix: string }>> = {
  '--config': {
    reason: 'the configuration is what makes Prisma see one extension',
    fix: 'Leave it out. Settings of your own prisma.config are heeded; the configuration of orchestrate is given before `--`.',
  },
  '--schema': {
    reason: 'the schema is that of the extension and what it depends on',
    fix: 'Leave it out.',
  },
  '--url': {
    reason: 'what Prisma is told on its command line, others on this machine can read',
    fix: 'Give --database-url before `--`: orchestrate prisma blog --database-url <url> -- migrate status',
  },
  '--watch': {
    reason: 'the schema that Prisma sees is made for the run, and nothing in it changes',
    fix: 'Leave it out; `orchestrate dev --watch` generates the client after each change.',
  },
};

/** The commands that are run for one extension. */
export const PRISMA_COMMANDS: readonly string[] = Object.keys(COMMANDS);

/** Words that start a command of Prisma's. */
export const PRISMA_WORDS: ReadonlySet<string> = new Set(
  [...Object.keys(COMMANDS), ...Object.keys(REFUSED)].map((name) => name.split(' ')[0] ?? name),
);

const HELP: ReadonlySet<string> = new Set(['--help', '-h', '--version', '-v']);

/**
 * What a command line of Prisma's asks for.
 *
 * @throws OrchestrateError `PRISMA.NO_COMMAND`, `PRISMA.COMMAND_REFUSED`, `PRISMA.UNKNOWN_COMMAND`, `PRISMA.OPTION_REFUSED`
 */
export function readPrismaCommand(args: readonly string[]): PrismaCommand {
  const end = args.indexOf('--');
  const own = end < 0 ? args : args.slice(0, end);
  if (own.length === 0) throw noPrismaCommand();
  const [first = '', second = ''] = own.filter((word) => !word.startsWith('-'));
  const isGroup = first === 'migrate' || first === 'db';
  const name = isGroup && second !== '' ? `${first} ${second}` : first;
  const isHelp = own.some((word) => HELP.has(word));
  if (Object.hasOwn(REFUSED, first)) throw commandRefused(first, REFUSED[first] ?? { reason: '', fix: '' });
  // Prisma lists the commands of a group by itself.
  if (name === '' || (isGroup && second === '')) {
    if (name === '' && !isHelp) throw noPrismaCommand();
    return { name, ...NONE };
  }
  const known = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (known === undefined) throw unknownPrismaCommand(name, sorted(PRISMA_COMMANDS));
  if (isHelp) return { name, ...NONE };
  for (const word of own) {
    const option = word.split('=', 1)[0] ?? word;
    if (Object.hasOwn(OPTIONS, option)) throw optionRefused(option, OPTIONS[option] ?? { reason: '', fix: '' });
  }
  // A check, and what is only printed, write nothing.
  const isDry = own.includes('--print') || own.includes('--check');
  return { name, ...known, ...(isDry ? { writes: 'nothing' as const } : {}) };
}
