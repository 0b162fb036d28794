import path from 'node:path';
import { isInside } from '../../config/root-relative.js';
import { CORE } from '../../extension.js';
import type { ExtensionSource } from '../../fragment/extension-source.js';
import { generatorBlocks } from '../../fragment/generator-blocks.js';
import { stringLiteral, stringValue } from '../../fragment/literals.js';
import { parseSchemaFile } from '../../fragment/parse-schema-file.js';
import { applyChanges } from '../../fragment/text-change.js';
import type { Extension, Workspace } from '../../workspace/workspace.js';
import { clientElsewhere } from './prisma-errors.js';
import { type ProjectFile, schemaFolderOf } from './prisma-project.js';

/** Whose client is generated. */
export interface ClientOutputsOptions {
  readonly workspace: Workspace;
  readonly extension: Extension;
  readonly sources: readonly ExtensionSource[];
}

/**
 * The project's files with generators that write where they would if the extension were a project of its own, and core's
 * schema its schema: beside the extension's schema.
 *
 * @throws OrchestrateError `PRISMA.CLIENT_ELSEWHERE` where one would write somewhere else, as over the client of the
 * whole workspace
 */
export function withClientOutputs(
  files: readonly ProjectFile[],
  { workspace, extension, sources }: ClientOutputsOptions,
): readonly ProjectFile[] {
  const core = sources.find(({ name }) => name === CORE)?.files ?? [];
  if (extension.name === CORE && sources.length > 1) throw wholeClient();
  const outputs = new Map(
    generatorBlocks(core).map(({ file, block }) => {
      const written = block.properties.find(({ key }) => key === 'output');
      const value = written === undefined ? null : stringValue(written.value);
      const folder = extension.name === CORE ? path.dirname(path.resolve(workspace.root, file.path)) : null;
      return [block.name, outputOf({ name: block.name, value, folder, extension })];
    }),
  );
  return files.map((file) => {
    if (file.extension !== CORE) return file;
    const changes = parseSchemaFile(file).blocks.flatMap(({ kind, name, properties }) => {
      const output = kind === 'generator' ? outputs.get(name) : undefined;
      const property = properties.find(({ key }) => key === 'output');
      if (output === undefined || property === undefined) return [];
      return [{ ...property.valueSpan, text: stringLiteral(output) }];
    });
    return { ...file, text: applyChanges(file.text, changes) };
  });
}

interface OutputOptions {
  readonly name: string;
  /** As core has it; null for none that can be read. */
  readonly value: string | null;
  /** What it is relative to; null for the extension's own schema. */
  readonly folder: string | null;
  readonly extension: Extension;
}

function outputOf({ name, value, folder, extension }: OutputOptions): string {
  const about = { extension: extension.name, generator: name };
  if (value === null) {
    const reason = 'has no output that can be read, so it would write where the client of the whole workspace is';
    throw clientElsewhere(about, { reason, fix: 'Give it one in the core fragment: output = "../generated/client"' });
  }
  if (folder !== null) return path.resolve(folder, value);
  const output = path.resolve(schemaFolderOf(extension), value);
  if (path.isAbsolute(value) || !isInside(extension.directory, output) || output === extension.directory) {
    throw clientElsewhere(about, {
      reason: `writes to ${value}, which is not in the directory of the extension`,
      fix: 'Give it a relative output in the core fragment that stays in the project, such as "../generated/client", or generate the client of the whole workspace: orchestrate generate',
    });
  }
  return output;
}

function wholeClient() {
  return clientElsewhere(
    { extension: CORE, generator: 'of core' },
    {
      reason: 'writes the client of the whole workspace, which would lose the models of all extensions',
      fix: 'Generate that one: orchestrate generate',
    },
  );
}
