/** The variables that make the engine that of one extension. */
export const ENGINE_VARIABLES = {
  /** Its name. */
  extension: 'ORCHESTRATE_ENGINE_EXTENSION',
  /** The root of the workspace, absolute. */
  workspace: 'ORCHESTRATE_ENGINE_WORKSPACE',
  /** The configuration file; without it is the one that is found. */
  config: 'ORCHESTRATE_ENGINE_CONFIG',
  /** With its password, which the one among the arguments may be without. */
  databaseUrl: 'ORCHESTRATE_ENGINE_DATABASE_URL',
  /** What those are told who wait for the lock. */
  command: 'ORCHESTRATE_ENGINE_COMMAND',
} as const;
