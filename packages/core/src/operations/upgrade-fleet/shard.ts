import { createHash } from 'node:crypto';
import { badFleetOption } from './fleet-errors.js';

/** A part of a fleet, for one of several processes that share the work. */
export interface Shard {
  /** From 1. */
  readonly index: number;
  readonly count: number;
}

/**
 * In which shard a key is, from 1. It depends on the key and the number of shards alone, so it stays where others come
 * and go.
 */
export function shardOf(key: string, count: number): number {
  // 48 bits, which a number holds exactly.
  return (createHash('sha256').update(key).digest().readUIntBE(0, 6) % count) + 1;
}

/** @throws OrchestrateError `FLEET.BAD_OPTION` */
export function assertShard({ index, count }: Shard): void {
  if (Number.isInteger(index) && Number.isInteger(count) && index >= 1 && index <= count) return;
  throw badFleetOption(
    `There is no shard ${index} of ${count}.`,
    'Shards count from 1: of three there are 1/3, 2/3 and 3/3. With --shard-index they count from 0.',
  );
}
