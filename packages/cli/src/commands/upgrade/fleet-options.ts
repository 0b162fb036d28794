import type { OptionDefinition } from '../../command-definition.js';

/** What makes an upgrade one of many databases. */
export const FLEET_OPTIONS: readonly OptionDefinition[] = [
  {
    flags: '--databases <file>',
    description:
      'upgrade many databases: a file with a URL on each line, a list in JSON or YAML, or a module that gives one; - reads standard input',
    conflicts: ['sql'],
  },
  {
    flags: '--concurrency <number>',
    description: 'with --databases: how many at once (default: 4 SQLite files, 8 PostgreSQL databases)',
    value: 'count',
  },
  {
    flags: '--canary <number>',
    description: 'with --databases: so many first, the others if none of those fails',
    value: 'count',
  },
  {
    flags: '--on-error <policy>',
    description: 'with --databases: go on with the others (the default), or begin no other',
    choices: ['continue', 'stop'],
  },
  { flags: '--only <databases>', description: 'with --databases: only those of these names, separated by commas' },
  {
    flags: '--shard <part>',
    description: 'with --databases: only one part of the fleet; 1/4 is the first of four',
    conflicts: ['shardIndex', 'shardCount'],
  },
  { flags: '--shard-index <number>', description: 'the same, the part counted from 0' },
  { flags: '--shard-count <number>', description: 'of how many parts --shard-index is one' },
];
