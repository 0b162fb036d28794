import path from 'node:path';
import type { Environment } from '../../config/environment.js';
import { loadModule } from '../../config/load-module.js';
import { readTextFile } from '../../config/read-text-file.js';
import { OrchestrateError } from '../../errors.js';
import { emptyList, moduleFailed, noListFile, notAList } from './fleet-errors.js';
import type { FleetList, FleetSource, ListedEntry } from './fleet-source.js';
import { parseFleetLines } from './parse-fleet-lines.js';

const MODULES = new Set(['.ts', '.mts', '.cts', '.js', '.mjs', '.cjs']);
const DOCUMENTS = new Set(['.json', '.yaml', '.yml']);

/** What {@link readFleetList} goes by. */
export interface ReadFleetListOptions {
  /** What a relative path starts from, absolute. */
  readonly cwd: string;
  /** What a module finds in `process.env`. */
  readonly environment: Environment;
}

/**
 * Reads where the databases are listed.
 *
 * @throws OrchestrateError `FLEET.*`, `FILE.UNREADABLE`
 */
export async function readFleetList(source: FleetSource, options: ReadFleetListOptions): Promise<FleetList> {
  if (typeof source === 'string') return readFile(source, options);
  if ('text' in source) return parseText(source.text, source.from);
  return collect(source, 'entry');
}

async function readFile(name: string, { cwd, environment }: ReadFleetListOptions): Promise<FleetList> {
  const file = path.resolve(cwd, name);
  const text = readTextFile(file);
  if (text === null) throw noListFile(name);
  if (!MODULES.has(path.extname(file))) return parseText(text, name);
  try {
    // Read to its end at once: a generator runs only then, and is to see the same environment as the module.
    const read = async (value: unknown): Promise<readonly ListedEntry[] | null> =>
      isList(value) ? collect(value, `${name}, entry`) : null;
    const loaded = await loadModule({ file, environment, modules: {}, read });
    if (loaded.kind === 'none') throw notAList(name, 'it has no default export');
    if (loaded.value === null) throw notAList(name, 'its default export is something else');
    return loaded.value as readonly ListedEntry[];
  } catch (error) {
    throw error instanceof OrchestrateError ? error : moduleFailed(name, error);
  }
}

async function parseText(text: string, from: string): Promise<FleetList> {
  const isDocument = DOCUMENTS.has(path.extname(from)) || /^\s*\[/.test(text);
  const list = isDocument
    ? (await import('./parse-fleet-document.js')).parseFleetDocument(text, from)
    : parseFleetLines(text, from);
  if (list.length === 0) throw emptyList(from);
  return list;
}

function isList(value: unknown): value is Iterable<unknown> | AsyncIterable<unknown> {
  return typeof value === 'object' && value !== null && (Symbol.iterator in value || Symbol.asyncIterator in value);
}

async function collect(
  values: Iterable<unknown> | AsyncIterable<unknown>,
  word: string,
): Promise<readonly ListedEntry[]> {
  const entries: ListedEntry[] = [];
  for await (const value of values) entries.push({ where: `${word} ${entries.length + 1}`, value });
  return entries;
}
