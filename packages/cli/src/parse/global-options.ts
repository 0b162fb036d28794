import type { OptionDefinition } from '../command-definition.js';

/** Options of every command; they may stand before or after its name. */
export const GLOBAL_OPTIONS: readonly OptionDefinition[] = [
  { flags: '--cwd <directory>', description: 'where to look for the workspace (default: here and above)' },
  { flags: '--config <file>', description: 'the orchestrate configuration to use' },
  { flags: '--database-url <url>', description: 'the database to use, whatever the configuration says' },
  { flags: '--json', description: 'print one JSON document on stdout' },
  { flags: '--quiet', description: 'print results and errors only', conflicts: ['verbose'] },
  { flags: '--verbose', description: 'print every step, and where errors come from', conflicts: ['quiet'] },
  { flags: '--no-color', description: 'print without colour' },
  { flags: '--yes', description: 'answer yes to every question' },
];

/** Their values, as commander gives them. */
export interface GlobalFlags {
  readonly cwd?: string;
  readonly config?: string;
  readonly databaseUrl?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
  /** False with `--no-color`. */
  readonly color: boolean;
  readonly yes?: boolean;
}
