import path from 'node:path';
import { isInside, rootRelative } from '../../config/root-relative.js';
import { OrchestrateError } from '../../errors.js';
import { CORE } from '../../extension.js';
import type { Extension, Workspace } from '../../workspace/workspace.js';

/**
 * Where the composed schema goes as one file, relative to the root: what was asked for, else beside the folder of the
 * composed schema, with its name.
 *
 * @param written absolute, or relative to the directory of the command; null for the usual place
 * @throws OrchestrateError `COMPOSITION.SINGLE_FILE_PLACE` where it would be read as a part of something else
 */
export function singleFilePlace(
  { root, config, extensions }: Workspace,
  { written, cwd }: { readonly written: string | null; readonly cwd: string },
): string {
  if (written === null) return `${config.output}.prisma`;
  const target = path.resolve(cwd, written);
  const file = rootRelative(root, target);
  const output = path.resolve(root, config.output);
  const owner = extensions.find((extension) => foldersOf(extension).some((folder) => isInside(folder, target)));
  if (!file.endsWith('.prisma')) throw unfit(file, 'does not end in .prisma');
  if (!isInside(root, target)) throw unfit(file, `is outside of the workspace root ${root}`);
  if (isInside(output, target)) throw unfit(file, `is in ${config.output}, the folder of the composed schema`);
  if (owner !== undefined) throw unfit(file, `is where ${owner.name} has its own files`);
  return file;
}

/** Where a schema file would be, or become, a part of the fragment. */
function foldersOf({ name, directory, fragmentPaths }: Extension): readonly string[] {
  if (name !== CORE) return [directory];
  // A single file of core has nothing to do with what lies beside it.
  return fragmentPaths.length === 1 ? fragmentPaths : fragmentPaths.map((file) => path.dirname(file));
}

function unfit(file: string, why: string): OrchestrateError {
  return new OrchestrateError({
    kind: 'usage',
    code: 'COMPOSITION.SINGLE_FILE_PLACE',
    message: `The composed schema cannot be written to ${file}: it ${why}.`,
    fix: 'Give a place of its own that ends in .prisma, or none: `orchestrate compose --single-file` writes beside the folder of the composed schema.',
    meta: { file },
  });
}
