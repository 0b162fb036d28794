import path from 'node:path';
import { readTextFile } from '../../config/read-text-file.js';
import { findPackage } from '../../workspace/find-package.js';
import type { Workspace } from '../../workspace/workspace.js';
import { toolVersions } from '../check/tool-versions.js';
import { digestOf } from '../run/result-cache.js';
import { BUILT_IN, type ClientGenerator, outputsOf } from './client-generators.js';
import { generatorPackage } from './generator-package.js';
import { readTypeScriptOptions } from './typescript-options.js';

/** What a client is made from. */
export interface ClientInputs {
  readonly workspace: Workspace;
  /** The composed schema. */
  readonly files: readonly { readonly path: string; readonly text: string }[];
  /** Those of the core fragment. */
  readonly generators: readonly ClientGenerator[];
  /** Names of those to run, in code-unit order; null for all. */
  readonly selection: readonly string[] | null;
  /** The directory of the package prisma. */
  readonly prisma: string;
}

/** Changed when another version of this library may generate another client, or notes it in another form. */
const FORM = 1;

/**
 * One digest of everything that decides what the generators write.
 *
 * @returns null where that cannot be known: a generator is a script of the workspace, or writes nobody knows where
 */
export function digestInputs(inputs: ClientInputs): string | null {
  const { workspace, files, generators, selection, prisma } = inputs;
  const { root, config, environment, prismaConfig } = workspace;
  if (outputsOf(generators) === null) return null;
  const packages = generators.map(({ provider }) =>
    BUILT_IN.has(provider) ? ('prisma' as const) : generatorPackage(root, provider),
  );
  if (packages.includes(null)) return null;
  const client = findPackage(path.resolve(root, config.output), '@prisma/client');
  return digestOf([
    FORM,
    toolVersions(),
    root,
    config.output,
    files.map(({ path: name, text }) => [name, text]),
    generators,
    packages,
    selection,
    [prisma, client].map((directory) => [directory, directory && readTextFile(path.join(directory, 'package.json'))]),
    prismaConfig === null ? null : [prismaConfig.file, readTextFile(prismaConfig.file)],
    Object.entries(environment)
      .filter(([name]) => name.startsWith('PRISMA_'))
      .sort(),
    generators.map((generator) => (hasTypeScript(generator) ? readTypeScriptOptions(generator.output) : [])),
  ]);
}

/** The one that writes TypeScript asks how that is compiled. */
function hasTypeScript(generator: ClientGenerator): generator is ClientGenerator & { readonly output: string } {
  return ['prisma-client', 'prisma-client-ts'].includes(generator.provider) && generator.output !== null;
}
