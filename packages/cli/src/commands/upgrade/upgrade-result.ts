import type { FleetResult } from '@prisma-orchestrate/core';
import { documentResult, type ResultDocument } from '../../docs/result-document.js';
import { migrationResult } from '../migration-result.js';

/** What upgrade and deploy return: of one database, or with `--databases` of many. */
export function upgradeResult(): ResultDocument {
  return { ...migrationResult('upgrade'), variant: { option: '--databases FILE', document: fleetResult() } };
}

function fleetResult(): ResultDocument {
  return documentResult<FleetResult>({
    fields: [
      { path: 'dryRun', type: 'boolean', means: 'Whether it only shows what would be done' },
      {
        path: 'shard',
        type: 'object | null',
        means: 'Which part of the fleet it is about; null where it was not split',
      },
      { path: 'shard.index', type: 'integer', means: 'From 1' },
      { path: 'shard.count', type: 'integer', means: 'Of how many parts' },
      {
        path: 'stopped',
        type: "'error' | 'canary' | 'interrupted' | null",
        means: 'Why databases were left out: `--on-error stop`, a failure among the first ones, a signal',
      },
      { path: 'totals', type: 'object', means: 'How many databases ended how' },
      { path: 'totals.databases', type: 'integer', means: 'All of the run' },
      { path: 'totals.upgraded', type: 'integer', means: 'Those in which something was applied' },
      { path: 'totals.upToDate', type: 'integer', means: 'Those with nothing to do' },
      { path: 'totals.pending', type: 'integer', means: 'With `--dry-run`: those with something to apply' },
      { path: 'totals.failed', type: 'integer', means: 'Those with an error' },
      { path: 'totals.interrupted', type: 'integer', means: 'Those that the signal ended half-way, after a revision' },
      { path: 'totals.notStarted', type: 'integer', means: 'Those that were left out' },
      { path: 'totals.revisions', type: 'integer', means: 'Revisions of all databases together' },
      { path: 'databases', type: 'object[]', means: 'In the order of the list' },
      { path: 'databases[].name', type: 'string', means: 'As the list calls it, or made of the URL' },
      { path: 'databases[].database', type: 'string', means: 'The URL, without secrets' },
      {
        path: 'databases[].outcome',
        type: "'upgraded' | 'up-to-date' | 'pending' | 'failed' | 'interrupted' | 'not-started'",
        means: 'How it ended; `pending`: with `--dry-run`, there is something to apply',
      },
      { path: 'databases[].revisions', type: 'string[]', means: '`extension/name` of what was, or would be, applied' },
      {
        path: 'databases[].durationMs',
        type: 'number | null',
        means: 'How long it took; null where it was not started',
      },
      { path: 'databases[].error', type: 'object | null', means: 'Why it was not upgraded' },
      { path: 'databases[].error.code', type: 'string', means: 'Stable, explained in errors.md' },
      { path: 'databases[].error.kind', type: "'failure' | 'usage' | 'consent' | 'interrupted'", means: 'Its kind' },
      { path: 'databases[].error.message', type: 'string', means: 'What happened' },
      { path: 'databases[].error.fix', type: 'string', means: 'What to do about it' },
      { path: 'databases[].error.meta', type: 'any object', means: 'What the message is made of' },
      { path: 'retry', type: 'string | null', means: 'The command that does what is left; null where nothing is' },
    ],
    example: {
      dryRun: false,
      shard: { index: 1, count: 4 },
      stopped: null,
      totals: {
        databases: 3,
        upgraded: 1,
        upToDate: 1,
        pending: 0,
        failed: 1,
        interrupted: 0,
        notStarted: 0,
        revisions: 1,
      },
      databases: [
        {
          name: 'acme',
          database: 'postgresql://app:***@db.internal/acme',
          outcome: 'upgraded',
          revisions: ['blog/20260201093000_add_tags'],
          durationMs: 31.4,
          error: null,
        },
        {
          name: 'globex',
          database: 'postgresql://app:***@db.internal/globex',
          outcome: 'up-to-date',
          revisions: [],
          durationMs: 9.8,
          error: null,
        },
        {
          name: 'initech',
          database: 'postgresql://app:***@db.internal/initech',
          outcome: 'failed',
          revisions: [],
          durationMs: 4.1,
          error: {
            code: 'DATABASE.UNREACHABLE',
            kind: 'failure',
            message: 'No PostgreSQL server answers for postgresql://app:***@db.internal/initech: timeout expired.',
            fix: 'Start the server, or correct host (db.internal) and port (5432) in the database URL; a firewall may be in between.',
            meta: { host: 'db.internal', port: 5432 },
          },
        },
      ],
      retry: 'orchestrate upgrade --all --databases tenants.txt --only initech',
    },
  });
}
