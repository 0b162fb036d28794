import { parseArgs } from 'node:util';
import { messageOf } from '../../errors.js';

/** What the native engine calls a subcommand of `cli`. */
export const ENGINE_COMMANDS = ['can-connect-to-database', 'create-database', 'drop-database'] as const;

/** One of them. */
export type EngineCommand = (typeof ENGINE_COMMANDS)[number];

/** The URLs that Prisma's configuration names. */
export interface EngineDatasource {
  readonly url: string | null;
  readonly shadowDatabaseUrl: string | null;
}

/** What a schema engine is started with. */
export interface EngineArguments {
  /** Files of the schema, or folders of them. */
  readonly datamodels: readonly string[];
  readonly datasource: EngineDatasource;
  /** Answer requests, or do one thing and end. */
  readonly task: 'serve' | EngineCommand;
}

/** The arguments are not those of a schema engine. */
export class EngineUsageError extends Error {
  override readonly name = 'EngineUsageError';
}

/**
 * Reads the arguments as the native engine of Prisma 7 does. Preview features and types of database extensions are
 * taken and left alone: the WebAssembly engine reads the first from the schema, and has no use for the others.
 *
 * @throws EngineUsageError
 */
export function parseEngineArguments(args: readonly string[]): EngineArguments {
  const { values, rest, datamodels } = parseTokens(args);
  if (values.datasource === undefined) {
    throw new EngineUsageError(
      "--datasource <JSON> is missing. Prisma's command line gives it since version 7; this engine fits no older one.",
    );
  }
  return { datamodels, datasource: parseDatasource(values.datasource), task: parseTask(rest) };
}

function parseTokens(args: readonly string[]) {
  try {
    const { values, tokens } = parseArgs({
      args: [...args],
      options: {
        datamodels: { type: 'string', short: 'd', multiple: true },
        datasource: { type: 'string' },
        'enabled-preview-features': { type: 'string' },
        'extension-types': { type: 'string' },
      },
      allowPositionals: true,
      tokens: true,
    });
    const datamodels: string[] = [];
    const rest: string[] = [];
    let isAfterDatamodel = false;
    for (const token of tokens) {
      if (token.kind === 'positional') {
        // One option may be followed by several paths.
        const isPath: boolean = isAfterDatamodel && token.value !== 'cli';
        (isPath ? datamodels : rest).push(token.value);
        isAfterDatamodel &&= isPath;
        continue;
      }
      isAfterDatamodel = token.kind === 'option' && token.name === 'datamodels';
      if (isAfterDatamodel && token.kind === 'option' && token.value !== undefined) datamodels.push(token.value);
    }
    return { values, rest, datamodels };
  } catch (error) {
    throw new EngineUsageError(messageOf(error));
  }
}

function parseTask([first, command, ...others]: readonly string[]): EngineArguments['task'] {
  if (first === undefined) return 'serve';
  if (first !== 'cli') throw new EngineUsageError(`"${first}" is no subcommand; there is: cli`);
  const known = ENGINE_COMMANDS.find((name) => name === command);
  if (known === undefined || others.length > 0) {
    const given = command === undefined ? 'nothing' : `"${[command, ...others].join(' ')}"`;
    throw new EngineUsageError(`cli takes one of ${ENGINE_COMMANDS.join(', ')}, and was given ${given}.`);
  }
  return known;
}

// The text is not shown: there are passwords in it.
function parseDatasource(text: string): EngineDatasource {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new EngineUsageError('--datasource is no JSON; it is to be like {"url": "file:./dev.db"}.');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new EngineUsageError('--datasource is no JSON object; it is to be like {"url": "file:./dev.db"}.');
  }
  const { url, shadowDatabaseUrl } = value as Readonly<Record<string, unknown>>;
  return { url: urlOf('url', url), shadowDatabaseUrl: urlOf('shadowDatabaseUrl', shadowDatabaseUrl) };
}

function urlOf(name: string, value: unknown): string | null {
  if (value === undefined || value === null || value === '') return null;
  if (typeof value !== 'string') throw new EngineUsageError(`"${name}" of --datasource is no string.`);
  return value;
}
