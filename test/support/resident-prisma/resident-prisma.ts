import { fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { addEntries } from '../../../packages/core/src/testdir.test-support.js';
import { repositoryRoot } from '../repository.js';
import { type CliRun, cleanEnvironment } from '../run-cli.js';

/** Prisma's command line, as it is installed. */
export const PRISMA = join(repositoryRoot, 'node_modules/prisma/build');

/** Our executable, which Prisma's command line takes for its schema engine. */
export const ENGINE_BINARY = join(repositoryRoot, 'packages/cli/dist/schema-engine-bin.js');

/** Where a command of Prisma's runs. */
export interface PrismaPlace {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** The environment of Prisma's command line: our engine, and nothing that asks the network. */
export function prismaEnvironment(more: Readonly<Record<string, string>> = {}): Record<string, string> {
  const names = {
    CHECKPOINT_DISABLE: '1',
    PRISMA_HIDE_UPDATE_MESSAGE: '1',
    PRISMA_SCHEMA_ENGINE_BINARY: ENGINE_BINARY,
  };
  return { ...(cleanEnvironment() as Record<string, string>), ...names, ...more };
}

/**
 * Installs Prisma into a workspace, for commands of orchestrate that start it: what they start is a small process that hands
 * over to the same one.
 */
export async function installResidentPrisma(root: string): Promise<void> {
  host ??= startHost();
  const client = join(repositoryRoot, 'test/support/resident-prisma/client.cjs');
  const { version } = JSON.parse(readFileSync(join(PRISMA, '../package.json'), 'utf8')) as { readonly version: string };
  addEntries(root, {
    'node_modules/prisma/package.json': JSON.stringify({ name: 'prisma', version, bin: { prisma: 'prisma.cjs' } }),
    'node_modules/prisma/prisma.cjs': `process.env.RESIDENT_PRISMA = ${JSON.stringify(await host)};\nrequire(${JSON.stringify(client)});\n`,
  });
}

let host: Promise<string> | null = null;

/**
 * Runs Prisma's real command line. What a process of it costs is mostly its start; so one process, which all tests of a
 * worker share, evaluates it anew for each command. `resident-prisma.test.ts` compares that with processes.
 */
export async function runPrisma(args: readonly string[], { cwd, env }: PrismaPlace): Promise<CliRun> {
  host ??= startHost();
  const socket = createConnection(await host);
  socket.end(`${JSON.stringify({ args, cwd, env: prismaEnvironment(env) })}\n`);
  const answer = await text(socket);
  if (answer === '') throw new Error(`The process that runs Prisma ended with: ${args.join(' ')}`);
  return JSON.parse(answer) as CliRun;
}

async function startHost(): Promise<string> {
  const socket = join(tmpdir(), `prisma-host-${randomUUID()}.sock`);
  const engine = join(repositoryRoot, 'packages/core/dist/operations/serve-schema-engine.js');
  const child = fork(
    join(repositoryRoot, 'test/support/resident-prisma/host.mjs'),
    [join(PRISMA, 'cli.js'), engine, ENGINE_BINARY, socket],
    { execArgv: ['--liftoff-only'], stdio: ['ignore', 'pipe', 'pipe', 'ipc'] },
  );
  child.stdout?.pipe(process.stderr);
  child.stderr?.pipe(process.stderr);
  await once(child, 'message');
  child.unref();
  child.channel?.unref();
  for (const stream of [child.stdout, child.stderr]) (stream as { unref?: () => void } | null)?.unref?.();
  return socket;
}
