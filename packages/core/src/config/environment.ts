import { parseEnv } from 'node:util';
import { readTextFile } from './read-text-file.js';

/** Environment variables by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The environment with what the given `.env` files add to it. What is set already stays; of two files the first wins.
 * The process's own environment is not changed.
 */
export function readEnvironment(environment: Environment, files: Iterable<string>): Environment {
  const merged: Record<string, string | undefined> = { ...environment };
  for (const file of new Set(files)) {
    const text = readTextFile(file);
    if (text === null) continue;
    for (const [name, value] of Object.entries(parseEnv(text))) merged[name] ??= value;
  }
  return merged;
}
