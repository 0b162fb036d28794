import path from 'node:path';
import type { Environment } from '../../config/environment.js';
import { readStats, readTextFile } from '../../config/read-text-file.js';
import { findPackageGlobs, type PackageGlobs, PNPM_WORKSPACE } from '../../workspace/find-package-globs.js';
import { detectPackageManager, type PackageManager } from '../run/package-manager.js';
import { packagePatterns } from './add-package-pattern.js';
import { type PnpmWorkspace, parsePnpmWorkspace } from './add-pnpm-pattern.js';
import { objectAt, type ProjectFile, readProjectFile } from './project-file.js';

/** What a directory is to npm, turbo and git, whether or not Prisma is in it. */
export interface Project {
  /** Absolute. */
  readonly root: string;
  readonly manifest: ProjectFile;
  /** Null without a pnpm-workspace.yaml. */
  readonly pnpm: PnpmWorkspace | null;
  /** turbo.json, which need not exist yet; null where turbo is not used. */
  readonly turbo: TurboFile | null;
  readonly packageManager: PackageManager;
  readonly isMonorepo: boolean;
  /** The packages of the monorepo that it is one package of; null where it is none. */
  readonly above: PackageGlobs | null;
  /** The packages that package.json asks for, each with the range that it names. */
  readonly dependencies: ReadonlyMap<string, unknown>;
  readonly hasTypeScript: boolean;
  /** The lines of .gitignore; null without one. */
  readonly ignored: readonly string[] | null;
}

/** A turbo.json, or turbo.jsonc. */
export interface TurboFile extends ProjectFile {
  readonly name: string;
}

/**
 * Reads what init has to know of a project.
 *
 * @throws OrchestrateError `INIT.UNFIT_FILE`, `FILE.UNREADABLE`
 */
export async function readProject(root: string, environment: Environment): Promise<Project> {
  const manifest = readProjectFile(root, 'package.json');
  const pnpmFile = path.join(root, PNPM_WORKSPACE);
  const pnpmText = readTextFile(pnpmFile);
  const pnpm = pnpmText === null ? null : await parsePnpmWorkspace(pnpmFile, pnpmText);
  const dependencies = new Map(DEPENDENCY_KEYS.flatMap((key) => Object.entries(objectAt(manifest, key))));
  const isMonorepo = packagePatterns(manifest) !== null || (pnpm !== null && pnpm.patterns !== null);
  return {
    root,
    manifest,
    pnpm,
    turbo: readTurbo(root, dependencies),
    packageManager: await detectPackageManager({ root, environment, isMonorepo }),
    isMonorepo,
    above: isMonorepo ? null : await findPackageGlobs(root),
    dependencies,
    hasTypeScript:
      dependencies.has('typescript') || isThere(root, 'tsconfig.json') || isThere(root, 'prisma.config.ts'),
    ignored: readTextFile(path.join(root, '.gitignore'))?.split(/\r\n|\r|\n/) ?? null,
  };
}

const DEPENDENCY_KEYS = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies'];

function readTurbo(root: string, dependencies: Project['dependencies']): Project['turbo'] {
  for (const name of ['turbo.json', 'turbo.jsonc']) {
    const turbo = readProjectFile(root, name, 'comments');
    if (turbo.text !== null) return { ...turbo, name };
  }
  return dependencies.has('turbo') ? { ...readProjectFile(root, 'turbo.json'), name: 'turbo.json' } : null;
}

function isThere(root: string, name: string): boolean {
  return readStats(path.join(root, name)) !== null;
}
