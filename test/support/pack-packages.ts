import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { repositoryRoot } from './repository.js';
import { cleanEnvironment } from './run-cli.js';

/** The packages that this repository publishes, by their folders. */
export const PACKAGE_FOLDERS = ['core', 'cli', 'testing'] as const;

/** The folder of a package that this repository publishes. */
export type PackageFolder = (typeof PACKAGE_FOLDERS)[number];

/** Where to pack from, and where the tarballs go; both absolute. */
export interface PackOptions {
  /** Holds `packages`, built. */
  readonly from: string;
  readonly to: string;
}

/** Packs the published packages as they are built. @returns absolute paths of the tarballs */
export async function packPackages({ from, to }: PackOptions): Promise<Record<PackageFolder, string>> {
  const tarballs: Record<PackageFolder, string> = { core: '', cli: '', testing: '' };
  for (const name of PACKAGE_FOLDERS) {
    const args = ['pack', '--json', '--ignore-scripts', '--pack-destination', to];
    const { stdout } = await execa('npm', args, {
      cwd: join(from, 'packages', name),
      env: outsideEnvironment(),
      extendEnv: false,
      stdin: 'ignore',
    });
    // Some versions of npm give a list, others an object by package.
    const [packed] = Object.values(JSON.parse(stdout)) as [{ readonly filename: string }];
    tarballs[name] = join(to, packed.filename.replace(/^@/, '').replaceAll('/', '-'));
  }
  return tarballs;
}

/** Run by npm, the tests would hand its settings for this repository on. */
export function outsideEnvironment(more: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  const kept = Object.entries(cleanEnvironment(more)).filter(
    ([name]) => !/^npm_(?:package|lifecycle|config_(?:local_prefix|prefix|workspace))/i.test(name),
  );
  return Object.fromEntries(kept);
}

/** The script of a command that this repository has installed. */
export function installedCommand(packageName: string, command: string): string {
  const directory = join(repositoryRoot, 'node_modules', packageName);
  const { bin } = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8'));
  return join(directory, typeof bin === 'string' ? bin : bin[command]);
}
