import path from 'node:path';
import { EXTENSIONS_DIRECTORY } from '../../config/defaults.js';
import type { WorkspaceConfig } from '../../config/read-config.js';
import { readTextFile } from '../../config/read-text-file.js';
import { rootRelative } from '../../config/root-relative.js';
import { findDriver, unsupportedProvider } from '../../database/driver-for.js';
import { otherProvider } from '../../database/other-providers.js';
import { CORE } from '../../extension.js';
import { parseSchemaFile } from '../../fragment/parse-schema-file.js';
import { readDatasource } from '../../fragment/read-datasource.js';
import { coverageIn } from '../../workspace/coverage-of.js';
import { readFragments } from '../../workspace/read-fragments.js';
import { readRevisions } from '../../workspace/read-revisions.js';
import { workspaceOf } from '../../workspace/read-workspace.js';
import type { InitOptions, InitPlan } from '../init.js';
import { composeChecked } from '../run/compose-checked.js';
import { providerOf } from '../run/datasource-of.js';
import { assertNoErrors } from '../run/findings-error.js';
import { configText } from './config-text.js';
import { findExtensionsDir } from './find-extensions-dir.js';
import { otherProvider as notThatProvider } from './init-errors.js';
import { adoptionCommands, ignoreSteps, installSteps, type NextStep } from './next-steps.js';
import { planAdditions } from './plan-additions.js';
import type { Project } from './read-project.js';
import { taskLayoutOf } from './task-layout.js';
import { turboSteps } from './turbo-steps.js';

/** What makes a workspace of a project that has a schema. */
export async function planExistingProject(
  project: Project,
  read: WorkspaceConfig,
  options: InitOptions,
): Promise<InitPlan> {
  const { root, packageManager } = project;
  const isConfigured = read.config.file !== null;
  const extensionsDir = isConfigured ? read.config.extensionsDir : findExtensionsDir(root);
  const isElsewhere = extensionsDir !== EXTENSIONS_DIRECTORY;
  const config = { ...read.config, extensionsDir };
  const workspace = workspaceOf({ ...read, config });
  const sources = await readFragments(workspace);
  const provider = providerOf(sources);
  const driver = await findDriver(provider);
  const other = otherProvider(provider);
  if (driver === null && other === null) throw unsupportedProvider(provider);
  const adapter = driver === null ? other?.adapter : driver.starter.adapter;
  if (options.provider !== undefined && options.provider !== provider) {
    throw notThatProvider(options.provider, provider);
  }
  const { findings } = await composeChecked(workspace, { sources, extension: CORE });
  assertNoErrors(findings, 'Cannot make a workspace of this project');

  const core = sources.find(({ name }) => name === CORE)?.files ?? [];
  const written = configText({
    language: project.hasTypeScript ? 'typescript' : 'javascript',
    extensionsDir: isElsewhere ? extensionsDir : null,
  });
  const created = isConfigured ? [] : [{ file: path.join(root, written.name), before: null, after: written.text }];
  const layout = taskLayoutOf(workspace, core);
  const { changes, kept } = await planAdditions(project, { layout, migrates: driver !== null });
  const isNew = created.length + changes.length > 0;
  const { revisions } = await readRevisions(workspace, [CORE]);
  const hasModels = core.some((file) => parseSchemaFile(file).blocks.some(({ kind }) => kind === 'model'));
  const lacksRevisions = hasModels && revisions.length === 0;
  const extensions = workspace.extensions.map(({ name }) => name).filter((name) => name !== CORE);
  return {
    kind: 'existing',
    provider,
    config: config.file === null ? null : rootRelative(root, config.file),
    extensions,
    changes: [...changes, ...created],
    kept,
    next: [
      ...installSteps({
        project,
        dev: [
          ...importedBy(isConfigured ? readText(read.config.file) : written.text, '@prisma-orchestrate/core'),
          'prisma',
          ...importedBy(readText(read.prismaConfig?.file), 'dotenv'),
        ],
        builds: driver?.starter.builds ?? [],
        runtime: ['@prisma/client', ...(adapter == null || hasAdapter(project) ? [] : [adapter])],
      }),
      ...prismaSteps(read, readDatasource(core)?.url ?? null),
      ...ignoreSteps(project, [
        `${config.output}/`,
        ...(layout.generated ?? []).map((folder) => `${folder}/`),
        '.env',
        '.orchestrate/',
      ]),
      ...turboSteps(project),
      ...monorepoSteps(project, extensionsDir),
      ...(isNew ? adoptionCommands(packageManager, { extensions, lacksRevisions, migrates: driver !== null }) : []),
    ],
  };
}

function readText(file: string | null | undefined): string {
  return file === null || file === undefined ? '' : (readTextFile(file) ?? '');
}

/** The package, where the text of a module imports it. */
function importedBy(text: string, name: string): readonly string[] {
  return [`from "${name}`, `from '${name}`, `import "${name}`, `import '${name}`].some((each) => text.includes(each))
    ? [name]
    : [];
}

/** The client of Prisma 7 reaches every database through one; which one it is to be is the project's choice. */
function hasAdapter({ dependencies }: Project): boolean {
  return [...dependencies.keys()].some((name) => /^@prisma\/(?:adapter-|extension-accelerate)/.test(name));
}

/** What Prisma 7 reads elsewhere than Prisma 6 did. Orchestrate reads both. */
function prismaSteps({ root, prismaConfig }: WorkspaceConfig, url: unknown): readonly NextStep[] {
  const isFile = prismaConfig !== null && path.basename(prismaConfig.file) !== 'package.json';
  if (isFile && url === null) return [];
  // Prisma 6 took the place from package.json.
  const schema = prismaConfig?.schema == null ? '' : `schema: "${rootRelative(root, prismaConfig.schema)}", `;
  const config = [
    'import { defineConfig } from "prisma/config";',
    `export default defineConfig({ ${schema}datasource: { url: process.env.DATABASE_URL } });`,
  ];
  return [
    {
      does:
        url === null
          ? 'Prisma 7 reads its settings and the address of the database from prisma.config.ts: make that file'
          : 'Prisma 7 reads the address of the database from prisma.config.ts: take "url" out of the datasource block',
      lines: isFile ? [] : config,
    },
  ];
}

/** Files above the workspace are not this command's to change. */
function monorepoSteps({ root, above }: Project, extensionsDir: string): readonly NextStep[] {
  const folder = path.join(root, extensionsDir);
  if (above === null || coverageIn(above, folder) === 'covered') return [];
  const pattern = `${rootRelative(above.root, folder)}/*`;
  return [{ does: `To make packages of the extensions, add to the packages in ${above.file}`, lines: [pattern] }];
}
