import { OrchestrateError } from '../../errors.js';
import { didYouMean } from '../../revisions/closest-names.js';

/** Nothing was given for Prisma to do. */
export function noPrismaCommand(): OrchestrateError {
  return new OrchestrateError({
    kind: 'usage',
    code: 'PRISMA.NO_COMMAND',
    message: 'There is nothing for Prisma to do.',
    fix: 'Put its command behind `--`: orchestrate prisma blog -- migrate status',
  });
}

/** Prisma has the command, and it makes no sense for one extension. */
export function commandRefused(
  command: string,
  { reason, fix }: { readonly reason: string; readonly fix: string },
): OrchestrateError {
  return new OrchestrateError({
    kind: 'usage',
    code: 'PRISMA.COMMAND_REFUSED',
    message: `\`prisma ${command}\` is not run for one extension: ${reason}.`,
    fix,
    meta: { command },
  });
}

/** Prisma has no such command. */
export function unknownPrismaCommand(command: string, names: readonly string[]): OrchestrateError {
  return new OrchestrateError({
    kind: 'usage',
    code: 'PRISMA.UNKNOWN_COMMAND',
    message: `Prisma has no command \`${command}\` that is run for one extension.`,
    fix: didYouMean({ wanted: command, names }) ?? `Those that are: ${names.join(', ')}.`,
    meta: { command },
  });
}

/** An option would take the run away from the extension. */
export function optionRefused(
  option: string,
  { reason, fix }: { readonly reason: string; readonly fix: string },
): OrchestrateError {
  return new OrchestrateError({
    kind: 'usage',
    code: 'PRISMA.OPTION_REFUSED',
    message: `${option} cannot be given here: ${reason}.`,
    fix,
    meta: { option },
  });
}

/** A command of Prisma's stands where the name of an extension does. */
export function extensionMissing(word: string, extensions: readonly string[]): OrchestrateError {
  return new OrchestrateError({
    kind: 'usage',
    code: 'PRISMA.NO_EXTENSION',
    message: `The command line names no extension: "${word}" is a command of Prisma's.`,
    fix: `Name the extension before \`--\`: orchestrate prisma ${extensions.at(-1) ?? 'blog'} -- ${word}`,
    meta: { extensions },
  });
}

/** A generator would write where the client of the whole workspace is, or nobody knows where. */
export function clientElsewhere(
  { extension, generator }: { readonly extension: string; readonly generator: string },
  { reason, fix }: { readonly reason: string; readonly fix: string },
): OrchestrateError {
  return new OrchestrateError({
    kind: 'usage',
    code: 'PRISMA.CLIENT_ELSEWHERE',
    message: `No client of ${extension} alone was generated: the generator block ${generator} ${reason}.`,
    fix,
    meta: { extension, generator },
  });
}

/** The executable that answers as Prisma's schema engine is not there. */
export function engineMissing(): OrchestrateError {
  return new OrchestrateError({
    kind: 'usage',
    code: 'PRISMA.NO_ENGINE',
    message:
      "The command orchestrate-schema-engine, through which Prisma's command sees one extension, is not installed.",
    fix: 'Install the package that has it: npm install --save-dev prisma-orchestrate',
  });
}

/** Prisma asks by itself, and has an answer of its own. */
export function consentIsPrismas(command: string, option: string): OrchestrateError {
  return new OrchestrateError({
    kind: 'usage',
    code: 'PRISMA.CONSENT',
    message: `--yes does not answer what \`prisma ${command}\` asks: it may lose data, and the question is Prisma's own.`,
    fix: `Give Prisma its own answer behind \`--\`: ${command} ${option}`,
    meta: { command, option },
  });
}
