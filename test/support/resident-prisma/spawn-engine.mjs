import { EventEmitter } from 'node:events';
import { PassThrough } from 'node:stream';

/** A number that no process of this machine has. */
let pid = 2 ** 31;

/**
 * What looks like the process of our schema engine to Prisma's command line, and runs in this one: pipes are streams in
 * memory, a signal ends it as it ends the executable.
 */
export function spawnEngine(serveSchemaEngine, args, { cwd = process.cwd(), env = process.env }) {
  const child = new EventEmitter();
  const ending = new AbortController();
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
  const write = (stream, line) => new Promise((resolve) => stream.write(`${line}\n`, () => resolve()));
  Object.assign(child, { pid: pid++, stdin, stdout, stderr, stdio: [stdin, stdout, stderr], exitCode: null });
  Object.assign(child, { signalCode: null, killed: false, connected: false, spawnfile: '', spawnargs: args });
  child.ref = child.unref = () => {};
  child.kill = (signal = 'SIGTERM') => {
    if (child.exitCode !== null) return false;
    if (signal === 0) return true;
    child.killed = true;
    ending.abort();
    stdin.end();
    return true;
  };
  // As long as a child runs, its parent does not end by itself.
  const alive = setInterval(() => {}, 2 ** 30);
  void (async () => {
    await new Promise(setImmediate);
    child.emit('spawn');
    // A process takes a while to start; what fails at once must not be heard before there is a request that it fails.
    if (!args.includes('cli')) await new Promise((resolve) => stdin.once('readable', resolve));
    const exitCode = await serveSchemaEngine({
      args,
      cwd: String(cwd),
      environment: { ...env },
      input: stdin,
      write: (line) => write(stdout, line),
      log: (line) => void stderr.write(`${line}\n`),
      signal: ending.signal,
    });
    child.exitCode = exitCode;
    child.emit('exit', exitCode, null);
    stdout.end();
    stderr.end();
    await Promise.all([stdout, stderr].map((stream) => finished(stream)));
    child.emit('close', exitCode, null);
    // The pipes of a process take a moment to close as well, which the timer of one millisecond counts on that Prisma waits
    // for, without being kept alive by it, when it stops its engine.
    setTimeout(() => clearInterval(alive), 5);
  })();
  return child;
}

function finished(stream) {
  if (stream.readableEnded || stream.destroyed) return undefined;
  // Nobody may be reading any more.
  if (stream.readableFlowing === null) stream.resume();
  return new Promise((resolve) => {
    stream.once('end', resolve);
    stream.once('close', resolve);
  });
}
