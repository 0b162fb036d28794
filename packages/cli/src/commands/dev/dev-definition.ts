import type { CommandDefinition } from '../../command-definition.js';
import { CREATE_DATABASE, LOCK_TIMEOUT, NO_HOOKS } from '../shared-options.js';

export const devDefinition: CommandDefinition = {
  name: 'dev',
  summary: 'the daily loop: revisions for what changed, upgrade, compose, generate',
  description:
    'Finds which fragments say something else than their revisions make, shows the SQL, asks for a message, makes the revisions (those of dependencies first), upgrades all extensions, writes the composed schema, and offers to generate the client. Where no one can be asked, changes need `-m`; without it nothing is made and the exit code is 3. See dev.md.',
  options: [
    {
      flags: '--extension <name...>',
      description: 'make revisions of these only (default: all but those that npm has installed)',
    },
    { flags: '-m, --message <text>', description: 'what changed, in a few words; for every new revision' },
    { flags: '--allow-destructive', description: 'consent to steps that lose data' },
    { flags: '--no-upgrade', description: 'leave the database alone' },
    { flags: '--generate', description: 'generate the client without asking' },
    { flags: '--no-generate', description: 'neither generate the client nor ask' },
    { flags: '--watch', description: 'go on with every change until Ctrl+C' },
    LOCK_TIMEOUT,
    CREATE_DATABASE,
    NO_HOOKS,
  ],
  examples: [
    { line: 'orchestrate dev', does: 'look at what changed and name it' },
    { line: 'orchestrate dev -m "Add tags" --generate', does: 'where there is no one to ask' },
    { line: 'orchestrate dev --watch', does: 'while you edit' },
    { line: 'orchestrate dev --extension blog -m "Add tags" --no-upgrade', does: 'only the files' },
  ],
  problems: 'a finding of severity error',
  load: async () => (await import('./dev-command.js')).devCommand,
  loadResultDocument: async () => (await import('./dev-result.js')).devResult,
};
