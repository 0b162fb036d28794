import { sorted } from '../compare.js';
import { OrchestrateError } from '../errors.js';
import type { Environment } from './environment.js';

const VARIABLE = 'ORCHESTRATE_EXTENSIONS';
const ALIAS = 'OVERRIDE_EXTENSION_LIST';

/**
 * The list of extensions that the environment gives for one run: a JSON list or names with commas between.
 *
 * @returns null where the environment gives none
 * @throws OrchestrateError `CONFIG.EXTENSION_LIST_INVALID`, `CONFIG.EXTENSION_LIST_CONFLICT`
 */
export function extensionListOf(environment: Environment): readonly string[] | null {
  const list = parseList(VARIABLE, environment);
  const alias = parseList(ALIAS, environment);
  if (list !== null && alias !== null && keyOf(list) !== keyOf(alias)) {
    throw new OrchestrateError({
      kind: 'usage',
      code: 'CONFIG.EXTENSION_LIST_CONFLICT',
      message: `${VARIABLE} and ${ALIAS} are both set and list different extensions.`,
      fix: `Unset one of them; ${ALIAS} is another name of ${VARIABLE}.`,
      meta: { [VARIABLE]: list, [ALIAS]: alias },
    });
  }
  return list ?? alias;
}

/** An environment that gives no list. */
export function withoutExtensionList(environment: Environment): Environment {
  return { ...environment, [VARIABLE]: undefined, [ALIAS]: undefined };
}

function parseList(variable: string, environment: Environment): readonly string[] | null {
  const text = environment[variable]?.trim() ?? '';
  if (text === '') return null;
  if (!text.startsWith('[')) return cleaned(text.split(','));
  const list = parseJson(text);
  if (Array.isArray(list) && list.every((entry) => typeof entry === 'string')) return cleaned(list);
  throw new OrchestrateError({
    kind: 'usage',
    code: 'CONFIG.EXTENSION_LIST_INVALID',
    message: `The environment variable ${variable} is not a JSON list of strings: ${text}`,
    fix: `Write it as ${variable}='["blog","comments"]' or ${variable}=blog,comments.`,
    meta: { variable, value: text },
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function cleaned(entries: readonly string[]): readonly string[] {
  return entries.map((entry) => entry.trim()).filter((entry) => entry !== '');
}

function keyOf(list: readonly string[]): string {
  return JSON.stringify(sorted(new Set(list)));
}
