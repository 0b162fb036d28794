import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const COPY = `
const { closeSync, constants, copyFileSync, fsyncSync, openSync } = require('node:fs');
const [from, to] = process.argv.slice(1);
copyFileSync(from, to, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
const descriptor = openSync(to, 'r+');
fsyncSync(descriptor);
closeSync(descriptor);
`;

/**
 * Copies the bytes of a database file that this process has locked. POSIX takes all locks of a process on a file away
 * when the process closes any descriptor of it, so that reading it here would let others write.
 */
export async function copyInOtherProcess(from: string, to: string, signal: AbortSignal | undefined): Promise<void> {
  await promisify(execFile)(process.execPath, ['-e', COPY, '--', from, to], {
    env: { ...process.env, NODE_OPTIONS: '', ELECTRON_RUN_AS_NODE: '1' },
    signal,
  });
}
