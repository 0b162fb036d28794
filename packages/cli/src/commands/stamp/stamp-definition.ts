import type { CommandDefinition } from '../../command-definition.js';
import { CREATE_DATABASE, LOCK_TIMEOUT } from '../shared-options.js';

export const stampDefinition: CommandDefinition = {
  name: 'stamp',
  summary: 'record revisions as applied without running them',
  description:
    'Makes the history of an extension say that the given revision and what it needs of that extension are applied, and nothing else of it. No script runs: the tables are as you left them. For a database that has what the revisions make but no record of it, and after something was mended by hand. Refused, by name, when revisions of other extensions would contradict the result. With `--purge` it only takes the record of a failed attempt back, once you have undone by hand what it did; the revision needs no directory.',
  arguments: [
    {
      name: 'target',
      description:
        'a revision, head for all of them, or base for none; several as core@head,blog@base; with --all head, base or a point in time',
      completes: { target: ['head', 'base'] },
    },
  ],
  options: [
    { flags: '--extension <name>', description: 'the extension to stamp (default: core)', conflicts: ['all'] },
    { flags: '--all', description: 'stamp all extensions', conflicts: ['extension'] },
    {
      flags: '--purge',
      description: 'only take back the failed record of this revision, extension/name or with --extension',
      conflicts: ['all'],
    },
    { flags: '--dry-run', description: 'show what would be recorded; change nothing' },
    LOCK_TIMEOUT,
    CREATE_DATABASE,
  ],
  examples: [
    { line: 'orchestrate stamp --all head', does: 'the database has everything already: record it' },
    {
      line: 'orchestrate stamp --extension blog 20260201093000_add_tags',
      does: 'the tables of blog are as after this revision',
    },
    {
      line: 'orchestrate stamp --extension blog base',
      does: 'nothing of blog is there: its revisions are pending again',
    },
    {
      line: 'orchestrate stamp --purge blog/20260201093000_add_tags',
      does: 'what this failed revision did is undone by hand',
    },
    { line: 'orchestrate stamp --all head --dry-run', does: 'show what would be recorded' },
  ],
  problems: null,
  load: async () => (await import('./stamp-command.js')).stampCommand,
  loadResultDocument: async () => (await import('./stamp-result.js')).stampResult,
};
