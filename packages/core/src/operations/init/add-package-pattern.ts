import path from 'node:path';
import { appendJson } from '../../json/edit-json.js';
import { coverageIn } from '../../workspace/coverage-of.js';
import type { KeptSetting } from './addition.js';
import { unfitFile } from './init-errors.js';
import type { ProjectFile } from './project-file.js';

/** Where package.json lists the packages of a monorepo: in a list, or in an object that has one, as yarn allows. */
export function packagePatterns({
  file,
  value,
}: ProjectFile): { readonly path: readonly string[]; readonly patterns: readonly string[] } | null {
  const { workspaces } = value;
  if (workspaces === undefined) return null;
  if (isList(workspaces)) return { path: ['workspaces'], patterns: workspaces };
  const packages = (workspaces as { readonly packages?: unknown } | null)?.packages;
  if (isList(packages)) return { path: ['workspaces', 'packages'], patterns: packages };
  throw unfitFile(file, '"workspaces" in it is neither a list of patterns nor an object with "packages"');
}

function isList(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((element) => typeof element === 'string');
}

/** Makes packages of the extensions of a monorepo, where package.json lists the packages. */
export function addPackagePattern(
  manifest: ProjectFile,
  text: string,
  extensionsDir: string,
): { readonly text: string; readonly kept: readonly KeptSetting[] } {
  const found = packagePatterns(manifest);
  if (found === null) return { text, kept: [] };
  const pattern = `${extensionsDir}/*`;
  const root = path.dirname(manifest.file);
  const coverage = coverageIn({ root, globs: found.patterns }, path.join(root, extensionsDir));
  if (coverage === 'missing') return { text: appendJson(text, found.path, pattern), kept: [] };
  return { text, kept: coverage === 'excluded' ? [excluded('package.json', found.patterns, pattern)] : [] };
}

/** The packages leave the extensions out. */
export function excluded(file: string, patterns: readonly string[], wanted: string): KeptSetting {
  const found = patterns.filter((pattern) => pattern.startsWith('!')).join(', ');
  return { file, what: 'packages of the monorepo', found, wanted };
}
