import type { DiffTarget } from '@prisma/schema-engine-wasm';
import { sorted } from '../compare.js';
import type { Database } from '../database/database.js';
import type { ShadowDiff } from './diff-shadow.js';
import { withEngine } from './with-engine.js';

/**
 * Has Prisma's engine describe a database, as `prisma db pull` does. What it cannot describe (views, triggers,
 * functions, partial indexes) is left out without a word.
 *
 * @param namespaces the database schemas to describe; null where one is all there is
 * @returns a schema in Prisma's language
 * @throws OrchestrateError `ENGINE.DIFF_FAILED`
 */
export async function describeState(shadow: Database, namespaces: readonly string[] | null): Promise<string> {
  const content = emptySchema(shadow, namespaces);
  // The engine refuses to describe a database with nothing in it.
  if ((await shadow.listEntities()).length === 0) return content;
  return withEngine(shadow, async (engine) => {
    const { schema } = await engine.introspect({
      schema: { files: [{ path: FILE, content }] },
      baseDirectoryPath: '/',
      force: true,
      compositeTypeDepth: -1,
      namespaces: namespaces === null ? null : [...namespaces],
    });
    return schema.files.map((file) => file.content).join('\n');
  });
}

/** The database schemas that something is in, the one of the connection first; empty where a database has none. */
export async function listNamespaces(shadow: Database): Promise<readonly string[]> {
  const { defaultSchema } = shadow;
  if (defaultSchema === null) return [];
  const others = (await shadow.listEntities()).flatMap(({ name }) => {
    const engineName = shadow.engineName(name);
    return engineName.startsWith(`${defaultSchema}.`) ? [] : [engineName.slice(0, engineName.indexOf('.'))];
  });
  return [defaultSchema, ...sorted(new Set(others))];
}

/** Two states as {@link describeState} gives them. */
export interface DescribedStates {
  readonly before: string;
  readonly after: string;
}

/**
 * Asks Prisma's engine for the statements between two described states.
 *
 * @throws OrchestrateError `ENGINE.DIFF_FAILED`
 */
export function diffStates(shadow: Database, { before, after }: DescribedStates): Promise<ShadowDiff> {
  const target = (content: string): DiffTarget => ({ tag: 'schemaDatamodel', files: [{ path: FILE, content }] });
  const filters = { externalTables: [], externalEnums: [] };
  return withEngine(shadow, async (engine) => {
    const diff = async (from: string, to: string): Promise<string> => {
      const asked = { from: target(from), to: target(to), script: true, exitCode: true, filters };
      const { exitCode, stdout } = await engine.diff(asked);
      return exitCode === 2 ? (stdout ?? '') : '';
    };
    return { up: await diff(before, after), down: await diff(after, before) };
  });
}

const FILE = 'schema.prisma';

function emptySchema({ provider }: Database, namespaces: readonly string[] | null): string {
  const schemas = namespaces === null ? '' : `  schemas = ${JSON.stringify(namespaces)}\n`;
  return `datasource db {\n  provider = ${JSON.stringify(provider)}\n${schemas}}\n`;
}
