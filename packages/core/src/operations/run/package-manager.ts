import type { Environment } from '../../config/environment.js';
import { findRepository } from '../../workspace/find-repository.js';

/** What installs a project's packages, and its words for that. */
export interface PackageManager {
  /** `npm`, `pnpm`, `yarn`, `bun`, or another that is known. */
  readonly name: string;
  /** How one package of a monorepo asks for another, in whatever version that is; null where it names the version. */
  readonly protocol: 'workspace:*' | null;
  /** The command line that installs what the packages ask for. */
  readonly install: string;
  /** The command line that adds packages to the project. */
  readonly add: (added: AddedPackages) => string;
  /** The command line that runs a tool of the project. */
  readonly run: (line: string) => string;
}

/** What is to be added to a project. */
export interface AddedPackages {
  readonly kind: 'dev' | 'runtime';
  readonly packages: readonly string[];
  /** Packages, among these or below them, that need their install scripts. */
  readonly builds: readonly string[];
}

/** What {@link detectPackageManager} goes by. */
export interface DetectPackageManagerOptions {
  readonly root: string;
  readonly environment: Environment;
  /** Whether other packages live in the same repository: some then want to be told that the root is meant. */
  readonly isMonorepo: boolean;
}

/**
 * The package manager of a project: by its lock file or package.json, those of the repository that it is in included;
 * else the one that this command was started with; else npm.
 */
export async function detectPackageManager(options: DetectPackageManagerOptions): Promise<PackageManager> {
  const { root, environment, isMonorepo } = options;
  const [{ detect, resolveAgent }, { resolveCommand }] = await Promise.all([
    import('package-manager-detector/detect'),
    import('package-manager-detector/commands'),
  ]);
  const found = await detect({ cwd: root, stopDir: findRepository(root, environment) ?? root });
  const [starter = '', version] = environment['npm_config_user_agent']?.split(/[/ ]/, 2) ?? [];
  const started = resolveAgent(starter as 'npm');
  const { name, agent } = found ?? started ?? { name: 'npm' as const, agent: 'npm' as const };
  const runsScripts = name !== 'pnpm' || majorOf(found?.version ?? (starter === name ? version : undefined)) < 10;
  return {
    name,
    protocol: name === 'pnpm' || name === 'bun' || agent === 'yarn@berry' ? 'workspace:*' : null,
    install: `${name} install`,
    add: ({ kind, packages, builds }) => {
      const allowed = runsScripts ? [] : builds.map((each) => `--allow-build=${each}`);
      const args = [...(kind === 'dev' ? ['-D'] : []), ...allowed, ...packages];
      const resolved = resolveCommand(agent, 'add', args, { ignoreWorkspaceRootCheck: isMonorepo });
      return resolved === null ? `${name} add ${args.join(' ')}` : [resolved.command, ...resolved.args].join(' ');
    },
    run: (line) => `${RUNNERS[name] ?? 'npx'} ${line}`,
  };
}

/** The major version that package.json asks for or that runs; where nothing says which, that of today. */
function majorOf(version: string | undefined): number {
  return version === undefined ? Number.POSITIVE_INFINITY : Number.parseInt(version, 10);
}

const RUNNERS: Readonly<Record<string, string>> = { npm: 'npx', pnpm: 'pnpm exec', yarn: 'yarn', bun: 'bunx' };
