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
  readonly add: (kind: 'dev' | 'runtime', packages: readonly string[]) => string;
  /** The command line that runs a tool of the project. */
  readonly run: (line: string) => string;
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
  const starter = environment['npm_config_user_agent']?.split('/', 1)[0];
  const started = starter === undefined ? undefined : resolveAgent(starter as 'npm');
  const { name, agent } = found ?? started ?? { name: 'npm' as const, agent: 'npm' as const };
  return {
    name,
    protocol: name === 'pnpm' || name === 'bun' || agent === 'yarn@berry' ? 'workspace:*' : null,
    install: `${name} install`,
    add: (kind, packages) => {
      const args = [...(kind === 'dev' ? ['-D'] : []), ...packages];
      const resolved = resolveCommand(agent, 'add', args, { ignoreWorkspaceRootCheck: isMonorepo });
      return resolved === null ? `${name} add ${args.join(' ')}` : [resolved.command, ...resolved.args].join(' ');
    },
    run: (line) => `${RUNNERS[name] ?? 'npx'} ${line}`,
  };
}

const RUNNERS: Readonly<Record<string, string>> = { npm: 'npx', pnpm: 'pnpm exec', yarn: 'yarn', bun: 'bunx' };
