import type { SourceFile } from './extension-source.js';
import { parseSchemaFile } from './parse-schema-file.js';

/** The generator blocks in files, each with its file, in the order in which Prisma runs them. */
export function generatorBlocks(files: readonly SourceFile[]) {
  return files.flatMap((file) =>
    parseSchemaFile(file)
      .blocks.filter(({ kind }) => kind === 'generator')
      .map((block) => ({ file, block })),
  );
}
