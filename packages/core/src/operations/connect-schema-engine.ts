import { findNativeEngine } from '../engine/native/find-native-engine.js';
import { type EngineProcessOptions, openEngineProcess } from '../engine/native/open-engine-process.js';
import type { SchemaEngine } from '../engine/schema-engine.js';
import { OrchestrateError } from '../errors.js';
import { asOperation } from './run/as-operation.js';

/** What {@link connectSchemaEngine} takes. */
export interface ConnectSchemaEngineOptions extends Omit<EngineProcessOptions, 'binary'> {
  /** The executable, relative to `cwd`; where Prisma keeps its own unless given. */
  readonly binary?: string | undefined;
}

/**
 * Starts a schema engine of Prisma as a process of its own and connects to it: the native one, for databases that nothing else
 * here can migrate, or the executable `orchestrate-schema-engine`. It is spoken to as Prisma's CLI speaks to it, one
 * request after the other, and ends when it is disposed of or the signal fires.
 *
 * The native engine is looked for where Prisma keeps it, in `PRISMA_SCHEMA_ENGINE_BINARY` first; it is not downloaded.
 *
 * @throws OrchestrateError `ENGINE.NOT_FOUND`, `ENGINE.NOT_STARTED`. The methods reject with an {@link EngineError}, which
 * has Prisma's code, and with an OrchestrateError of kind `interrupted` where the signal has fired
 *
 * @example
 * ```ts
 * await using engine = await connectSchemaEngine({
 *   cwd: process.cwd(),
 *   binary: 'node_modules/.bin/orchestrate-schema-engine',
 *   datasource: { url: 'file:./prisma/dev.db' },
 * });
 * const files = [{ path: 'a.prisma', content: 'datasource db {\n  provider = "sqlite"\n}\nmodel A {\n  id Int @id\n}\n' }];
 * const { stdout } = await engine.diff({
 *   from: { tag: 'empty' },
 *   to: { tag: 'schemaDatamodel', files },
 *   script: true,
 *   exitCode: null,
 *   filters: { externalTables: [], externalEnums: [] },
 * });
 * console.log(stdout?.split('\n')[0]); // -- CreateTable
 * ```
 */
export function connectSchemaEngine(options: ConnectSchemaEngineOptions): Promise<SchemaEngine> {
  return asOperation(options, async ({ cwd, environment = process.env, binary }) => {
    const process = { ...options, cwd, environment };
    if (binary !== undefined) return openEngineProcess({ ...process, binary });
    const found = await findNativeEngine({ root: cwd, environment });
    if (found.kind === 'none') throw notFound(found.places);
    return openEngineProcess({ ...process, binary: found.binary });
  });
}

function notFound(places: readonly string[]): OrchestrateError {
  const where = places.length === 0 ? 'Prisma is not installed there' : `looked for ${places.join(' and ')}`;
  return new OrchestrateError({
    code: 'ENGINE.NOT_FOUND',
    message: `Prisma's native schema engine is not there: ${where}.`,
    fix: 'Let Prisma download it: npx prisma version. Or name one in PRISMA_SCHEMA_ENGINE_BINARY; for SQLite and PostgreSQL, orchestrate-schema-engine is one.',
    meta: { places },
  });
}
