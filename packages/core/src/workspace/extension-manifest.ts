import path from 'node:path';
import type { ConfigProblem } from '../config/config-problem.js';
import type { FileTree } from '../config/file-tree.js';
import { whyUnfitNamespace } from '../config/namespace-name.js';
import { CONFIG_KEYS, MANIFEST_KEYS, PACKAGE_KEY, parsePackageKey } from '../config/package-key.js';
import { isInside } from '../config/root-relative.js';
import { EXTENSION_NAME } from '../extension.js';
import { closestNames } from '../revisions/closest-names.js';

/** What `orchestrate` in an extension's package.json says. */
export interface ExtensionManifest {
  /** Null where the directory's name serves. */
  readonly name: string | null;
  /** Names that it had; databases may still know its history by one of them. */
  readonly formerNames: readonly string[];
  readonly dependsOn: readonly string[];
  /** File or folder, absolute; `none` for an extension without models, `default` where nothing is said. */
  readonly fragment: { readonly kind: 'default' | 'none' } | { readonly kind: 'path'; readonly path: string };
  /** Folder of the revisions, absolute; null where nothing is said. */
  readonly migrations: string | null;
  /** The database schema of its models and its history table; null where nothing is said. */
  readonly namespace: string | null;
}

/** A manifest as read; one with problems says what could be understood. */
export interface ReadManifest {
  /** Absolute; the file need not exist. */
  readonly file: string;
  /** Null where there is no `orchestrate` key. */
  readonly manifest: ExtensionManifest | null;
  readonly problems: readonly ConfigProblem[];
}

/** Reads the manifest of the extension in a directory, from the `orchestrate` key of its package.json. */
export function readManifest(directory: string, files: FileTree): ReadManifest {
  const file = path.join(directory, 'package.json');
  const text = files.readText(file);
  const key = text === null ? { kind: 'absent' as const } : parsePackageKey(text);
  if (key.kind === 'absent') return { file, manifest: null, problems: [] };
  if (key.kind === 'invalid-json') {
    const problem = { key: '', message: `is not valid JSON: ${key.error.message}`, fix: 'Correct the file.' };
    return { file, manifest: null, problems: [problem] };
  }
  return { file, ...parseManifest(directory, key.value) };
}

function parseManifest(directory: string, value: unknown): Omit<ReadManifest, 'file'> {
  const problems: ConfigProblem[] = [];
  const wrong = (key: string, takes: string, found: unknown): void => {
    const message = `must be ${takes}, found ${JSON.stringify(found)}`;
    problems.push({ key: `${PACKAGE_KEY}.${key}`.replace(/\.$/, ''), message, fix: 'Correct the value.' });
  };
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  if (!isObject) wrong('', 'an object', value);
  const { name, formerNames, dependsOn, fragment, migrations, namespace } = (isObject ? value : {}) as Partial<
    Record<string, unknown>
  >;

  function location(key: string, written: unknown): string | null {
    if (written === undefined) return null;
    if (typeof written === 'string' && written !== '') {
      const target = path.resolve(directory, written);
      if (isInside(directory, target)) return target;
    }
    wrong(key, "a path inside the extension's directory", written);
    return null;
  }

  if (isObject) problems.push(...unknownKeys(Object.keys(value)));
  if (name !== undefined && typeof name !== 'string') wrong('name', 'a string', name);
  if (namespace !== undefined && typeof namespace !== 'string') wrong('namespace', 'a string', namespace);
  const unfit = typeof namespace === 'string' ? whyUnfitNamespace(namespace) : null;
  if (unfit !== null) wrong('namespace', `the name of a database schema (${unfit})`, namespace);
  const names = (key: string, written: unknown): readonly string[] => {
    const fit = Array.isArray(written) ? written.filter(isExtensionName) : [];
    if (written !== undefined && (!Array.isArray(written) || fit.length < written.length)) {
      wrong(key, 'a list of extension names', written);
    }
    return fit;
  };
  const isWithoutModels = fragment === null || fragment === '';
  const fragmentPath = isWithoutModels ? null : location('fragment', fragment);
  const manifest: ExtensionManifest = {
    name: typeof name === 'string' ? name : null,
    formerNames: names('formerNames', formerNames),
    dependsOn: names('dependsOn', dependsOn),
    fragment:
      fragmentPath === null ? { kind: isWithoutModels ? 'none' : 'default' } : { kind: 'path', path: fragmentPath },
    migrations: location('migrations', migrations),
    namespace: typeof namespace === 'string' && unfit === null ? namespace : null,
  };
  return { manifest, problems };
}

function isExtensionName(value: unknown): value is string {
  return typeof value === 'string' && EXTENSION_NAME.test(value);
}

function unknownKeys(keys: readonly string[]): readonly ConfigProblem[] {
  const known: readonly string[] = MANIFEST_KEYS;
  const configKeys: readonly string[] = CONFIG_KEYS;
  return keys
    .filter((key) => !known.includes(key))
    .map((key) => {
      const message = 'is not a known key';
      if (configKeys.includes(key)) {
        const fix = 'It belongs into the configuration of the workspace, not of one extension.';
        return { key: `${PACKAGE_KEY}.${key}`, message: `${message} here`, fix };
      }
      const [closest] = closestNames({ wanted: key, names: known, limit: 1 });
      const names = known.map((name) => `"${name}"`).join(', ');
      const fix = closest === undefined ? `Known keys are ${names}.` : `Did you mean "${closest}"?`;
      return { key: `${PACKAGE_KEY}.${key}`, message, fix };
    });
}
