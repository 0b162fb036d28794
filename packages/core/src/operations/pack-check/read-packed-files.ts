import { messageOf, OrchestrateError } from '../../errors.js';
import { assertNotInterrupted } from '../run/assert-not-interrupted.js';

const TIMEOUT_MS = 60_000;

/** Run by npm itself, a command is given settings of the project that it was started in. */
const OF_OUTER_NPM = /^npm_(?:package|lifecycle|config_(?:local_prefix|prefix|workspace))/i;

/**
 * What would be in the package: npm itself is asked, which knows `files`, .npmignore and .gitignore as the others do. No
 * script of the package runs, and nothing is written.
 *
 * @returns paths relative to the package's directory, with `/`
 * @throws OrchestrateError `PACK.NPM_FAILED`
 */
export async function readPackedFiles(
  directory: string,
  signal: AbortSignal | undefined,
): Promise<ReadonlySet<string>> {
  const { execa } = await import('execa');
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !OF_OUTER_NPM.test(name)));
  const args = ['pack', '--dry-run', '--json', '--ignore-scripts'];
  const run = {
    cwd: directory,
    env,
    extendEnv: false,
    stdin: 'ignore',
    timeout: TIMEOUT_MS,
    ...(signal && { cancelSignal: signal }),
  } as const;
  try {
    const { stdout } = await execa('npm', args, run);
    // Some versions of npm give a list, others an object by package.
    const [packed] = Object.values(JSON.parse(stdout) as Readonly<Record<string, Packed>>);
    return new Set((packed?.files ?? []).map(({ path }) => path.replaceAll('\\', '/')));
  } catch (error) {
    await assertNotInterrupted(signal);
    throw npmFailed(directory, error);
  }
}

interface Packed {
  readonly files?: readonly { readonly path: string }[];
}

function npmFailed(directory: string, cause: unknown): OrchestrateError {
  return new OrchestrateError({
    code: 'PACK.NPM_FAILED',
    message: `npm could not tell what would be packed of ${directory}: ${messageOf(cause)}`,
    fix: 'See that `npm pack --dry-run` works in that directory; it takes npm whatever package manager the project uses.',
    meta: { directory },
    cause,
  });
}
