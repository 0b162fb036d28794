#!/usr/bin/env node
import { setFlagsFromString } from 'node:v8';
import { COMPLETE, main } from './main.js';

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

// Not process.exit: what was written to a pipe must have time to leave.
process.exitCode = await main(process.argv.slice(2), process);
