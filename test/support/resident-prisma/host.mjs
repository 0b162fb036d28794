// Prisma's real command line, compiled once and run many times: each command is the whole bundle evaluated anew, with
// arguments, directory, environment and output of its own. It has ended when its process would: nothing is left to do, or it
// asks to exit. Its schema engine runs in here as well, with streams where the process would have pipes.
//
//   node host.mjs <prisma's cli.js> <core's serve-schema-engine.js> <our executable> <socket>
//
// A request is one line of JSON, `{ args, cwd, env }`, and so is the answer, `{ exitCode, stdout, stderr }`.
import childProcess from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import Module, { createRequire, syncBuiltinESMExports } from 'node:module';
import { createServer } from 'node:net';
import { basename, dirname } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import vm from 'node:vm';
import { spawnEngine } from './spawn-engine.mjs';

const [, , cli, engine, executable, socketPath] = process.argv;
const { serveSchemaEngine } = await import(pathToFileURL(engine).href);

const script = new vm.Script(Module.wrap(readFileSync(cli, 'utf8').replace(/^#!.*/, '')), {
  filename: cli,
  importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
});

/** What `process.exit` throws, so that nothing runs after it. */
class Exit extends Error {}

/** Hears what a command leaves uncaught; null between two of them. */
let died = null;
const uncaught = (error) => {
  if (error instanceof Exit) return;
  if (died === null) throw error;
  died(error);
};
process.on('uncaughtException', uncaught);
process.on('unhandledRejection', uncaught);

// graceful-fs wraps the directory's two as well.
const REAL = { exit: process.exit, cwd: process.cwd, chdir: process.chdir };
const realSpawn = childProcess.spawn;
const engines = new Set();
childProcess.spawn = (file, ...rest) => {
  if (!isEngine(file)) return realSpawn(file, ...rest);
  const [args, options] = rest;
  const child = spawnEngine(serveSchemaEngine, args, options);
  engines.add(child);
  child.once('close', () => engines.delete(child));
  return child;
};
syncBuiltinESMExports();

/** Whether it is our executable, or the script that orchestrate makes to start it. */
function isEngine(file) {
  if (file === executable) return true;
  return basename(file) === 'engine' && readFileSync(file, 'utf8').includes(executable);
}

const waiting = [];
let isBusy = false;
const server = createServer({ allowHalfOpen: true }, (socket) => {
  socket.on('error', () => {});
  socket.unref();
  createInterface({ input: socket }).on('line', (line) => {
    waiting.push({ job: JSON.parse(line), answer: (result) => socket.end(`${JSON.stringify(result)}\n`) });
    if (!isBusy) void work();
  });
});
server.listen(socketPath, () => process.send?.('ready'));
process.on('exit', () => rmSync(socketPath, { force: true }));
process.on('disconnect', () => REAL.exit.call(process, 0));

async function work() {
  isBusy = true;
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const { job, answer } = next;
    answer(await run(job));
  }
  isBusy = false;
}

/** Runs one command to its end. */
async function run({ args, cwd, env }) {
  const output = { stdout: '', stderr: '' };
  const before = stateOf();
  process.chdir(cwd);
  setEnvironment(env);
  process.argv = [process.execPath, cli.replace(/cli\.js$/, 'index.js'), ...args];
  process.exitCode = undefined;
  for (const name of ['stdout', 'stderr']) {
    process[name].write = (text, ...rest) => {
      if (!Object.isFrozen(output)) output[name] += text;
      rest.find((each) => typeof each === 'function')?.();
      return true;
    };
  }
  let exitCode;
  const end = (code) => {
    if (exitCode !== undefined) return;
    exitCode = code;
    // Of what still goes on in here, a process that has ended would print nothing more.
    Object.freeze(output);
    for (const child of engines) child.kill();
  };
  process.exit = (code) => {
    end(code ?? process.exitCode ?? 0);
    throw new Exit();
  };
  died = (error) => {
    output.stderr += `${error?.stack ?? error}\n`;
    end(1);
  };
  // From here on nothing but the command keeps this process alive.
  server.unref();
  process.channel?.unref();
  const drained = new Promise((resolve) => process.once('beforeExit', resolve));
  evaluate();
  await drained;
  end(process.exitCode ?? 0);
  died = null;
  server.ref();
  process.channel?.ref();
  restore(before, exitCode);
  return { exitCode, ...output };
}

function evaluate() {
  const module = new Module(cli, null);
  module.filename = cli;
  module.paths = Module._nodeModulePaths(dirname(cli));
  const require = createRequire(cli);
  try {
    script.runInThisContext()(module.exports, require, module, cli, dirname(cli));
  } catch (error) {
    uncaught(error);
  }
}

function setEnvironment(env) {
  for (const name of Object.keys(process.env)) if (!Object.hasOwn(env, name)) delete process.env[name];
  Object.assign(process.env, env);
}

/** What a command may leave behind that the next one must not see. */
function stateOf() {
  return {
    listeners: process.eventNames().map((name) => [name, process.rawListeners(name)]),
    streams: ['stdout', 'stderr'].map((name) => [name, Object.getOwnPropertyDescriptor(process[name], 'write')]),
  };
}

function restore({ listeners, streams }, exitCode) {
  for (const name of process.eventNames()) {
    const kept = listeners.find(([each]) => each === name)?.[1] ?? [];
    for (const listener of process.rawListeners(name)) {
      if (kept.includes(listener)) continue;
      process.removeListener(name, listener);
      if (name === 'exit') listener(exitCode);
    }
  }
  for (const [name, write] of streams) {
    if (write === undefined) delete process[name].write;
    else Object.defineProperty(process[name], 'write', write);
  }
  Object.assign(process, REAL);
  process.exitCode = undefined;
}
