import path from 'node:path';
import { readTextFile } from '../../config/read-text-file.js';
import { CORE } from '../../extension.js';
import { type JsonObject, parseJsonObject } from '../../json/parse-json-object.js';
import { extensionScripts } from '../../workspace/extension-scripts.js';
import { findPackage } from '../../workspace/find-package.js';
import type { Extension, Workspace } from '../../workspace/workspace.js';
import { nameTaken } from './init-extension-errors.js';
import type { Monorepo } from './read-monorepo.js';

/** The package.json of a new extension, as an object. */
export interface PlannedPackage {
  readonly name: string;
  readonly manifest: JsonObject;
}

/** What it is made from. */
export interface PlanPackageOptions {
  readonly name: string;
  /** Absolute. */
  readonly directory: string;
  /** With core. */
  readonly dependsOn: readonly string[];
  readonly monorepo: Monorepo | null;
}

/**
 * Decides what the package.json of a new extension says: the manifest, scripts for turbo, and in a monorepo the packages
 * of the extensions that it depends on, so that other tools know the same graph.
 *
 * @throws OrchestrateError `SCAFFOLD.TAKEN`
 */
export function planPackage(
  { root, extensions }: Workspace,
  { name, directory, dependsOn, monorepo }: PlanPackageOptions,
): PlannedPackage {
  const siblings = extensions
    .filter((each) => each.name !== CORE && !each.isInstalled)
    .map((each) => packageIn(each.directory));
  const packageName = scopeOf([...siblings, packageIn(root)]) + name;
  const owner = extensions.find((each) => packageIn(each.directory)['name'] === packageName);
  if (owner !== undefined)
    throw nameTaken(name, `its npm package would be ${packageName}, which is that of ${owner.name}`);
  if (monorepo !== null && findPackage(root, packageName) !== null) {
    throw nameTaken(name, `its npm package would be ${packageName}, and one of that name is installed`);
  }
  const needed = monorepo === null ? [] : dependsOn.filter((each) => each !== CORE);
  const dependencies = needed
    .map((each) =>
      dependencyOn(
        extensions.find((other) => other.name === each),
        { root, monorepo },
      ),
    )
    .filter((entry) => entry !== null);
  const tool = monorepo === null ? undefined : siblings.map(toolVersion).find((version) => version !== undefined);
  const isCalledOtherwise = path.basename(directory) !== name;
  return {
    name: packageName,
    manifest: {
      name: packageName,
      version: '0.0.0',
      private: true,
      scripts: extensionScripts(name),
      orchestrate: { ...(isCalledOtherwise ? { name } : {}), dependsOn },
      ...(dependencies.length === 0 ? {} : { dependencies: Object.fromEntries(dependencies.sort()) }),
      ...(tool === undefined ? {} : { devDependencies: { [TOOL]: tool } }),
    },
  };
}

const TOOL = 'prisma-orchestrate';

/** Nothing where there is none, or no JSON, which others complain of. */
function packageIn(directory: string): JsonObject {
  return parseJsonObject(readTextFile(path.join(directory, 'package.json')) ?? '') ?? {};
}

/** The scope that most packages have, the first of equals; empty where none has one. */
function scopeOf(packages: readonly JsonObject[]): string {
  const scopes = packages.flatMap(({ name }) => /^@[^/]+\//.exec(typeof name === 'string' ? name : '') ?? []);
  const counts = scopes.map((scope) => scopes.filter((other) => other === scope).length);
  return scopes[counts.indexOf(Math.max(...counts))] ?? '';
}

function toolVersion({ devDependencies }: JsonObject): string | undefined {
  const version = (devDependencies as JsonObject | undefined)?.[TOOL];
  return typeof version === 'string' ? version : undefined;
}

function dependencyOn(
  extension: Extension | undefined,
  { root, monorepo }: { readonly root: string; readonly monorepo: Monorepo | null },
): readonly [name: string, version: string] | null {
  if (extension === undefined) return null;
  const { name, version } = packageIn(extension.directory);
  if (typeof name !== 'string') return null;
  if (extension.isInstalled) return [name, installedRange(root, name) ?? `^${version}`];
  if (monorepo?.covers(extension.directory) !== true) return null;
  return [name, monorepo.packageManager.protocol ?? (typeof version === 'string' ? version : '*')];
}

/** What the workspace itself asks for. */
function installedRange(root: string, name: string): string | null {
  const own = packageIn(root);
  const lists = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies'];
  const ranges = lists.map((list) => (own[list] as JsonObject | undefined)?.[name]);
  const range = ranges.find((each) => typeof each === 'string');
  return typeof range === 'string' ? range : null;
}
