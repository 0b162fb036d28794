import type { Failure } from './failure.js';

/**
 * Why Node has ended a command without a word: all that was left to wait for can never come, such as a promise that a
 * configuration or a list of databases has forgotten.
 */
export function neverSettled(command: string | undefined): Omit<Failure, 'thrown'> {
  return {
    code: 'CLI.NEVER_SETTLED',
    kind: 'failure',
    message: `${command ?? 'The command'} waited for something that never came, and was not finished.`,
    fix: 'Look for a promise that is never settled in the configuration, or in the module that lists the databases.',
    meta: {},
  };
}
