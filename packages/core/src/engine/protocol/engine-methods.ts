import type { SchemaEngineMethod } from '../schema-engine.js';

const METHODS: Readonly<Record<SchemaEngineMethod, true>> = {
  applyMigrations: true,
  createDatabase: true,
  createMigration: true,
  dbExecute: true,
  debugPanic: true,
  devDiagnostic: true,
  diagnoseMigrationHistory: true,
  diff: true,
  ensureConnectionValidity: true,
  evaluateDataLoss: true,
  getDatabaseVersion: true,
  introspect: true,
  introspectSql: true,
  markMigrationApplied: true,
  markMigrationRolledBack: true,
  reset: true,
  schemaPush: true,
};

/** All methods of the protocol, by the names that they have on the wire. */
export const ENGINE_METHODS = Object.keys(METHODS) as readonly SchemaEngineMethod[];
