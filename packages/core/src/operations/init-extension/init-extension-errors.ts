import { OrchestrateError } from '../../errors.js';
import { whyUnfit } from '../../workspace/workspace-errors.js';

/** The name cannot be that of an extension. */
export function unfitNewName(name: string, fitting: string): OrchestrateError {
  return new OrchestrateError({
    kind: 'usage',
    code: 'SCAFFOLD.NAME',
    message: `${JSON.stringify(name)} cannot be the name of an extension: ${whyUnfit(name)}.`,
    fix: `Give a lower-case letter, then up to 47 lower-case letters, digits and dashes, such as: orchestrate init-extension ${fitting}`,
    meta: { name, fitting },
  });
}

/** The name means something else already. */
export function nameTaken(name: string, why: string, rest = ''): OrchestrateError {
  return new OrchestrateError({
    kind: 'usage',
    code: 'SCAFFOLD.TAKEN',
    message: `There cannot be a new extension ${name}: ${why}. Nothing was made.`,
    fix: `Give another name; \`orchestrate list\` shows those that are taken.${rest}`,
    meta: { name },
  });
}

/** The database knows an extension of that name. */
export function historyThere(name: string, where: { readonly table: string; readonly database: string }) {
  const { table, database } = where;
  return new OrchestrateError({
    code: 'SCAFFOLD.HISTORY_THERE',
    message: `${database} has revisions of an extension ${name} already, in ${table}, and there is no such extension in this workspace. Nothing was made.`,
    fix: `Restore its directory from version control if it is meant to be there; or remove what it made with \`orchestrate uninstall ${name}\`; or give another name.`,
    meta: { extension: name, table },
  });
}

/** The directory cannot be that of a new extension. */
export function unfitDirectory(directory: string, why: string, fix: string): OrchestrateError {
  return new OrchestrateError({
    kind: 'usage',
    code: 'SCAFFOLD.DIRECTORY',
    message: `${directory} cannot be the directory of a new extension: ${why}. Nothing was made.`,
    fix,
    meta: { directory },
  });
}

/** The new extension would not be among those that the environment lists. */
export function listInEnvironment(): OrchestrateError {
  return new OrchestrateError({
    kind: 'usage',
    code: 'SCAFFOLD.ENVIRONMENT',
    message:
      'An environment variable (ORCHESTRATE_EXTENSIONS or OVERRIDE_EXTENSION_LIST) lists the extensions of this run, and a new one would be none of them. Nothing was made.',
    fix: 'Run the command again without that variable.',
  });
}

/** The template cannot be used. */
export function unfitTemplate(template: string, why: string, fix: string): OrchestrateError {
  return new OrchestrateError({
    kind: 'usage',
    code: 'SCAFFOLD.TEMPLATE',
    message: `The template ${template} cannot be used: ${why}. Nothing was made.`,
    fix,
    meta: { template },
  });
}

/** A placeholder that nobody fills. */
export interface UnknownPlaceholder {
  /** Of the template, absolute. */
  readonly file: string;
  /** Null where it is in the file's name. */
  readonly line: number | null;
  readonly name: string;
}

/** The template has placeholders that nobody fills; all are named. */
export function unknownPlaceholders(found: readonly UnknownPlaceholder[], known: readonly string[]): OrchestrateError {
  const lines = found.map(
    ({ file, line, name }) => `- ${file}${line === null ? ' (its name)' : `:${line}`}: {{${name}}}`,
  );
  return new OrchestrateError({
    kind: 'usage',
    code: 'SCAFFOLD.PLACEHOLDER',
    message: `The template has placeholders that cannot be filled; nothing was made:\n${lines.join('\n')}`,
    fix: `There are ${known.map((name) => `{{${name}}}`).join(', ')}. Text that is to stay as it is gets a backslash before it: \\{{…}}`,
    meta: { placeholders: found },
  });
}

/** Something was committed in the database before the run failed, so the files that made it stay. */
export function extensionStays(
  { name, directory }: { readonly name: string; readonly directory: string },
  { why, cause }: { readonly why: string; readonly cause: unknown },
): OrchestrateError {
  const failure = cause instanceof OrchestrateError ? cause : null;
  return new OrchestrateError({
    kind: failure?.kind ?? 'failure',
    code: 'SCAFFOLD.STAYS',
    message: `${name} was made in ${directory} and stays there, as ${why}; what came after failed: ${failure?.message ?? String(cause)}`,
    fix: `${failure === null ? '' : `${failure.fix} `}Then go on with \`orchestrate upgrade --extension ${name}\`. To have neither the extension nor its tables: \`orchestrate uninstall ${name}\`, and delete ${directory}.`,
    meta: { extension: name, directory, failure: failure?.code ?? null },
    cause,
  });
}

/** The workspace does not see what was made. */
export function notFoundAfterwards(name: string, directory: string): OrchestrateError {
  return new OrchestrateError({
    code: 'SCAFFOLD.NOT_FOUND',
    message: `${directory} was made and the workspace did not see an extension ${name} in it, so everything was taken back.`,
    fix: 'See that "extensions" and "extensionsDir" of the orchestrate configuration are not decided by code that leaves it out, or give another --dir.',
    meta: { extension: name, directory },
  });
}

/** The user ended the run before anything of the extension was in the database; what it requires may be by then. */
export function initInterrupted(cause?: unknown): OrchestrateError {
  return new OrchestrateError({
    kind: 'interrupted',
    code: 'RUN.INTERRUPTED',
    message: 'Interrupted; the extension was not made, and what was written of it was taken back.',
    fix: 'Run the same command again.',
    cause,
  });
}

/** A hook has refused the first revision, which then is not kept, as another revision would be. */
export function hookRefused(error: OrchestrateError): OrchestrateError {
  const fix = 'Mend what the hook complains about, or change it in the configuration, and run the same command again.';
  return new OrchestrateError({ ...error, message: error.message, fix, cause: error });
}

/** The database has refused the first revision, whose files are gone again. */
export function firstRevisionRefused(error: OrchestrateError): OrchestrateError {
  const fix = 'Move what is in its way in the database, or give another name, and run the command again.';
  return new OrchestrateError({ ...error, message: error.message, fix, cause: error });
}

/** The same error, with what became of the files and what else may be done. */
export function withOutcome(
  error: OrchestrateError,
  { outcome, fix = '' }: { readonly outcome: string; readonly fix?: string },
): OrchestrateError {
  // Some say it themselves.
  const isSaid = error.message.toLowerCase().includes('nothing was made');
  return new OrchestrateError({
    ...error,
    message: isSaid ? error.message : `${error.message}\n${outcome}`,
    fix: `${error.fix}${fix === '' ? '' : `${/[.!?]$/.test(error.fix) ? '' : '.'} ${fix}`}`,
    cause: error.cause ?? error,
  });
}
