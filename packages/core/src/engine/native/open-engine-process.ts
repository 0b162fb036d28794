import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import type { Readable } from 'node:stream';
import type { Environment } from '../../config/environment.js';
import { errorCode, readStats } from '../../config/read-text-file.js';
import { messageOf, OrchestrateError } from '../../errors.js';
import { HAS_PROCESS_GROUPS, stopOnAbort } from '../../workspace/stop-on-abort.js';
import type { EngineLogLine } from '../protocol/engine-messages.js';
import { readLines } from '../protocol/read-lines.js';
import { EngineError, type SchemaEngine } from '../schema-engine.js';
import { EngineClient } from './engine-client.js';
import { EngineStderr } from './engine-stderr.js';
import { hideSecrets } from './hide-secrets.js';

/** Which engine to start, and for what. */
export interface EngineProcessOptions {
  /** The executable: Prisma's own, or whatever else speaks its protocol. */
  readonly binary: string;
  /** The schema's files, or the folders that hold them. */
  readonly schemaPaths?: readonly string[];
  /** What the engine works on; none is needed to compare schemas. */
  readonly datasource?: EngineDatasource | undefined;
  /** Preview features that the schema does not name itself. */
  readonly previewFeatures?: readonly string[];
  /** What relative paths are relative to. */
  readonly cwd: string;
  /** In place of the process's own. */
  readonly environment?: Environment | undefined;
  /** Ends the engine, and with it what it is asked. */
  readonly signal?: AbortSignal | undefined;
  /** Hears the engine's log. */
  readonly onLog?: ((line: EngineLogLine) => void) | undefined;
  /** How long it may take to end by itself when it is told to, in milliseconds. */
  readonly graceMs?: number;
}

/** Where an engine finds its databases. */
export interface EngineDatasource {
  readonly url: string;
  readonly shadowDatabaseUrl?: string;
}

const GRACE_MS = 5_000;

/**
 * Starts a schema engine as Prisma's CLI does, and speaks with it over its pipes. It ends when it is disposed of, when the signal fires,
 * and, as its stdin closes, when this process is killed.
 *
 * Whatever it says of itself is told without the secrets of the datasource. As the protocol has it, they stand on its command line.
 *
 * @throws OrchestrateError `ENGINE.NOT_STARTED`; its methods reject with an {@link EngineError}, and where the signal
 *   has fired with an OrchestrateError of kind `interrupted`
 */
export async function openEngineProcess(options: EngineProcessOptions): Promise<SchemaEngine> {
  const { binary, cwd, datasource, signal, onLog, graceMs = GRACE_MS } = options;
  const urls = datasource === undefined ? [] : Object.values(datasource).filter((url) => typeof url === 'string');
  const hide = (text: string): string => hideSecrets(text, urls);
  const file = resolve(cwd, binary);
  if (signal?.aborted) throw interrupted();

  const child = start(file, options);
  const { pid } = child;
  if (pid === undefined) throw await notStarted(file, cwd, once(child, 'error'));

  const stopping = new AbortController();
  const head = { pid, kill: (ending: 'SIGTERM' | 'SIGKILL') => child.kill(ending) };
  const stopper = stopOnAbort(head, { signal: stopping.signal, graceMs });
  const stop = (): void => stopping.abort();
  signal?.addEventListener('abort', stop, { once: true });
  let timer: NodeJS.Timeout | undefined;
  const stopLater = (): void => {
    if (!isClosed) timer ??= setTimeout(stop, graceMs);
  };

  const stderr = new EngineStderr(hide);
  const client = new EngineClient({
    hide,
    write: (line) => {
      if (child.stdin.writable) child.stdin.write(`${line}\n`);
    },
  });
  let isClosed = false;
  const closed = new Promise<void>((done) => {
    child.on('close', (exitCode: number | null, ending: string | null) => {
      isClosed = true;
      clearTimeout(timer);
      stopper[Symbol.dispose]();
      signal?.removeEventListener('abort', stop);
      client.end(signal?.aborted ? interrupted() : stderr.describeEnd({ exitCode, signal: ending }));
      done();
    });
  });
  // What it has started may hold its pipes open when it has ended.
  child.on('exit', stopLater);
  // It may end without having read everything; how it ends tells why.
  child.stdin.on('error', () => {});
  const fail = (error: unknown): void => {
    client.end(new EngineError(`The schema engine does not speak Prisma's protocol: ${messageOf(error)}.`));
    stop();
  };
  eachLine(child.stdout, (line) => client.receive(line)).then(stopLater, fail);
  eachLine(child.stderr, (line) => {
    const logged = stderr.receive(line);
    if (logged !== null) onLog?.(logged);
  }).catch(fail);

  return {
    ...client.calls,
    async [Symbol.asyncDispose]() {
      client.end(new EngineError('The schema engine was closed.'));
      child.stdin.end();
      stopLater();
      await closed;
    },
  };
}

function start(file: string, options: EngineProcessOptions): ChildProcessWithoutNullStreams {
  const { cwd, environment } = options;
  const { PWD: _, ...inherited } = environment ?? process.env;
  try {
    return spawn(file, argumentsOf(options), {
      cwd,
      env: { RUST_LOG: 'info', RUST_BACKTRACE: '1', ...inherited },
      stdio: ['pipe', 'pipe', 'pipe'],
      detached: HAS_PROCESS_GROUPS,
      windowsHide: true,
    });
  } catch (error) {
    throw cannotStart(file, cwd, error);
  }
}

function argumentsOf({ schemaPaths = [], datasource, previewFeatures = [] }: EngineProcessOptions): readonly string[] {
  return [
    ...schemaPaths.flatMap((path) => ['--datamodels', path]),
    ...(datasource === undefined ? [] : ['--datasource', JSON.stringify(datasource)]),
    ...(previewFeatures.length === 0 ? [] : ['--enabled-preview-features', previewFeatures.join(',')]),
  ];
}

async function eachLine(stream: Readable, take: (line: string) => void): Promise<void> {
  for await (const line of readLines(stream)) take(line);
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file, or not the program that its first line names',
  EACCES: 'this user may not run it',
};

async function notStarted(file: string, cwd: string, failing: Promise<unknown[]>): Promise<OrchestrateError> {
  const [error] = await failing;
  return cannotStart(file, cwd, error);
}

/** Node's own error is no cause: it may have the arguments in it, and they the password. */
function cannotStart(file: string, cwd: string, error: unknown): OrchestrateError {
  const code = errorCode(error) ?? 'unknown';
  const reason = readStats(cwd)?.isDirectory() ? (REASONS[code] ?? code) : `its directory ${cwd} does not exist`;
  return new OrchestrateError({
    code: 'ENGINE.NOT_STARTED',
    message: `The schema engine ${file} could not be started: ${reason}.`,
    fix: 'Name a schema engine that this user may run, in PRISMA_SCHEMA_ENGINE_BINARY where that is set.',
    meta: { binary: file, systemError: code },
  });
}

function interrupted(): OrchestrateError {
  return new OrchestrateError({
    kind: 'interrupted',
    code: 'RUN.INTERRUPTED',
    message: 'Interrupted; the schema engine was ended.',
    fix: 'Run the same again: what the engine had not committed is not done.',
  });
}
