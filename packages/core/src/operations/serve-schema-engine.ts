import type { Environment } from '../config/environment.js';
import { redactUrls } from '../config/redact-url.js';
import { providerOfUrl } from '../database/provider-of-url.js';
import { asEngineError } from '../engine/as-engine-error.js';
import { logLine } from '../engine/protocol/log-line.js';
import { EngineError, type SchemaEngine } from '../engine/schema-engine.js';
import type { OnEvent } from '../events.js';
import { type EngineSurroundings, engineDriver } from './serve-schema-engine/engine-target.js';
import { ENGINE_VARIABLES } from './serve-schema-engine/extension/engine-variables.js';
import {
  type EngineArguments,
  EngineUsageError,
  parseEngineArguments,
} from './serve-schema-engine/parse-engine-arguments.js';

/** What {@link serveSchemaEngine} takes. */
export interface ServeSchemaEngineOptions {
  /** What Prisma's CLI gives its schema engine, after the name of the executable. */
  readonly args: readonly string[];
  /** Relative paths count from it: the directory of Prisma's configuration. */
  readonly cwd: string;
  /** `process.env` unless given. `ORCHESTRATE_ENGINE_EXTENSION` and its kind make it the engine of one extension. */
  readonly environment?: Environment | undefined;
  /** The requests, one a line. */
  readonly input: AsyncIterable<Uint8Array | string>;
  /** Takes a line for stdout, without its end. Where it rejects, nobody listens any more. */
  readonly write: (line: string) => void | Promise<void>;
  /** Takes a line for stderr, without its end: the log, as JSON. */
  readonly log: (line: string) => void;
  /** Ends it at once, whatever goes on; what is open is closed. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Called once it turns out that the database is on a server, where what is open is to be closed in the end. SQLite needs
   * no such care, and its statements let no signal through while they run.
   */
  readonly onServer?: (() => void) | undefined;
}

/** How an engine has ended, as Prisma's CLI knows it: 0 as it should, 1 with an error, 101 after a panic. */
export type EngineExitCode = 0 | 1 | 101;

/**
 * Is Prisma's schema engine, for SQLite, PostgreSQL and CockroachDB, with Prisma's own engine as WebAssembly and our
 * drivers: what the executable `orchestrate-schema-engine` does, which Prisma's CLI starts where
 * `PRISMA_SCHEMA_ENGINE_BINARY` names it. It answers requests of JSON-RPC until there are no more, or does what a
 * subcommand asks for.
 *
 * Errors are told as the protocol wants it: as answers, and in the log.
 *
 * @throws what `log` throws; it rejects with nothing of its own
 *
 * @example
 * ```ts
 * const lines: string[] = [];
 * const exitCode = await serveSchemaEngine({
 *   args: ['--datasource', '{"url":"file:./prisma/dev.db"}', 'cli', 'can-connect-to-database'],
 *   cwd: process.cwd(),
 *   input: (async function* () {})(),
 *   write: () => {},
 *   log: (line) => lines.push(line),
 * });
 * console.log(exitCode, lines.length); // 0 2
 * ```
 */
export async function serveSchemaEngine(options: ServeSchemaEngineOptions): Promise<EngineExitCode> {
  const log = (level: 'INFO' | 'WARN', message: string): void => options.log(logLine({ level, message }, new Date()));
  // Prisma's CLI takes every line as JSON, and drops the first one of a subcommand unread.
  log('INFO', 'Starting schema engine (orchestrate-schema-engine)');
  try {
    const { task, datasource, datamodels } = parseEngineArguments(options.args);
    const surroundings = surroundingsOf(options);
    if (await isOnServer(datasource.url)) options.onServer?.();
    if (task === 'serve') return await serve({ datamodels, datasource, surroundings, log }, options);
    const { runEngineCommand } = await import('./serve-schema-engine/run-engine-command.js');
    const { environment } = surroundings;
    // Of an extension, the URL on the command line may be without its password.
    const whole = environment[ENGINE_VARIABLES.extension] ? environment[ENGINE_VARIABLES.databaseUrl] : undefined;
    log('INFO', await runEngineCommand(task, whole || datasource.url, surroundings));
    return 0;
  } catch (error) {
    const { message, code, isPanic } = error instanceof EngineUsageError ? asUsage(error) : asEngineError(error);
    options.log(logLine({ level: 'ERROR', message, code, isPanic }, new Date()));
    return isPanic ? 101 : 1;
  }
}

interface ServeParts extends Pick<EngineArguments, 'datamodels' | 'datasource'> {
  readonly surroundings: EngineSurroundings;
  readonly log: (level: 'INFO' | 'WARN', message: string) => void;
}

async function serve(parts: ServeParts, { input, write, signal }: ServeSchemaEngineOptions): Promise<EngineExitCode> {
  const [engine, { serveEngine }, { readTextLines }] = await Promise.all([
    openEngine(parts),
    import('../engine/protocol/serve-engine.js'),
    import('../engine/protocol/read-lines.js'),
  ]);
  let end = 'finished';
  try {
    end = await serveEngine({ engine, lines: readTextLines(input), write, signal });
  } finally {
    await engine[Symbol.asyncDispose]();
  }
  return end === 'panicked' ? 101 : 0;
}

async function openEngine({ datamodels, datasource, surroundings, log }: ServeParts): Promise<SchemaEngine> {
  const { readDatamodels } = await import('./serve-schema-engine/read-datamodels.js');
  const files = readDatamodels(datamodels, surroundings.cwd);
  const { environment, signal } = surroundings;
  if (environment[ENGINE_VARIABLES.extension]) {
    const { openExtensionEngine } = await import('./serve-schema-engine/extension/open-extension-engine.js');
    const onEvent: OnEvent = (event) => {
      if (event.kind === 'lock-waiting') log('WARN', `Waiting for ${event.holder.command ?? 'another run'} to finish`);
      if (event.kind === 'warning') log('WARN', `${event.message} ${event.fix}`);
    };
    return openExtensionEngine({ environment, files, signal, onEvent });
  }
  const { openPlainEngine } = await import('./serve-schema-engine/open-plain-engine.js');
  return openPlainEngine({ files, datasource, surroundings });
}

async function isOnServer(url: string | null): Promise<boolean> {
  const provider = url === null ? null : providerOfUrl(url);
  if (provider === null) return false;
  const driver = await engineDriver(provider).catch(() => null);
  return driver !== null && driver.shareServer !== null;
}

function surroundingsOf({ cwd, environment = process.env, signal }: ServeSchemaEngineOptions): EngineSurroundings {
  return { cwd, environment, signal };
}

function asUsage({ message }: EngineUsageError): EngineError {
  return new EngineError(
    `${redactUrls(message)}\nPrisma's command line starts this executable; see: orchestrate-schema-engine --help`,
  );
}
