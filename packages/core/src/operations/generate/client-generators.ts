import { existsSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { folderOf } from '../../composition/relative-path.js';
import type { Environment } from '../../config/environment.js';
import { isInside } from '../../config/root-relative.js';
import { CORE } from '../../extension.js';
import type { ExtensionSource } from '../../fragment/extension-source.js';
import { generatorBlocks } from '../../fragment/generator-blocks.js';
import { stringValue } from '../../fragment/literals.js';
import type { Block } from '../../fragment/parsed-file.js';
import { findPackage } from '../../workspace/find-package.js';
import type { Workspace } from '../../workspace/workspace.js';

/** A generator block of the core fragment. */
export interface ClientGenerator {
  readonly name: string;
  /** What the block names: one of Prisma's own, a command of an installed package, a command line. */
  readonly provider: string;
  /** Where it writes, absolute; null where that cannot be known without running it. */
  readonly output: string | null;
  /** The variables that the block asks for, with their values. */
  readonly variables: Readonly<Record<string, string | undefined>>;
}

/** Prisma's own generators, which run inside its command. */
export const BUILT_IN: ReadonlySet<string> = new Set(['prisma-client', 'prisma-client-ts', 'prisma-client-js']);

/** They write nothing of their own: what they change is the output of another generator. */
const WITHOUT_OUTPUT: ReadonlySet<string> = new Set(['prisma-json-types-generator']);

/** The generators that core asks for, in the order in which Prisma runs them. */
export function readGenerators(workspace: Workspace, sources: readonly ExtensionSource[]): readonly ClientGenerator[] {
  return generatorBlocks(coreFiles(sources)).map(({ file, block }) =>
    toGenerator(workspace, block, folderOf(file.path)),
  );
}

/** Whether core asks for a client at all. */
export function hasGenerator(sources: readonly ExtensionSource[]): boolean {
  return generatorBlocks(coreFiles(sources)).length > 0;
}

function coreFiles(sources: readonly ExtensionSource[]): ExtensionSource['files'] {
  return sources.find(({ name }) => name === CORE)?.files ?? [];
}

/** Where the generators write, each place once and no place inside another; null where one of them cannot be told. */
export function outputsOf(generators: readonly ClientGenerator[]): readonly string[] | null {
  const outputs = new Set<string>();
  for (const { provider, output } of generators) {
    if (output !== null) outputs.add(output);
    else if (!WITHOUT_OUTPUT.has(provider)) return null;
  }
  return [...outputs].filter((output) => ![...outputs].some((other) => other !== output && isInside(other, output)));
}

function toGenerator(workspace: Workspace, { name, properties }: Block, folder: string): ClientGenerator {
  const variables: Record<string, string | undefined> = {};
  const textOf = (key: string): string | null => {
    const literal = properties.find((property) => property.key === key)?.value ?? '';
    return stringValue(literal) ?? fromVariable(literal, workspace.environment);
  };
  for (const { value } of properties) {
    const variable = variableIn(value);
    if (variable !== null) variables[variable] = workspace.environment[variable];
  }
  const provider = textOf('provider') ?? '';
  const written = textOf('output');
  const output = written === null ? defaultOutput(workspace, provider) : path.resolve(workspace.root, folder, written);
  return { name, provider, variables, output: output === null ? null : coverable(workspace, realPath(output)) };
}

function variableIn(value: string): string | null {
  return /^env\(\s*"([^"]*)"\s*\)$/.exec(value.trim())?.[1] ?? null;
}

function fromVariable(value: string, environment: Environment): string | null {
  const variable = variableIn(value);
  return variable === null ? null : (environment[variable] ?? null);
}

/** Beside the package @prisma/client that Prisma finds from the composed schema. */
function defaultOutput({ root, config }: Workspace, provider: string): string | null {
  if (provider !== 'prisma-client-js') return null;
  const client = findPackage(path.resolve(root, config.output), '@prisma/client');
  return client === null ? null : path.join(client, '..', '..', '.prisma', 'client');
}

/** What is not there yet lies where its nearest directory does. */
function realPath(file: string): string {
  if (existsSync(file)) return realpathSync.native(file);
  const parent = path.dirname(file);
  return parent === file ? file : path.join(realPath(parent), path.basename(file));
}

/** A place that also holds what the client is made from cannot be put back as a whole. */
function coverable(workspace: Workspace, output: string): string | null {
  const { root, config, extensions } = workspace;
  const own = [
    root,
    path.resolve(root, config.output),
    ...extensions.flatMap(({ directory, migrationsDirectory, fragmentPaths }) => [
      directory,
      migrationsDirectory,
      ...fragmentPaths,
    ]),
  ];
  return own.some((file) => isInside(output, realPath(file))) ? null : output;
}
