import path from 'node:path';
import { folderOf, rebasePath } from '../../composition/relative-path.js';
import { readStats } from '../../config/read-text-file.js';
import { isInside, rootRelative } from '../../config/root-relative.js';
import type { SourceFile } from '../../fragment/extension-source.js';
import { generatorBlocks } from '../../fragment/generator-blocks.js';
import { stringValue } from '../../fragment/literals.js';
import type { Workspace } from '../../workspace/workspace.js';
import type { TaskLayout } from './turbo-tasks.js';

/** Where the tasks of a workspace read and write. */
export function taskLayoutOf(
  { root, config, prismaConfig }: Pick<Workspace, 'root' | 'config' | 'prismaConfig'>,
  core: readonly SourceFile[],
): TaskLayout {
  const { schema, migrations } = config.core;
  const configFiles = [config.file, prismaConfig?.file ?? null].filter((file) => file !== null);
  return {
    schema: { path: schema, isFolder: readStats(path.resolve(root, schema))?.isDirectory() === true },
    migrations,
    extensionsDir: config.extensionsDir,
    output: config.output,
    configFiles: configFiles.filter((file) => isInside(root, file)).map((file) => rootRelative(root, file)),
    generated: generatedBy(core),
  };
}

/** What core's generators write, relative to the root; null where one of them does not say, or writes outside. */
export function generatedBy(core: readonly SourceFile[]): readonly string[] | null {
  const outputs = generatorBlocks(core).map(({ file, block }) =>
    outputOf(file, stringValue(block.properties.find(({ key }) => key === 'output')?.value ?? '')),
  );
  return outputs.every((output) => output !== null) ? outputs : null;
}

function outputOf(file: SourceFile, written: string | null): string | null {
  if (written === null || /^(?:[/\\]|[A-Za-z]:)/.test(written)) return null;
  const output = rebasePath(written, { from: folderOf(file.path), to: '' }).replace(/^\.\//, '');
  return output.startsWith('..') || output === '' ? null : output;
}
