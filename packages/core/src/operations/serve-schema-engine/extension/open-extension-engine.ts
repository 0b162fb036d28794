import type { Environment } from '../../../config/environment.js';
import { asEngineError } from '../../../engine/as-engine-error.js';
import type { SchemaEngine } from '../../../engine/schema-engine.js';
import { openEngineSession } from '../../../engine/session/open-engine-session.js';
import type { OnEvent } from '../../../events.js';
import { readWorkspace } from '../../../workspace/read-workspace.js';
import { locateDatabase } from '../../run/open-database.js';
import { openShadow } from '../../run/open-shadow.js';
import { selectExtension } from '../../run/select-extension.js';
import type { RunOptions } from '../../run-options.js';
import { ExtensionAnswers } from './extension-answers.js';
import { ExtensionDatabase } from './extension-database.js';
import { ExtensionEngine } from './extension-engine.js';
import { readExtensionEnvironment } from './extension-environment.js';
import { ShadowSupply } from './shadow-supply.js';

/** What {@link openExtensionEngine} takes. */
export interface ExtensionEngineOptions {
  /** Names the extension, its workspace and its database: see `ENGINE_VARIABLES`. */
  readonly environment: Environment;
  /** The schema that Prisma's CLI was given: the composed closure of the extension. */
  readonly files: readonly { readonly path: string; readonly text: string }[];
  /** How long to wait for another run on the same database, 60 s unless given. */
  readonly lockTimeoutMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Told of waiting and of replays. */
  readonly onEvent?: OnEvent | undefined;
  /** Hears the log of Prisma's engine. */
  readonly onLog?: ((line: string) => void) | undefined;
}

/**
 * Prisma's schema engine for one extension of a shared database, to which that looks like a project of its own: its
 * revisions are the migrations, its history table has the name that Prisma expects, its shadow database holds what it
 * stands on, and whatever is not its own is external.
 *
 * @throws EngineError
 */
export async function openExtensionEngine(options: ExtensionEngineOptions): Promise<SchemaEngine> {
  try {
    return await open(options);
  } catch (error) {
    throw asEngineError(error);
  }
}

async function open({
  environment,
  files,
  lockTimeoutMs,
  signal,
  onEvent,
  onLog,
}: ExtensionEngineOptions): Promise<SchemaEngine> {
  const said = readExtensionEnvironment(environment);
  const { extension, command, databaseUrl } = said;
  const closing = new AbortController();
  const run: RunOptions = {
    cwd: said.workspace,
    configPath: said.config,
    environment,
    databaseUrl,
    command,
    lockTimeoutMs,
    signal: signal === undefined ? closing.signal : AbortSignal.any([signal, closing.signal]),
    onEvent,
  };
  const workspace = await readWorkspace(run);
  selectExtension(workspace, extension);
  const located = await locateDatabase(workspace, run);
  const database = new ExtensionDatabase(located, run, command);
  const { driver } = located;
  const shadows = new ShadowSupply(() => openShadow(workspace, { driver, extension, options: run }));
  const answers = new ExtensionAnswers({
    extension,
    database,
    shadows,
    run,
    closing,
    files,
    openSession: (options) =>
      openEngineSession({
        ...options,
        provider: driver.provider,
        defaultSchema: database.names.defaultSchema,
        openMain: () => database.connection(),
        createDatabase: async () => {
          await database.create();
          return driver.identify(located.target).name;
        },
        onLog,
      }),
  });
  return new ExtensionEngine(answers);
}
