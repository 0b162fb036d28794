import { OrchestrateError } from '../../errors.js';
import type { StatementError } from '../run/run-errors.js';

/** What is there by that name is no test database of this workspace. */
export function notATestDatabase(display: string): OrchestrateError {
  return new OrchestrateError({
    kind: 'usage',
    code: 'TEST.NOT_OURS',
    message: `${display} is there, and it is no test database that this workspace has made; nothing was touched.`,
    fix: 'Choose another name with --name. If it really is one, such as after the workspace was moved, drop it yourself.',
    meta: { database: display },
  });
}

/** The test database is there, made from other sources. */
export function outdatedTestDatabase(display: string): OrchestrateError {
  return new OrchestrateError({
    code: 'TEST.OUTDATED',
    message: `The test database ${display} is there, and it was made from other fragments or scripts than there are now.`,
    fix: 'Make it anew, with the same options: orchestrate test-db reset',
    meta: { database: display },
  });
}

/** A name that no database can have everywhere. */
export function badTestName(name: string): OrchestrateError {
  return new OrchestrateError({
    kind: 'usage',
    code: 'TEST.BAD_NAME',
    message: `A test database cannot be called ${JSON.stringify(name)}.`,
    fix: 'Give a name of 1 to 63 bytes without slashes and control characters, such as --name app_test',
    meta: { name },
  });
}

/** A script that is to run in the test database is not there. */
export function scriptMissing(file: string): OrchestrateError {
  return new OrchestrateError({
    kind: 'usage',
    code: 'TEST.NO_SCRIPT',
    message: `There is no file ${file}.`,
    fix: 'Correct the path; it counts from the current directory.',
    meta: { file },
  });
}

/** A statement that makes or fills a test database was refused. */
export function scriptFailed(file: string | null, { statement, failure, cause }: StatementError): OrchestrateError {
  const what = file ?? 'the script of the composed schema';
  const place = statement === null ? 'at the end' : `at statement ${statement.index}, line ${statement.line}`;
  return new OrchestrateError({
    code: 'TEST.SCRIPT_FAILED',
    message: `The test database could not be made: ${what} failed ${place}: ${failure.message}`,
    fix:
      file === null
        ? 'What the schema needs beside its models, such as functions of defaults, goes into a script: --init-sql FILE'
        : `Correct ${file}.`,
    meta: { file, statement: statement?.sql ?? null, databaseCode: failure.code },
    cause,
  });
}
