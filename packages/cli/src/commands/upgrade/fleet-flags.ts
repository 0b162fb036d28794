import { UsageError } from '../../usage-error.js';

/** Flags of an upgrade of many databases. */
export interface FleetFlags {
  readonly databases?: string;
  readonly concurrency?: number;
  readonly canary?: number;
  readonly onError?: 'continue' | 'stop';
  readonly only?: string;
  readonly shard?: string;
  readonly shardIndex?: string;
  readonly shardCount?: string;
}

/** Refuses those that only make sense beside `--databases`. */
export function assertNoFleetFlags(flags: FleetFlags): void {
  const { concurrency, canary, onError, only, shard, shardIndex, shardCount } = flags;
  const values = { concurrency, canary, 'on-error': onError, only, shard, 'shard-index': shardIndex };
  const [name] =
    Object.entries({ ...values, 'shard-count': shardCount }).find(([, value]) => value !== undefined) ?? [];
  if (name === undefined) return;
  throw new UsageError({
    code: 'CLI.MISSING_OPTION',
    message: `--${name} is about many databases, and there is no --databases.`,
    fix: 'Name the file that lists them: --databases tenants.txt',
  });
}
