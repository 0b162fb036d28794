import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { foreignReferences } from '../../composition/foreign-references.js';
import { withoutExtensionList } from '../../config/extension-list.js';
import { rootRelative } from '../../config/root-relative.js';
import { OrchestrateError } from '../../errors.js';
import { CORE, EXTENSION_NAME } from '../../extension.js';
import type { Finding } from '../../findings.js';
import { readFragments } from '../../workspace/read-fragments.js';
import { readLockProvider } from '../../workspace/read-lock-provider.js';
import { makeScratchDirectory } from '../../workspace/scratch-directory.js';
import { check } from '../check.js';
import type { RunOptions } from '../run-options.js';
import { findExtensionPackages } from './find-extension-packages.js';
import { packFinding } from './pack-finding.js';
import type { Candidate } from './read-candidate.js';

/**
 * What `check` finds in the fragment and the revisions: in the workspace that has the extension, else in a passing one with
 * an empty core and what the package depends on.
 */
export async function schemaFindings(candidate: Candidate, options: RunOptions): Promise<readonly Finding[]> {
  const { home, manifest, name, fragment } = candidate;
  // Where these are wrong, nothing could be read.
  if (manifest.problems.length > 0 || fragment === null || !EXTENSION_NAME.test(name)) return [];
  try {
    if (home !== null) {
      const { findings } = await check({ ...options, cwd: home.workspace.root, extension: home.extension.name });
      const own = findings.filter(({ extension }) => extension === home.extension.name);
      return [...(await coreReferences(candidate, home)), ...own];
    }
    return await findingsAlone(candidate, options);
  } catch (error) {
    if (!(error instanceof OrchestrateError) || error.kind === 'interrupted') throw error;
    return [notChecked(candidate, error.message)];
  }
}

function notChecked({ name, fragment, root, placeOf }: Candidate, reason: string): Finding {
  const [file] = fragment?.files ?? [];
  return packFinding(name, {
    code: 'PACK.NOT_CHECKED',
    severity: 'warning',
    message: `Fragment and revisions were not compared: ${reason}`,
    where: file === undefined ? placeOf('') : { file: rootRelative(root, file), line: 1, column: 1 },
    fix: 'Run it in a workspace that has the extension and what it refers to.',
  });
}

async function findingsAlone(candidate: Candidate, options: RunOptions): Promise<readonly Finding[]> {
  const { name, json, directory, fragment } = candidate;
  const provider = readLockProvider(fragment?.migrations ?? directory);
  // With neither models nor revisions there is nothing to compare.
  if (provider === null && fragment?.files.length === 0) return [];
  if (provider === null)
    return [notChecked(candidate, 'no migration_lock.toml among the revisions tells for which database they are')];
  const scratch = makeScratchDirectory('orchestrate-pack-');
  try {
    const packages = [{ packageName: json.name ?? path.basename(directory), directory }, ...closureOf(directory)];
    for (const each of packages) {
      const link = path.join(scratch, 'node_modules', each.packageName);
      mkdirSync(path.dirname(link), { recursive: true });
      symlinkSync(each.directory, link, 'junction');
    }
    mkdirSync(path.join(scratch, 'prisma'));
    writeFileSync(path.join(scratch, 'prisma/schema.prisma'), `datasource db {\n  provider = "${provider}"\n}\n`);
    const config = { extensions: packages.map(({ packageName }) => packageName) };
    writeFileSync(path.join(scratch, 'orchestrate.config.json'), JSON.stringify(config));
    const { configPath: _, environment = process.env, ...run } = options;
    // What the environment lists are extensions of another workspace.
    const passing = { cwd: scratch, extension: name, environment: withoutExtensionList(environment) };
    const { findings } = await check({ ...run, ...passing, cache: 'off' });
    const own = findings.filter(({ extension }) => extension === name);
    // It may well be core's, of which every project has its own.
    const unknown = own.find(({ message }) => UNKNOWN_TYPE.test(message));
    if (unknown !== undefined) return [notChecked(candidate, unknown.message)];
    return own.map((finding) => seenFrom(finding, { scratch, directory }));
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

const UNKNOWN_TYPE = /neither a built-in type/;

/** What every project that installs the package has to have in its own core. */
async function coreReferences(
  { name, root, fragment }: Candidate,
  { workspace, extension }: NonNullable<Candidate['home']>,
): Promise<readonly Finding[]> {
  const references = foreignReferences(await readFragments(workspace), extension.name);
  const ofCore = references.filter(({ target }) => target.extension === CORE);
  const [file = root] = fragment?.files ?? [];
  return ofCore.length === 0
    ? []
    : [
        packFinding(name, {
          code: 'PACK.CORE_REFERENCE',
          severity: 'notice',
          message: `It refers to core's tables (${ofCore.map(({ from, target }) => `${from} to ${target.databaseName}`).join(', ')}), so every project that installs it needs such in its own core`,
          where: { file: rootRelative(root, file), line: 1, column: 1 },
          fix: 'Say so to those who use it, or keep the id without a relation.',
        }),
      ];
}

/** The packages of the extensions that a package depends on, directly or not. */
function closureOf(directory: string): readonly { readonly packageName: string; readonly directory: string }[] {
  const found = new Map([...findExtensionPackages(directory).values()].map((each) => [each.packageName, each]));
  // A map visits what is added while it is walked.
  for (const each of found.values()) {
    for (const further of findExtensionPackages(each.directory).values()) {
      if (!found.has(further.packageName) && further.directory !== directory) found.set(further.packageName, further);
    }
  }
  return [...found.values()];
}

/** A finding of the passing workspace, with paths from the package's directory. */
function seenFrom(finding: Finding, { scratch, directory }: { scratch: string; directory: string }): Finding {
  const prefix = `${rootRelative(scratch, directory)}/`;
  const text = JSON.stringify(finding).replaceAll(JSON.stringify(prefix).slice(1, -1), '');
  return JSON.parse(text) as Finding;
}
