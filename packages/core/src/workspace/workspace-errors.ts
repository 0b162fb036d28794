import { type ConfigProblem, renderProblem } from '../config/config-problem.js';
import { OrchestrateError } from '../errors.js';
import { WITHOUT_PLUG_N_PLAY } from './plug-n-play.js';

/** A manifest that has problems. */
export interface InvalidManifest {
  readonly file: string;
  readonly problems: readonly ConfigProblem[];
}

/** Some extensions' manifests are not valid; every problem is named. */
export function invalidManifests(manifests: readonly InvalidManifest[]): OrchestrateError {
  const lines = manifests.flatMap(({ file, problems }) => [`${file}:`, ...problems.map(renderProblem)]);
  const [only, ...others] = manifests;
  return new OrchestrateError({
    kind: 'usage',
    code: 'WORKSPACE.MANIFEST_INVALID',
    message: `The "orchestrate" key of ${manifests.length === 1 ? 'an extension' : `${manifests.length} extensions`} is not valid.\n${lines.join('\n')}`,
    fix: `Correct ${others.length === 0 ? only?.file : 'each of these files'}; its keys are "name", "formerNames", "dependsOn", "fragment", "migrations" and "namespace".`,
    meta: { manifests },
  });
}

/** An extension whose name cannot be used. */
export interface UnfitName {
  readonly name: string;
  readonly directory: string;
  /** The manifest, absolute. */
  readonly manifestPath: string;
}

/** Names become directories, tables and keys, so not everything will do. */
export function unfitNames(unfit: readonly UnfitName[]): OrchestrateError {
  const lines = unfit.map(({ name, directory }) => `- ${JSON.stringify(name)} (${directory}): ${whyUnfit(name)}`);
  return new OrchestrateError({
    kind: 'usage',
    code: 'WORKSPACE.EXTENSION_NAME',
    message: `${unfit.length === 1 ? 'An extension has a name' : 'Some extensions have names'} that cannot be used:\n${lines.join('\n')}`,
    fix: 'Rename the directory, or set "orchestrate": { "name": "…" } in its package.json: a lower-case letter, then up to 47 lower-case letters, digits and dashes.',
    meta: { extensions: unfit },
  });
}

/** What keeps a name from being that of an extension; only to be asked where something does. */
export function whyUnfit(name: string): string {
  if (name === '') return 'it is empty';
  if (name === 'core') return 'core is the extension that every other depends on';
  if (/[/\\]/.test(name)) return 'it holds a path separator';
  if (/[A-Z]/.test(name)) return 'it has upper-case letters';
  if (name.length > 48) return 'it is longer than 48 characters';
  if (!/^[a-z]/.test(name)) return 'it does not start with a lower-case letter';
  return 'it has characters other than lower-case letters, digits and dashes';
}

/** Two directories claim one name. */
export interface SharedName {
  readonly name: string;
  readonly directories: readonly string[];
}

/** Extensions must be told apart by their names. */
export function sharedNames(shared: readonly SharedName[]): OrchestrateError {
  const lines = shared.map(({ name, directories }) => `- ${name}: ${directories.join(' and ')}`);
  return new OrchestrateError({
    kind: 'usage',
    code: 'WORKSPACE.DUPLICATE_EXTENSION',
    message: `More than one extension has the same name:\n${lines.join('\n')}`,
    fix: 'Rename one, or set "orchestrate": { "name": "…" } in its package.json (one below node_modules is not yours to rename). The name is part of its history table, so keep the one that was migrated already.',
    meta: { names: shared },
  });
}

/** A directory is said to be an extension, and holds no fragment. */
export interface MissingFragment {
  readonly directory: string;
  readonly manifestPath: string;
  /** What the manifest names, null where it names nothing. */
  readonly path: string | null;
}

/** A fragment that went missing must not be read as an extension that dropped its models. */
export function missingFragments(missing: readonly MissingFragment[]): OrchestrateError {
  const lines = missing.map(({ directory, manifestPath, path }) =>
    path === null
      ? `- ${directory} has no *.prisma file in prisma/`
      : `- ${path}, which "orchestrate.fragment" of ${manifestPath} names, does not exist or holds no *.prisma file`,
  );
  return new OrchestrateError({
    kind: 'usage',
    code: 'WORKSPACE.FRAGMENT_MISSING',
    message: `${missing.length === 1 ? 'An extension has' : 'Some extensions have'} no fragment:\n${lines.join('\n')}`,
    fix: 'Restore the schema, or create prisma/schema.prisma there. An extension without models says so in its package.json: "orchestrate": { "fragment": null }.',
    meta: { extensions: missing },
  });
}

/** An entry of the list of extensions that leads nowhere. */
export interface UnknownEntry {
  readonly entry: string;
  /** What may have been meant. */
  readonly closest: readonly string[];
  /** Whether an npm package must be meant: its name has a scope, or the workspace's package.json depends on it. */
  readonly isPackage: boolean;
}

/** What the list names must be there. */
export function unknownEntries(
  entries: readonly UnknownEntry[],
  { where, hasPlugNPlay }: { readonly where: string; readonly hasPlugNPlay: boolean },
): OrchestrateError {
  const lines = entries.map(({ entry, closest }) => {
    const hint = closest.length === 0 ? '' : `; did you mean ${closest.map((name) => `"${name}"`).join(' or ')}?`;
    return `- ${JSON.stringify(entry)}${hint}`;
  });
  const packages = entries.filter(({ isPackage }) => isPackage).map(({ entry }) => entry);
  const install =
    packages.length === 0
      ? ''
      : hasPlugNPlay
        ? `${WITHOUT_PLUG_N_PLAY} Or: `
        : `Install ${packages.length === 1 ? 'the package' : 'the packages'} with the package manager of the project, such as \`npm install ${packages.join(' ')}\`. Or: `;
  return new OrchestrateError({
    kind: 'usage',
    code: 'WORKSPACE.EXTENSION_NOT_FOUND',
    message: `${where} lists ${entries.length === 1 ? 'an extension that is' : 'extensions that are'} not there:\n${lines.join('\n')}`,
    fix: `${install}Correct the entry: the name of an extension, the path or glob of its directory, or the name of an npm package that is installed.`,
    meta: { entries },
  });
}
