import { z } from 'zod';
import { type HookFunction, looksLikeFunction } from './hooks.js';

/** Timers keep it in 32 bits. */
const LONGEST_TIMEOUT_MS = 2 ** 31 - 1;

/** What a file that is only data can hold. */
const commandLine = z
  .string()
  .min(1)
  .refine((command) => !looksLikeFunction(command));

/** What a configuration that is code can hold besides. */
const hookFunction = z.custom<HookFunction>((value) => typeof value === 'function');

/** Hooks as they are written. */
export const hooksSchema = schemaOf(z.union([commandLine, hookFunction]));

/** The same for editors, which complete files that hold data. */
export const hooksDataSchema = schemaOf(commandLine);

function schemaOf<Action extends z.ZodType>(action: Action) {
  const timeoutMs = z.int().min(1).max(LONGEST_TIMEOUT_MS).optional().describe('How long it may take, in milliseconds');
  const step = z.union([action, z.strictObject({ run: action, timeoutMs })]);
  const hook = z.union([step, z.array(step), z.null()]).optional();
  return z
    .strictObject({
      beforeUpgrade: hook.describe('Runs before the first revision of an upgrade'),
      afterUpgrade: hook.describe('Runs after the last'),
      afterRevision: hook.describe('Runs after a revision was written'),
    })
    .nullable()
    .optional()
    .describe('What runs around upgrades and after new revisions; a hook that fails stops what it belongs to');
}
