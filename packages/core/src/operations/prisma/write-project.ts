import path from 'node:path';
import { composeClosure } from '../../composition/compose.js';
import type { Composition } from '../../composition/composition.js';
import type { Environment } from '../../config/environment.js';
import { readTextFile } from '../../config/read-text-file.js';
import { redactUrl } from '../../config/redact-url.js';
import type { ExtensionSource } from '../../fragment/extension-source.js';
import { isJsonObject, parseJsonObject } from '../../json/parse-json-object.js';
import { readFragments } from '../../workspace/read-fragments.js';
import type { Extension, Workspace } from '../../workspace/workspace.js';
import { draftPlan } from '../make-revision/draft-revision.js';
import { composeExtensions } from '../run/compose-checked.js';
import { assertNoErrors } from '../run/findings-error.js';
import { type LocatedDatabase, locateDatabase } from '../run/open-database.js';
import { openSoundWorkspace, openWorkspace } from '../run/open-workspace.js';
import type { RunOptions } from '../run-options.js';
import { withClientOutputs } from './client-outputs.js';
import { initShadowScript } from './init-shadow-script.js';
import type { PrismaCommand } from './prisma-command.js';
import { prismaConfigText } from './prisma-config-text.js';
import { type ProjectFile, projectFiles, schemaFolderOf } from './prisma-project.js';
import type { RunFolder } from './run-folder.js';

/** What Prisma's command sees, on the disk. */
export interface WrittenProject {
  /** The configuration, absolute. */
  readonly config: string;
  /** The folder of the schema, absolute. */
  readonly schema: string;
  readonly files: readonly ProjectFile[];
  readonly sources: readonly ExtensionSource[];
  /** Whether `db seed` has something to run. */
  readonly hasSeed: boolean;
  /** Variables that it needs. */
  readonly environment: Environment;
}

/** For whom a project is written. */
export interface WriteProjectOptions {
  readonly workspace: Workspace;
  readonly extension: Extension;
  readonly command: PrismaCommand;
  readonly folder: RunFolder;
  readonly options: RunOptions;
}

/** The URL that Prisma is told, and passes on where others on the machine can read it. */
const TOLD_URL = 'ORCHESTRATE_PRISMA_URL';

/**
 * Writes a Prisma project that is one extension: its own schema files and what it depends on, its revisions, its
 * database, with everything else external.
 *
 * @throws OrchestrateError of the first finding where the command needs a sound schema, `DATABASE.*`,
 * `PRISMA.CLIENT_ELSEWHERE`
 */
export async function writeProject(project: WriteProjectOptions): Promise<WrittenProject> {
  const { workspace, extension, command, folder, options } = project;
  const { root, prismaConfig } = workspace;
  const job = `Cannot run \`prisma ${command.name}\` for ${extension.name}`;
  const sources = await readFragments(workspace);
  const { whole, findings } = composeExtensions(workspace, { sources, extension: extension.name });
  if (command.isStrict) assertNoErrors(findings, job);
  // Where each file of core is, so that its generators stay as they are written.
  const [core] = workspace.extensions;
  const outputDirectory = core === undefined ? undefined : path.relative(root, schemaFolderOf(core));
  const closure = composeClosure(sources, extension.name, {
    outputDirectory: outputDirectory?.replaceAll(path.sep, '/'),
    apart: extension.name,
  });
  const composed = projectFiles({ root, extension, composed: closure.files });
  const files = command.writes === 'client' ? withClientOutputs(composed, { workspace, extension, sources }) : composed;
  const database = command.needs === 'database' ? await locateDatabase(workspace, options) : null;
  for (const file of files) folder.write(`schema/${file.path}`, file.text);
  const schema = path.join(folder.directory, 'schema');
  const own = prismaConfig?.own;
  const isCore = extension.directory === root;
  const beside = schemaFolderOf(extension);
  const seed = (isCore ? own?.seed : null) ?? seedOf(extension);
  folder.write(
    'prisma.config.mjs',
    prismaConfigText({
      extension: extension.name,
      schema,
      migrations: extension.migrationsDirectory,
      seed,
      initShadowDb: database === null ? '' : await initScriptFor({ ...project, closure, job }),
      views: (isCore ? own?.viewsPath : null) ?? path.join(beside, 'views'),
      typedSql: (isCore ? own?.typedSqlPath : null) ?? path.join(beside, 'sql'),
      externalTables: [...(own?.externalTables ?? []), ...externalNames(whole, { extension, database, kind: 'table' })],
      externalEnums: [...(own?.externalEnums ?? []), ...externalNames(whole, { extension, database, kind: 'enum' })],
      urlVariable: database === null ? null : TOLD_URL,
    }),
  );
  return {
    config: path.join(folder.directory, 'prisma.config.mjs'),
    schema,
    files,
    sources,
    hasSeed: seed !== null,
    environment: database === null ? {} : urlsFor(database, command),
  };
}

/** What Prisma 6 ran as the seed of a project: Prisma 7 has it in the configuration, of which the workspace has one. */
function seedOf({ directory }: Extension): string | null {
  const { prisma } = parseJsonObject(readTextFile(path.join(directory, 'package.json')) ?? '') ?? {};
  const seed = isJsonObject(prisma) ? prisma['seed'] : null;
  return typeof seed === 'string' && seed.trim() !== '' ? seed : null;
}

interface InitScriptOptions extends WriteProjectOptions {
  readonly closure: Composition;
  readonly job: string;
}

async function initScriptFor({ workspace, extension, command, options, closure, job }: InitScriptOptions) {
  const { graph } = command.isStrict ? await openSoundWorkspace(options, job) : await openWorkspace(options);
  const { plan } = draftPlan(graph, closure.extensions);
  return initShadowScript({
    extension: extension.name,
    revisions: graph.order.filter((revision) => plan.has(revision)),
    initScript: workspace.prismaConfig?.initShadowDb ?? null,
  });
}

interface ExternalNamesOptions {
  readonly extension: Extension;
  readonly database: LocatedDatabase | null;
  readonly kind: 'table' | 'enum';
}

/** What other fragments hold. */
function externalNames(
  { entities }: Composition,
  { extension, database, kind }: ExternalNamesOptions,
): readonly string[] {
  if (database === null || (kind === 'enum' && !database.driver.hasEnums)) return [];
  const names = database.driver.namesOf(database.target);
  const kinds: readonly string[] = kind === 'enum' ? ['enum'] : ['model', 'join-table'];
  return entities
    .filter((entity) => entity.extension !== extension.name && kinds.includes(entity.kind))
    .map((entity) => names.engineName(names.entityName(entity)));
}

/** Only what connects by itself is told the password: the engine has it from a variable that Prisma passes on unseen. */
function urlsFor({ driver, url, target }: LocatedDatabase, command: PrismaCommand): Environment {
  const whole = driver.absoluteUrl(target);
  const told = command.connects ? driver.studioUrl(whole) : redactUrl(whole);
  const forCode = command.runsCode || url.source === 'option';
  return {
    [TOLD_URL]: told,
    ORCHESTRATE_ENGINE_DATABASE_URL: whole,
    // Code of the extension's own finds its database where it always does.
    ...(forCode ? { DATABASE_URL: whole } : {}),
  };
}
