#!/usr/bin/env node
import { main } from './main.js';

// The reader of a pipe may leave early, as `head` does; that is no reason to fail, or to stop a migration half-way.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

// Not process.exit: what was written to a pipe must have time to leave.
process.exitCode = await main(process.argv.slice(2), process);
