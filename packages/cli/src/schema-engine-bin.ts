#!/usr/bin/env node
import { setFlagsFromString } from 'node:v8';
import { type EngineExitCode, serveSchemaEngine } from '@prisma-orchestrate/core/operations/serve-schema-engine';
import { endWithParent } from './schema-engine/end-with-parent.js';

// As for the other command: the engine is WebAssembly, and each of these processes uses it for moments.
setFlagsFromString('--liftoff-only');

const { stdin, stdout, stderr, argv, env } = process;

// Only the protocol belongs on stdout, and a configuration that is code may log what it likes.
console.log = console.info = console.debug = console.error;

// The one who reads the log may have gone; of stdout, whoever writes there hears it.
stdout.on('error', () => {});
stderr.on('error', () => {});

// Prisma's CLI takes this exit code for a breakdown, and shows the last error of the log.
process.on('uncaughtException', (error) => {
  const fields = { message: error.message, is_panic: true, error_code: '', backtrace: error.stack };
  stderr.write(`${JSON.stringify({ level: 'ERROR', fields, target: 'schema_engine' })}\n`);
  process.exit(101);
});

/** How long what is open may take to be closed, once it is to end. */
const GRACE_MS = 4000;

const args = argv.slice(2);
if (isForPeople(args)) process.exitCode = await tell(args);
else {
  const exitCode = await serve(args);
  // Every answer has left. Neither a timer of the engine, which waits ten seconds, nor requests that nobody wants answered
  // are to keep the process.
  stderr.write('', () => process.exit(exitCode));
}

function isForPeople([first]: readonly string[]): boolean {
  return first === undefined || ['-h', '--help', '-V', '--version'].includes(first);
}

async function tell([first]: readonly string[]): Promise<0 | 1> {
  const { ENGINE_HELP, engineVersion } = await import('./schema-engine/engine-help.js');
  if (first === '-V' || first === '--version') stdout.write(`${engineVersion(process.cwd())}\n`);
  else (first === undefined ? stderr : stdout).write(ENGINE_HELP);
  return first === undefined ? 1 : 0;
}

async function serve(args: readonly string[]): Promise<EngineExitCode> {
  const ending = new AbortController();
  const end = () => ending.abort();
  ending.signal.addEventListener('abort', () => setTimeout(() => process.exit(1), GRACE_MS).unref());
  return serveSchemaEngine({
    args,
    cwd: process.cwd(),
    environment: env,
    input: endWithParent(stdin, end),
    write: (line) =>
      new Promise((resolve, reject) => {
        stdout.write(`${line}\n`, (error) => (error ? reject(error) : resolve()));
      }),
    log: (line) => void stderr.write(`${line}\n`),
    signal: ending.signal,
    onServer: () => {
      for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end);
    },
  });
}
