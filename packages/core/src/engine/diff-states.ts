import type { DiffTarget } from '@prisma/schema-engine-wasm';
import { sorted } from '../compare.js';
import type { Database, DatabaseEntity } from '../database/database.js';
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
  return diffBothWays(shadow, { from: describedTarget(before), to: describedTarget(after), external: [] });
}

/**
 * Asks Prisma's engine for the statements that make what is in a database besides some of its tables and enums. It
 * compares what it reads itself, without the detour over its own language, in which some things have no word.
 *
 * @param external what is left alone, by {@link Database.entityName}
 * @throws OrchestrateError `ENGINE.DIFF_FAILED`
 */
export function diffFromNothing(
  shadow: Database,
  {
    namespaces,
    external,
  }: { readonly namespaces: readonly string[] | null; readonly external: readonly DatabaseEntity[] },
): Promise<ShadowDiff> {
  const files = [{ path: FILE, content: emptySchema(shadow, namespaces) }];
  const live: DiffTarget = { tag: 'schemaDatasource', files, configDir: '/' };
  return diffBothWays(shadow, { from: { tag: 'schemaDatamodel', files }, to: live, external });
}

const FILE = 'schema.prisma';

function emptySchema({ provider }: Database, namespaces: readonly string[] | null): string {
  const schemas = namespaces === null ? '' : `  schemas = ${JSON.stringify(namespaces)}\n`;
  return `datasource db {\n  provider = ${JSON.stringify(provider)}\n${schemas}}\n`;
}

function describedTarget(content: string): DiffTarget {
  return { tag: 'schemaDatamodel', files: [{ path: FILE, content }] };
}

interface DiffOptions {
  readonly from: DiffTarget;
  readonly to: DiffTarget;
  readonly external: readonly DatabaseEntity[];
}

function diffBothWays(shadow: Database, { from, to, external }: DiffOptions): Promise<ShadowDiff> {
  const names = (wanted: DatabaseEntity['kind']): string[] =>
    external.filter(({ kind }) => kind === wanted).map(({ name }) => shadow.engineName(name));
  const filters = { externalTables: names('table'), externalEnums: names('enum') };
  return withEngine(shadow, async (engine) => {
    const diff = async (left: DiffTarget, right: DiffTarget): Promise<string> => {
      const { exitCode, stdout } = await engine.diff({ from: left, to: right, script: true, exitCode: true, filters });
      return exitCode === 2 ? (stdout ?? '') : '';
    };
    return { up: await diff(from, to), down: await diff(to, from) };
  });
}
