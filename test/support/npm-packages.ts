import { mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { addEntries } from '../../packages/core/src/testdir.test-support.js';
import { repositoryRoot } from './repository.js';
import { cleanEnvironment } from './run-cli.js';

/** Packages as `npm pack` makes them, in a directory of their own. */
export interface PackedPackages {
  /** The tarball of a package, absolute, by the name of its folder. */
  readonly tarballs: Readonly<Record<string, string>>;
  readonly remove: () => void;
}

/** Writes packages into folders and packs all of them. @param packages files by path, by the name of the folder */
export async function packFolders(
  packages: Readonly<Record<string, Readonly<Record<string, string>>>>,
): Promise<PackedPackages> {
  const root = mkdtempSync(join(realpathSync(tmpdir()), 'orchestrate-packages-'));
  for (const [folder, files] of Object.entries(packages)) addEntries(join(root, folder), files);
  const folders = Object.keys(packages).map((folder) => `./${folder}`);
  await npm(root, 'pack', '--ignore-scripts', ...folders);
  const tarballOf = (folder: string): string => {
    const { name, version } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
    return join(root, `${name.replace(/^@/, '').replaceAll('/', '-')}-${version}.tgz`);
  };
  const tarballs = Object.fromEntries(Object.keys(packages).map((folder) => [folder, tarballOf(folder)]));
  return { tarballs, remove: () => rmSync(root, { recursive: true, force: true }) };
}

/** Installs tarballs with npm, without asking anyone for anything. */
export async function npmInstall(root: string, ...tarballs: readonly string[]): Promise<void> {
  await npm(root, 'install', '--offline', '--ignore-scripts', '--no-audit', '--no-fund', ...tarballs);
}

/** The same with pnpm, and a store inside the workspace. */
export async function pnpmInstall(root: string, ...tarballs: readonly string[]): Promise<void> {
  const pnpm = join(repositoryRoot, 'node_modules/pnpm/bin/pnpm.cjs');
  const args = ['add', '--offline', '--ignore-scripts', '--store-dir', join(root, '.store'), ...tarballs];
  await execa(process.execPath, [pnpm, ...args], { cwd: root, ...SURROUNDINGS });
}

const SURROUNDINGS = { env: outsideEnvironment(), extendEnv: false, stdin: 'ignore' } as const;

function npm(cwd: string, ...args: readonly string[]) {
  return execa('npm', args, { cwd, ...SURROUNDINGS });
}

// Run by npm, the tests would hand its settings for this repository on.
function outsideEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(cleanEnvironment()).filter(
    ([name]) => !/^npm_(?:package|lifecycle|config_(?:local_prefix|prefix|workspace))/i.test(name),
  );
  return Object.fromEntries(kept);
}
