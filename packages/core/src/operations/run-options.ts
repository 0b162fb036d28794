import type { Environment } from '../config/environment.js';
import type { HookSettings } from '../config/hooks.js';
import type { OnEvent } from '../events.js';

/** Which workspace an operation works on. */
export interface WorkspaceOptions {
  /** Where to look for the workspace: this directory or one above it. */
  readonly cwd: string;
  /** A configuration file to use instead of the one that is found. */
  readonly configPath?: string | undefined;
  /** `process.env` unless given. */
  readonly environment?: Environment | undefined;
  /**
   * Ends the operation cleanly: after the revision or the step that is at hand, with nothing left half done. It rejects
   * with an {@link OrchestrateError} of kind `interrupted`; where the signal has fired already, nothing is done at all.
   */
  readonly signal?: AbortSignal | undefined;
}

/** Which database an operation works on. */
export interface DatabaseOptions extends WorkspaceOptions {
  /** Goes before every other place that may name the database. */
  readonly databaseUrl?: string | undefined;
}

/** How an operation that takes a while is watched and stopped. */
export interface RunOptions extends DatabaseOptions {
  /** Told what happens, while it happens. One that throws ends the run as the signal does. */
  readonly onEvent?: OnEvent | undefined;
  /**
   * Hooks in place of those of the configuration that have the same name, each a command line, a function or a list;
   * `false` for none at all.
   */
  readonly hooks?: HookSettings | false | undefined;
  /** How long to wait for another run on the same database, 60 s unless given. */
  readonly lockTimeoutMs?: number | undefined;
  /** What others are told who wait for this run. */
  readonly command?: string | undefined;
  /** Consent to creating the database where a server has none by its name, given beforehand. */
  readonly createDatabase?: boolean | undefined;
  /** Asks for that consent; not called where `createDatabase` is set or the database is there. */
  readonly confirmCreation?: ((database: string) => Promise<boolean>) | undefined;
}
