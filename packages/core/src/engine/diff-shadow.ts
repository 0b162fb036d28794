import type { DiffTarget } from '@prisma/schema-engine-wasm';
import type { Database } from '../database/database.js';
import { withEngine } from './with-engine.js';

/** What to compare a replayed shadow database with. */
export interface ShadowDiffOptions {
  readonly shadow: Database;
  /** The composed schema. */
  readonly files: readonly { readonly path: string; readonly text: string }[];
  /** Tables and enums that are not the engine's to change, by the names that it wants. */
  readonly external: { readonly tables: readonly string[]; readonly enums: readonly string[] };
}

/** The SQL between a shadow database and a schema, both ways; empty where they agree. */
export interface ShadowDiff {
  /** From the shadow database to the schema. */
  readonly up: string;
  /** From the schema back to the shadow database. */
  readonly down: string;
}

/**
 * Asks Prisma's own engine for the statements between a finished shadow database and a schema.
 *
 * @throws OrchestrateError `ENGINE.DIFF_FAILED`
 */
export function diffShadow({ shadow, files, external }: ShadowDiffOptions): Promise<ShadowDiff> {
  const models = files.map(({ path, text }) => ({ path, content: text }));
  // As a live database, which the engine describes by the preview features of the schema; what it replays itself it
  // describes without them, and finds no Postgres extension there.
  const replayed: DiffTarget = { tag: 'schemaDatasource', files: models, configDir: '/' };
  const schema: DiffTarget = { tag: 'schemaDatamodel', files: models };
  const filters = { externalTables: [...external.tables], externalEnums: [...external.enums] };
  return withEngine(shadow, async (engine) => {
    const diff = async (from: DiffTarget, to: DiffTarget): Promise<string> => {
      const { exitCode, stdout } = await engine.diff({ from, to, script: true, exitCode: true, filters });
      return exitCode === 2 ? (stdout ?? '') : '';
    };
    const up = await diff(replayed, schema);
    return { up, down: up === '' ? '' : await diff(schema, replayed) };
  });
}
