import type { CommandDefinition } from '../../command-definition.js';

export const debugDefinition: CommandDefinition = {
  name: 'debug',
  summary: 'show what orchestrate sees: versions, files, configuration',
  description:
    'Shows versions, the configuration with its defaults, where the database URL comes from and what was found where. Passwords are left out, so the output can go into a bug report. Changes nothing.',
  options: [],
  examples: [
    { line: 'orchestrate debug', does: 'for a person' },
    { line: 'orchestrate debug --json', does: 'for a bug report' },
  ],
  problems: 'something that keeps orchestrate from working',
  load: async () => (await import('./debug-command.js')).debugCommand,
  loadResultDocument: async () => (await import('./debug-result.js')).debugResult,
};
