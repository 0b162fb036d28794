import { OrchestrateError } from '../../errors.js';
import type { LockHolder } from '../../events.js';
import { didYouMean } from '../../revisions/closest-names.js';
import { hasPlugNPlay, WITHOUT_PLUG_N_PLAY } from '../../workspace/plug-n-play.js';

/** Nothing in the core fragment asks for a client. */
export function noGenerator(): OrchestrateError {
  return new OrchestrateError({
    kind: 'usage',
    code: 'GENERATE.NO_GENERATOR',
    message: 'The core fragment has no generator block, so there is no client to generate.',
    fix: 'Add one to it, for example: generator client {\n  provider = "prisma-client"\n  output   = "../generated/client"\n}',
  });
}

/** A generator was asked for that core does not have. */
export function unknownGenerator(name: string, names: readonly string[]): OrchestrateError {
  return new OrchestrateError({
    kind: 'usage',
    code: 'GENERATE.UNKNOWN_GENERATOR',
    message: `The core fragment has no generator block "${name}".`,
    fix: didYouMean({ wanted: name, names }) ?? `Its generators are: ${names.join(', ')}.`,
    meta: { generator: name, generators: names },
  });
}

/** Prisma's own command is missing. */
export function noPrisma(root: string): OrchestrateError {
  return new OrchestrateError({
    kind: 'usage',
    code: 'GENERATE.NO_PRISMA',
    message: `The package prisma, whose command is to be run, is not installed in ${root}.`,
    fix: hasPlugNPlay(root) ? WITHOUT_PLUG_N_PLAY : 'Install it: npm install --save-dev prisma@7',
    meta: { root },
  });
}

/** A generator's command is missing. */
export function generatorNotInstalled(
  { name, provider }: { readonly name: string; readonly provider: string },
  cause: unknown,
): OrchestrateError {
  return new OrchestrateError({
    kind: 'usage',
    code: 'GENERATE.NOT_INSTALLED',
    message: `The generator block ${name} asks for "${provider}", and no such command is installed; the client is as it was before.`,
    fix: `Install the package that has it (npm install --save-dev ${provider}), or correct its provider in the core fragment.`,
    meta: { generator: name, provider },
    cause,
  });
}

/** `prisma generate` failed. */
export function generateFailed(
  { exitCode, output }: { readonly exitCode: number | string; readonly output: string },
  cause: unknown,
): OrchestrateError {
  return new OrchestrateError({
    code: 'GENERATE.FAILED',
    message: `\`prisma generate\` ended with ${exitCode}${output === '' ? '.' : `:\n${output}`}`,
    fix: 'Mend what it complains about and run `orchestrate generate`; the client is as it was before.',
    meta: { exitCode },
    cause,
  });
}

/** The signal fired while the client was generated. */
export function generateInterrupted(): OrchestrateError {
  return new OrchestrateError({
    kind: 'interrupted',
    code: 'RUN.INTERRUPTED',
    message: 'Interrupted while the client was generated; it is as it was before.',
    fix: 'Run `orchestrate generate`.',
  });
}

/** Another run generates, and goes on for longer than this one may wait. */
export function generateBusy(file: string, { pid, command }: LockHolder): OrchestrateError {
  const who = command === null ? `process ${pid ?? 'unknown'}` : `\`${command}\`, process ${pid ?? 'unknown'}`;
  return new OrchestrateError({
    code: 'GENERATE.BUSY',
    message: `Another run (${who}) is generating the client of this workspace; this one did nothing.`,
    fix: `Run it again once that one has ended, or wait longer with --lock-timeout. If there is none, delete ${file}.`,
    meta: { file, holder: pid },
  });
}
