import type { Database } from '../database/database.js';
import { withEngine } from './with-engine.js';

/**
 * Asks Prisma's engine for the statements that make a schema in an empty database.
 *
 * @param files the composed schema
 * @throws OrchestrateError `ENGINE.DIFF_FAILED`
 */
export function scriptFromNothing(
  database: Database,
  files: readonly { readonly path: string; readonly text: string }[],
): Promise<string> {
  const models = files.map(({ path, text }) => ({ path, content: text }));
  return withEngine(database, async (engine) => {
    const { exitCode, stdout } = await engine.diff({
      from: { tag: 'empty' },
      to: { tag: 'schemaDatamodel', files: models },
      script: true,
      exitCode: true,
      filters: { externalTables: [], externalEnums: [] },
    });
    return exitCode === 2 ? (stdout ?? '') : '';
  });
}
