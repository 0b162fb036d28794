#!/usr/bin/env node
import { setFlagsFromString } from 'node:v8';
import { EXIT } from './exit-code.js';
import { COMPLETE, main } from './main.js';
import { neverSettled } from './never-settled.js';

// Prisma's engines are WebAssembly, and a command uses them for moments: compiling them again, for speed, costs more
// than it gains. In the library this would be the business of whoever owns the process.
setFlagsFromString('--liftoff-only');

// What paints by itself (prompts, generators, a configuration that is code) knows the variables and not the option.
const { env, argv } = process;
if (argv.includes('--no-color') && !argv.slice(0, argv.indexOf('--no-color')).includes('--')) {
  env['NO_COLOR'] = '1';
  delete env['FORCE_COLOR'];
}

// Someone waits for the words that may come next, and a configuration that is code may wait for anything.
if (process.argv[2] === COMPLETE) setTimeout(() => process.exit(), 2000).unref();

// Only data belongs on stdout, and a configuration that is code may log what it likes.
console.log = console.info = console.debug = console.error;

// The reader of a pipe may leave early, as `head` does; that is no reason to fail, or to stop a migration half-way.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

// Node ends without a word where all that is left to wait for can never come. Only now, nothing else can be loaded.
let isFinished = false;
process.on('exit', (code) => {
  if (isFinished || code === EXIT.problems || argv[2] === COMPLETE) return;
  const { message, fix, ...error } = neverSettled(argv[2]);
  if (argv.includes('--json')) {
    const document = { command: argv[2], ok: false, result: null, error: { ...error, message, fix } };
    process.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
  } else process.stderr.write(`Error: ${message}\nFix: ${fix}\n${error.code}\n`);
  process.exitCode = EXIT.problems;
});

// Not process.exit: what was written to a pipe must have time to leave.
const exitCode = await main(process.argv.slice(2), process);
isFinished = true;
process.exitCode = exitCode;
