import type { CommandDefinition } from '../../command-definition.js';
import { LOCK_TIMEOUT } from '../shared-options.js';

export const generateDefinition: CommandDefinition = {
  name: 'generate',
  summary: 'generate the typed client from the composed schema',
  description:
    'Writes the composed schema and runs `prisma generate` on it, with all generators of the core fragment. Where nothing has changed since the last time, nothing is run. A run that fails or is interrupted leaves the old client in place; a parallel one waits. Needs no network, no engine and no database. See generate.md.',
  options: [
    { flags: '--generator <name...>', description: 'run these generator blocks only (default: all of core)' },
    { flags: '--force', description: 'run them even where nothing has changed' },
    { ...LOCK_TIMEOUT, description: 'how long to wait for another run in the same workspace (default: 60)' },
  ],
  examples: [
    { line: 'orchestrate generate', does: 'after a change of any fragment, and after npm install' },
    { line: 'orchestrate generate --generator client', does: 'only the block `generator client`' },
    { line: 'orchestrate generate --force', does: 'when a generator reads something that orchestrate cannot know of' },
  ],
  problems: 'a finding of severity error',
  load: async () => (await import('./generate-command.js')).generateCommand,
  loadResultDocument: async () => (await import('./generate-result.js')).generateResult,
};
