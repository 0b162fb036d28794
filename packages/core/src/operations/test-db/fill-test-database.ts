import type { Database } from '../../database/database.js';
import { scriptFromNothing } from '../../engine/script-from-nothing.js';
import { CORE } from '../../extension.js';
import { lintComposition } from '../run/compose-checked.js';
import { assertNoErrors } from '../run/findings-error.js';
import { replay } from '../run/replay.js';
import { StatementError } from '../run/run-errors.js';
import { runScript } from '../run/run-script.js';
import type { RunOptions } from '../run-options.js';
import type { TestSchema } from './read-test-schema.js';
import { scriptFailed } from './test-db-errors.js';

/** Fills an empty database: scripts that come first, the schema, and the rows that every test begins with. */
export async function fillTestDatabase(
  database: Database,
  schema: TestSchema,
  { onEvent, signal }: Pick<RunOptions, 'onEvent' | 'signal'>,
): Promise<void> {
  const { workspace, driver, revisions, initSql, seedSql } = schema;
  const run = (file: string | null, script: string): Promise<void> => runFile(file, script, { database, schema });
  for (const { file, text } of initSql) await run(file, text);
  if (revisions === null) await run(null, await composedScript(database, schema));
  else await replay({ shadow: database, driver, revisions, extension: CORE, root: workspace.root, onEvent, signal });
  for (const { file, text } of seedSql) await run(file, text);
}

async function composedScript(database: Database, { workspace, composition }: TestSchema): Promise<string> {
  assertNoErrors(await lintComposition(workspace, composition), 'Cannot make a test database');
  return scriptFromNothing(database, composition.files);
}

async function runFile(
  file: string | null,
  script: string,
  { database, schema }: { readonly database: Database; readonly schema: TestSchema },
): Promise<void> {
  try {
    await runScript(script, { database, driver: schema.driver });
  } catch (error) {
    throw error instanceof StatementError ? scriptFailed(file, error) : error;
  }
}
