import { resolve } from 'node:path';
import type { FleetResult, FleetSource, Selection, Shard, TransactionMode } from '@prisma-orchestrate/core';
import { upgradeFleet } from '@prisma-orchestrate/core/operations/upgrade-fleet';
import type { CallContext, Flags } from '../../command.js';
import type { CommandDefinition } from '../../command-definition.js';
import { commandLineText } from '../../parse/command-line-text.js';
import { UsageError } from '../../usage-error.js';
import type { FleetFlags } from './fleet-flags.js';

/** What it upgrades to, as for one database. */
export interface UpgradeManyOptions {
  readonly definition: CommandDefinition;
  readonly selection: Selection;
  readonly target?: string | undefined;
  readonly tx?: TransactionMode | undefined;
  readonly dryRun?: boolean | undefined;
}

const STANDARD_INPUT = '-';
const WHOLE = /^\d{1,6}$/;

/** `upgrade --databases`. */
export async function upgradeMany(
  file: string,
  flags: FleetFlags,
  { options, context }: { readonly options: UpgradeManyOptions; readonly context: CallContext },
): Promise<FleetResult> {
  const { concurrency, canary, onError } = flags;
  const { selection, target, tx, dryRun, definition } = options;
  if (context.where.databaseUrl !== undefined) throw twoPlaces();
  const shard = shardOf(flags);
  const only = flags.only?.split(',').map((name) => name.trim());
  const databases: FleetSource =
    file === STANDARD_INPUT
      ? { text: await context.readInput(), from: 'standard input' }
      : resolve(context.currentDirectory, file);
  const { databaseUrl: _, confirmCreation: __, ...run } = await context.run();
  const command = commandLineText(definition, withoutParts(flags as Flags));
  const fleet = { databases, concurrency, canary, onError, shard, only };
  return upgradeFleet({ ...run, command, selection, target, tx, dryRun, ...fleet });
}

/** What a command is repeated with for some databases by name. */
function withoutParts(flags: Flags): Flags {
  return {
    ...flags,
    only: undefined,
    canary: undefined,
    dryRun: undefined,
    shard: undefined,
    shardIndex: undefined,
    shardCount: undefined,
  };
}

function shardOf({ shard, shardIndex, shardCount }: FleetFlags): Shard | undefined {
  if (shard !== undefined) {
    const [, index, count] = /^(\d{1,6})\/(\d{1,6})$/.exec(shard) ?? [];
    if (index === undefined || count === undefined) throw badShard(`--shard cannot be "${shard}".`);
    return { index: Number(index), count: Number(count) };
  }
  if (shardIndex === undefined && shardCount === undefined) return undefined;
  if (shardIndex === undefined || shardCount === undefined || !WHOLE.test(shardIndex) || !WHOLE.test(shardCount)) {
    throw badShard('--shard-index and --shard-count are whole numbers, and say something only together.');
  }
  return { index: Number(shardIndex) + 1, count: Number(shardCount) };
}

function badShard(message: string): UsageError {
  return new UsageError({
    code: 'CLI.INVALID_VALUE',
    message,
    fix: 'Write the third of eight parts as --shard 3/8, or as --shard-index 2 --shard-count 8.',
  });
}

function twoPlaces(): UsageError {
  return new UsageError({
    code: 'CLI.CONFLICTING_OPTIONS',
    message: 'Both --databases and --database-url say which databases to upgrade.',
    fix: 'Leave one of them out.',
  });
}
