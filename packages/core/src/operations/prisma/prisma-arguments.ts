import path from 'node:path';
import { isInside } from '../../config/root-relative.js';
import type { Extension } from '../../workspace/workspace.js';

/** What the arguments are fitted to. */
export interface PrismaArgumentsOptions {
  /** The configuration of the run, absolute. */
  readonly config: string;
  /** The folder of the schema of the run, absolute. */
  readonly schema: string;
  readonly extension: Extension;
  /** What relative paths count from. */
  readonly cwd: string;
}

/** Options of `migrate diff` that name a schema. */
const SCHEMA_OPTIONS: ReadonlySet<string> = new Set(['--from-schema', '--to-schema']);

/**
 * The arguments with the configuration of the run, and with its schema where they name the extension's own: a fragment
 * by itself is no schema that Prisma could read.
 */
export function prismaArguments(args: readonly string[], options: PrismaArgumentsOptions): readonly string[] {
  const end = args.includes('--') ? args.indexOf('--') : args.length;
  const own = args.slice(0, end).map((word, at, words) => {
    const [name = '', value] = splitOnce(word);
    if (value !== null && SCHEMA_OPTIONS.has(name)) return `${name}=${schemaFor(value, options)}`;
    return SCHEMA_OPTIONS.has(words[at - 1] ?? '') ? schemaFor(word, options) : word;
  });
  return [...own, '--config', options.config, ...args.slice(end)];
}

function schemaFor(written: string, { schema, extension, cwd }: PrismaArgumentsOptions): string {
  const file = path.resolve(cwd, written);
  const isOwn = extension.fragmentPaths.some((own) => own === file || isInside(file, own));
  return isOwn && isInside(extension.directory, file) ? schema : written;
}

function splitOnce(word: string): readonly [string, string | null] {
  const at = word.indexOf('=');
  return at < 0 ? [word, null] : [word.slice(0, at), word.slice(at + 1)];
}
