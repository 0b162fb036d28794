import type { CommandDefinition } from '../../command-definition.js';

export const composeDefinition: CommandDefinition = {
  name: 'compose',
  summary: 'write the composed schema that Prisma reads',
  description:
    'Merges all fragments into one Prisma schema and writes it as a folder with one file per extension, only where something changed. Nothing is written while a finding is an error.',
  options: [
    { flags: '--check', description: 'write nothing; fail when the written schema is stale' },
    {
      flags: '--single-file [file]',
      description: 'write one file in place of the folder, for tools that take no folder (default: `<output>.prisma`)',
    },
  ],
  examples: [
    { line: 'orchestrate compose', does: 'write the composed schema' },
    { line: 'orchestrate compose --check', does: 'in CI: fail when someone forgot to' },
    { line: 'orchestrate compose --single-file', does: 'one file, generated/schema.prisma' },
  ],
  problems: 'a finding of severity error, or a stale schema with `--check`',
  load: async () => (await import('./compose-command.js')).composeCommand,
  loadResultDocument: async () => (await import('./compose-result.js')).composeResult,
};
