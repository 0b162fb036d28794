import { redactUrls } from '../../config/redact-url.js';
import { messageOf, OrchestrateError } from '../../errors.js';
import { closestNames } from '../../revisions/closest-names.js';
import type { ListProblem } from './fleet-source.js';

const FORMS =
  'one URL per line, a list in JSON or YAML, or a module whose default export is a list or a function that gives one';

/** Something else than a list of databases. */
export function notAList(where: string, why: string): OrchestrateError {
  return new OrchestrateError({
    kind: 'usage',
    code: 'FLEET.NOT_A_LIST',
    message: `${where} is no list of databases: ${why}.`,
    fix: `Write it as ${FORMS}; an entry is a URL, or { name, url, schema }.`,
    meta: { where },
  });
}

/** The path that was given leads nowhere. */
export function noListFile(file: string): OrchestrateError {
  return new OrchestrateError({
    kind: 'usage',
    code: 'FLEET.NO_FILE',
    message: `There is no list of databases ${file}.`,
    fix: `Name a file with ${FORMS}; \`-\` reads it from standard input.`,
    meta: { file },
  });
}

/** Nothing in a text, which is more often a mistake than a fleet without databases. */
export function emptyList(from: string): OrchestrateError {
  return new OrchestrateError({
    kind: 'usage',
    code: 'FLEET.EMPTY',
    message: `The list of databases ${from} names none.`,
    fix: 'Write a database URL on each line. If there are none on purpose, leave the command out, or give a module that exports an empty list.',
    meta: { from },
  });
}

/** The user's code that lists the databases has thrown. */
export function moduleFailed(file: string, cause: unknown): OrchestrateError {
  return new OrchestrateError({
    kind: 'usage',
    code: 'FLEET.MODULE_FAILED',
    message: `The list of databases ${file} could not be had from its module: ${redactUrls(messageOf(cause).trim())}`,
    fix: 'Correct the module; nothing was changed in any database.',
    meta: { file },
    cause,
  });
}

/** Entries of the list that cannot be used, all at once. */
export function badList(problems: readonly ListProblem[]): OrchestrateError {
  const lines = problems.map(({ where, message, fix }) => `- ${where} ${message}. ${fix}`);
  return new OrchestrateError({
    kind: 'usage',
    code: 'FLEET.BAD_LIST',
    message: `The list of databases has ${problems.length === 1 ? 'an entry' : `${problems.length} entries`} that cannot be used; nothing was run:\n${lines.join('\n')}`,
    fix: `Correct ${problems.length === 1 ? 'it' : 'all of them'}, then run the same command again.`,
    meta: { problems },
  });
}

/** `only` names what the list does not have. */
export function unknownDatabases(unknown: readonly string[], names: readonly string[]): OrchestrateError {
  const near = [...new Set(unknown.flatMap((wanted) => closestNames({ wanted, names })))];
  return new OrchestrateError({
    kind: 'usage',
    code: 'FLEET.UNKNOWN_DATABASE',
    message: `The list of databases has none called ${unknown.map((name) => `"${name}"`).join(', ')}; nothing was run.`,
    fix:
      near.length > 0
        ? `Did you mean ${near.join(' or ')}?`
        : 'Names are those of the list; where it gives none, `--dry-run --json` shows them.',
    meta: { unknown },
  });
}

/** A number that splits or bounds a fleet makes no sense. */
export function badFleetOption(message: string, fix: string): OrchestrateError {
  return new OrchestrateError({ kind: 'usage', code: 'FLEET.BAD_OPTION', message, fix });
}
