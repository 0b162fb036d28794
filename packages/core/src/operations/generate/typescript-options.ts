import { createRequire } from 'node:module';
import path from 'node:path';
import { readStats, readTextFile } from '../../config/read-text-file.js';
import { parseJsonObject } from '../../json/parse-json-object.js';

/**
 * The files from which Prisma tells how the client's own files import each other: the nearest tsconfig.json with all that
 * it extends, and the nearest package.json. What they say is compared as text, so one change too many counts.
 */
export function readTypeScriptOptions(output: string): readonly (readonly [file: string, text: string])[] {
  const files: (readonly [string, string])[] = [];
  const seen = new Set<string>();
  const visit = (file: string): void => {
    const text = seen.has(file) ? null : readFile(file);
    seen.add(file);
    if (text === null) return;
    files.push([file, text]);
    for (const name of extendedBy(text)) {
      const target = resolve(name, file);
      if (target !== null) visit(target);
    }
  };
  const config = findAbove(output, 'tsconfig.json');
  if (config !== null) visit(config);
  const manifest = findAbove(output, 'package.json');
  if (manifest !== null) files.push([manifest, typeOf(readFile(manifest) ?? '')]);
  return files;
}

function findAbove(start: string, name: string): string | null {
  for (let directory = start; ; directory = path.dirname(directory)) {
    const file = path.join(directory, name);
    if (readFile(file) !== null) return file;
    if (directory === path.dirname(directory)) return null;
  }
}

/** The output may be a single file, in which nothing lies. */
function readFile(file: string): string | null {
  return readStats(path.dirname(file))?.isDirectory() === true ? readTextFile(file) : null;
}

/** Comments and trailing commas are allowed there; a name in a comment does no harm. */
function extendedBy(text: string): readonly string[] {
  const [, value = ''] = /"extends"\s*:\s*("[^"]*"|\[[^\]]*\])/.exec(text) ?? [];
  return [...value.matchAll(/"([^"]*)"/g)].map(([, name = '']) => name);
}

function resolve(name: string, from: string): string | null {
  const names = [name, `${name}.json`, `${name}/tsconfig.json`];
  if (/^\.|^\//.test(name)) {
    const files = names.map((each) => path.resolve(path.dirname(from), each));
    return files.find((file) => readStats(file)?.isFile() === true) ?? null;
  }
  const folders = createRequire(from).resolve.paths(name) ?? [];
  const files = folders.flatMap((folder) => names.map((each) => path.join(folder, each)));
  return files.find((file) => readStats(file)?.isFile() === true) ?? null;
}

/** Most changes of a package.json are none that a client could see. */
function typeOf(manifest: string): string {
  const said = parseJsonObject(manifest);
  return said === null ? manifest : String(said['type']);
}
