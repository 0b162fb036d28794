import { POSTGRESQL } from './postgres-test-database.js';
import { SQLITE } from './sqlite-test-database.js';
import type { DatabaseKind } from './test-database.js';

/** The databases that everything has to work on. */
export const DATABASES: readonly DatabaseKind[] = [SQLITE, POSTGRESQL];
