import type { CommandDefinition } from '../../command-definition.js';

export const initDefinition: CommandDefinition = {
  name: 'init',
  summary: 'make a workspace of a Prisma project, or of an empty directory',
  description:
    'In a project with a schema: writes orchestrate.config, adds the scripts that package.json lacks, makes packages of the extensions where the project is a monorepo, and adds the tasks that turbo.json lacks where there is turbo. In a directory without one it also makes a small Prisma project. What is there stays as it is and is named where it says something else, nothing is installed, all files are written or none, and a second run has nothing to do. It ends with what comes next, in the words of your package manager. See getting-started.md.',
  options: [
    {
      flags: '--provider <name>',
      description: 'the database of a new project (default: asks in a terminal, else sqlite)',
      choices: ['sqlite', 'postgresql'],
    },
    { flags: '--dry-run', description: 'show what would be written; write nothing' },
  ],
  examples: [
    { line: 'orchestrate init', does: 'make a workspace of this directory' },
    { line: 'orchestrate init --dry-run', does: 'show what would be written' },
    { line: 'orchestrate init --provider postgresql', does: 'a new project on PostgreSQL' },
  ],
  problems: null,
  load: async () => (await import('./init-command.js')).initCommand,
  loadResultDocument: async () => (await import('./init-result.js')).initResult,
};
