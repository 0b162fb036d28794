import type { OptionDefinition } from '../command-definition.js';

/** Narrows a command to one extension. */
export function extensionOption(description: string): OptionDefinition {
  return { flags: '--extension <name>', description };
}

/** Shows the plan and stops. */
export const DRY_RUN: OptionDefinition = { flags: '--dry-run', description: 'show the plan; change nothing' };

/** Gives the script to a person. */
export const SQL: OptionDefinition = { flags: '--sql', description: 'print the SQL that would run; change nothing' };

/** How long to wait while another run works on the same database. */
export const LOCK_TIMEOUT: OptionDefinition = {
  flags: '--lock-timeout <seconds>',
  description: 'how long to wait for another run on the same database (default: 60)',
  value: 'seconds',
};

/** For whoever cannot or must not run what the configuration adds. */
export const NO_HOOKS: OptionDefinition = { flags: '--no-hooks', description: 'run no hooks of the configuration' };

/** Consent to creating what a server does not have. */
export const CREATE_DATABASE: OptionDefinition = {
  flags: '--create-database',
  description: 'create the database where its server has none by that name',
};

/** How findings are printed. */
export const FORMAT: OptionDefinition = {
  flags: '--format <format>',
  description:
    'how to print: text, annotations for GitHub Actions, a Code Quality report for GitLab, or SARIF 2.1.0 (--json goes before it)',
  choices: ['text', 'github', 'gitlab', 'sarif'],
};

/** What commits together. */
export function txOption(choices: readonly string[]): OptionDefinition {
  return {
    flags: '--tx <mode>',
    description: 'what is one transaction: each revision (the default), the whole run, or nothing',
    choices,
  };
}
