import { realpathSync } from 'node:fs';
import { rootRelative } from '../config/root-relative.js';
import type { Finding } from '../findings.js';
import type { WrittenFile } from '../workspace/write-composition.js';
import { generateClient } from './generate/generate-client.js';
import { asOperation } from './run/as-operation.js';
import type { RunOptions } from './run-options.js';

/** What {@link generate} takes. */
export interface GenerateOptions
  extends Pick<RunOptions, 'cwd' | 'configPath' | 'environment' | 'onEvent' | 'signal' | 'lockTimeoutMs' | 'command'> {
  /** Names of the generator blocks to run; all of core unless given. */
  readonly generators?: readonly string[] | undefined;
  /** Runs them even where nothing has changed. */
  readonly force?: boolean | undefined;
}

/** What {@link generate} did. */
export interface GenerateResult {
  /** The folder of the composed schema, relative to the workspace root. */
  readonly directory: string;
  /** What became of its files; empty where there was nothing to do, or errors among the findings kept it from being done. */
  readonly files: readonly WrittenFile[];
  /** Whether the generators ran; where not, the client is what they would have made. */
  readonly generated: boolean;
  /** Those that were asked for. */
  readonly generators: readonly {
    readonly name: string;
    readonly provider: string;
    /** Where it writes, relative to the workspace root; null where that cannot be known without running it. */
    readonly output: string | null;
  }[];
  readonly findings: readonly Finding[];
}

/**
 * Writes the composed schema and generates the client from it, with the Prisma that is installed in the workspace and all
 * generators of the core fragment. Where the client is what the last run made of the same, nothing is done. It needs no
 * network and no database.
 *
 * A run that fails or is interrupted leaves the client as it was. Where another run generates, this one waits for it.
 *
 * @throws OrchestrateError `GENERATE.NO_GENERATOR`, `GENERATE.UNKNOWN_GENERATOR`, `GENERATE.NO_PRISMA`,
 * `GENERATE.NOT_INSTALLED`, `GENERATE.FAILED`, `GENERATE.BUSY`, `PRISMA.UNSUPPORTED`, `RUN.INTERRUPTED`, and whatever
 * {@link compose} throws
 *
 * @example
 * ```ts
 * const { generated, generators } = await generate({ cwd: process.cwd() });
 * console.log(generated, generators.map(({ output }) => output)); // true [ 'client' ]
 * ```
 */
export function generate(options: GenerateOptions): Promise<GenerateResult> {
  return asOperation(options, generateFromFragments);
}

async function generateFromFragments(options: GenerateOptions): Promise<GenerateResult> {
  const { state, composed, generators, files } = await generateClient(options);
  const { workspace, findings } = composed;
  // The outputs are real paths, too.
  const root = realpathSync.native(workspace.root);
  return {
    directory: workspace.config.output,
    files,
    generated: state === 'generated',
    generators: generators.map(({ name, provider, output }) => ({
      name,
      provider,
      output: output === null ? null : rootRelative(root, output),
    })),
    findings,
  };
}
