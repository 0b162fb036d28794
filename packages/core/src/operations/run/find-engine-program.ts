import path from 'node:path';
import { readTextFile } from '../../config/read-text-file.js';
import { isJsonObject, parseJsonObject } from '../../json/parse-json-object.js';
import { installedPackage } from './installed-package.js';

/** What answers as Prisma's schema engine. */
export const ENGINE_PROGRAM = 'orchestrate-schema-engine';

/** The script of that program, as the installed package names it, whether it is there or not; null where none is named. */
export function findEngineProgram(root: string): string | null {
  const directory = installedPackage(root, 'prisma-orchestrate')?.directory;
  if (directory === undefined) return null;
  const { bin } = parseJsonObject(readTextFile(path.join(directory, 'package.json')) ?? '') ?? {};
  const script = isJsonObject(bin) ? bin[ENGINE_PROGRAM] : undefined;
  return typeof script === 'string' ? path.join(directory, script) : null;
}
