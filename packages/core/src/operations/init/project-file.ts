import path from 'node:path';
import { readTextFile } from '../../config/read-text-file.js';
import { messageOf } from '../../errors.js';
import { isJsonObject, type JsonObject } from '../../json/parse-json-object.js';
import { parseJsonc } from '../../json/parse-jsonc.js';
import { unfitFile } from './init-errors.js';

/** A JSON file of the project, as init finds it. */
export interface ProjectFile {
  /** Absolute. */
  readonly file: string;
  /** Null where there is none. */
  readonly text: string | null;
  /** What it says; empty where there is none. */
  readonly value: JsonObject;
}

/**
 * Reads a JSON file; `comments` where the tool that it belongs to allows them in it.
 *
 * @throws OrchestrateError `INIT.UNFIT_FILE`, `FILE.UNREADABLE`
 */
export function readProjectFile(root: string, name: string, syntax: 'plain' | 'comments' = 'plain'): ProjectFile {
  const file = path.join(root, name);
  const text = readTextFile(file);
  if (text === null) return { file, text, value: {} };
  const value = parse(file, text, syntax);
  if (!isJsonObject(value)) throw unfitFile(file, 'it holds no object');
  return { file, text, value };
}

function parse(file: string, text: string, syntax: 'plain' | 'comments'): unknown {
  try {
    return syntax === 'plain' ? (JSON.parse(text) as unknown) : parseJsonc(text);
  } catch (error) {
    throw unfitFile(file, `it is not valid JSON (${messageOf(error)})`, error);
  }
}

/**
 * The object under a key; empty where there is none.
 *
 * @throws OrchestrateError `INIT.UNFIT_FILE` where it is something else
 */
export function objectAt({ file, value }: ProjectFile, key: string): JsonObject {
  const found = value[key] ?? {};
  if (!isJsonObject(found) || value[key] === null) throw unfitFile(file, `"${key}" in it is no object`);
  return found;
}
