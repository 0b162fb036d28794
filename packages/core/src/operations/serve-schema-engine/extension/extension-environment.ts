import type { Environment } from '../../../config/environment.js';
import { EngineError } from '../../../engine/schema-engine.js';
import { ENGINE_VARIABLES } from './engine-variables.js';

/** What those variables say. */
export interface ExtensionEnvironment {
  readonly extension: string;
  readonly workspace: string;
  readonly config: string | undefined;
  readonly databaseUrl: string | undefined;
  readonly command: string;
}

/** Reads them, where they are set. */
export function readExtensionEnvironment(environment: Environment): ExtensionEnvironment {
  const extension = required(environment, ENGINE_VARIABLES.extension);
  return {
    extension,
    workspace: required(environment, ENGINE_VARIABLES.workspace),
    config: environment[ENGINE_VARIABLES.config] || undefined,
    databaseUrl: environment[ENGINE_VARIABLES.databaseUrl] || undefined,
    command: environment[ENGINE_VARIABLES.command] || `orchestrate prisma ${extension}`,
  };
}

/** Who sets one, `orchestrate prisma`, sets both. */
function required(environment: Environment, name: string): string {
  const value = environment[name];
  if (!value) throw new EngineError(`The environment variable ${name} is not set.`);
  return value;
}
