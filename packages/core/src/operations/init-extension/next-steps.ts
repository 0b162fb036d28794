import path from 'node:path';
import { rootRelative } from '../../config/root-relative.js';
import type { DecidedExtension, ExtensionRequest } from './decide-extension.js';
import { canMigrate } from './plan-files.js';

/** What has happened besides the files. */
export interface NextStepsOptions {
  readonly request: ExtensionRequest;
  readonly isApplied: boolean;
}

/** What is left to do once an extension is made, in order. */
export function nextSteps(
  { open, sources, extension, after, draft, listed, monorepo }: DecidedExtension,
  { request, isApplied }: NextStepsOptions,
): readonly string[] {
  const { root } = open.workspace;
  const { name } = extension;
  const migrates = canMigrate(sources);
  const hasModels = migrates && after.entities.some((entity) => entity.extension === name);
  const isCovered = monorepo?.covers(extension.directory) ?? true;
  const fragment = extension.fragmentPaths[0];
  return [
    ...(listed?.kind === 'manual' ? [listed.toDo] : []),
    ...(monorepo === null || isCovered
      ? []
      : [
          `Let ${path.relative(root, monorepo.file) || monorepo.file} cover ${rootRelative(monorepo.root, extension.directory)}`,
        ]),
    ...(monorepo === null
      ? []
      : [`Let the package manager know the new package: \`${monorepo.packageManager.install}\``]),
    ...(hasModels && !request.makesRevision
      ? [`Make the first revision: \`orchestrate revision --extension ${name} -m "Init" --auto\``]
      : []),
    ...(hasModels && !isApplied && (draft !== null || !request.makesRevision)
      ? [`Apply it: \`orchestrate upgrade --extension ${name}\``]
      : []),
    ...(fragment === undefined
      ? []
      : [
          `Put models of your own into ${rootRelative(root, fragment)}, then run \`orchestrate ${migrates ? 'dev' : 'generate'}\``,
        ]),
  ];
}
