import type { CommandDefinition } from '../../command-definition.js';

export const doctorDefinition: CommandDefinition = {
  name: 'doctor',
  summary: 'find out what is wrong with the set-up, and how to mend it',
  description:
    'Looks at everything that orchestrate and Prisma need: versions that fit together, engines, drivers, the configuration, the database and its server, what the role may do there, what killed runs have left. Each look is one line; what is wrong comes with the command or edit that mends it. Whatever is broken, the rest is still looked at. Changes nothing, and makes nothing. See doctor.md; `debug` shows what orchestrate sees, without judging it.',
  options: [
    { flags: '--offline', description: 'connect to nothing: only files, packages and engines' },
    {
      flags: '--timeout <seconds>',
      description: 'how long each look may take (default: 10)',
      value: 'seconds',
    },
  ],
  examples: [
    { line: 'orchestrate doctor', does: 'when something does not work, and after an update' },
    { line: 'orchestrate doctor --offline', does: 'where there is no database, as in a build' },
    { line: 'orchestrate doctor --json', does: 'for a program, or a bug report: it holds no secrets' },
    { line: 'orchestrate doctor --timeout 60', does: 'for a server that takes long to answer' },
  ],
  problems: 'a result that is an error',
  load: async () => (await import('./doctor-command.js')).doctorCommand,
  loadResultDocument: async () => (await import('./doctor-result.js')).doctorResult,
};
