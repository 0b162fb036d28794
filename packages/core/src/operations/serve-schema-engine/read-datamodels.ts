import path from 'node:path';
import { DISK } from '../../config/file-tree.js';
import { readTextFile } from '../../config/read-text-file.js';
import { EngineError } from '../../engine/schema-engine.js';
import { findSchema } from '../../workspace/find-fragment.js';

/**
 * The files of a schema, by the paths that they are named with: files, and folders with all that is in them.
 *
 * @throws EngineError where there is nothing by a path; OrchestrateError `FILE.UNREADABLE`
 */
export function readDatamodels(
  paths: readonly string[],
  cwd: string,
): readonly { readonly path: string; readonly text: string }[] {
  return paths.flatMap((named) => {
    const found = findSchema(path.resolve(cwd, named), { migrations: null, files: DISK });
    if (found === null) throw missing(named);
    return found.files.map((file) => {
      const text = readTextFile(file);
      if (text === null) throw missing(file);
      return { path: file, text };
    });
  });
}

function missing(file: string): EngineError {
  return new EngineError(`Error opening datamodel file in \`${file}\`: there is no such file or folder.`);
}
