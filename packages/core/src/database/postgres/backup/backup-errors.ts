import { OrchestrateError } from '../../../errors.js';
import type { PostgresTool } from './postgres-tool.js';
import type { ToolResult } from './run-tool.js';

/** A dump that did not come about, and where. */
export interface FailedDump {
  readonly display: string;
  readonly role: string;
  readonly tool: PostgresTool;
  readonly result: Pick<ToolResult, 'end' | 'messages'>;
}

/** pg_dump failed. */
export function dumpFailed({ display, role, tool, result }: FailedDump): OrchestrateError {
  const said = describeEnd(tool, result);
  if (/permission denied|row-level security|must be (?:owner|superuser)/i.test(said)) {
    return mayNotRead({ display, role, said });
  }
  return new OrchestrateError({
    code: 'BACKUP.DUMP_FAILED',
    message: `${display} could not be dumped: ${said}`,
    fix: fixFor(said, result.end),
    meta: { tool: tool.file, version: tool.version, end: result.end },
  });
}

/** What a role may not read, as the server says it. */
export interface ForbiddenRead {
  readonly display: string;
  readonly role: string;
  readonly said: string;
  readonly cause?: unknown;
}

/** The role may not read all of the database. */
export function mayNotRead({ display, role, said, cause }: ForbiddenRead): OrchestrateError {
  return new OrchestrateError({
    code: 'BACKUP.NO_PRIVILEGE',
    message: `The role "${role}" may not read all of ${display}: ${said}`,
    fix: 'Back up as the owner of what is named, as a superuser, or as a role that may read everything: GRANT pg_read_all_data; row-level security takes the attribute BYPASSRLS, too.',
    meta: { role },
    cause,
  });
}

/** What a program said, or how it ended where it said nothing. */
export function describeEnd(tool: PostgresTool, { end, messages }: Pick<ToolResult, 'end' | 'messages'>): string {
  const said = messages.join('\n').trim();
  if (said !== '') return said;
  if (typeof end === 'string') return `${tool.name} was ended by ${end}.`;
  return `${tool.name} ended with exit code ${end}.`;
}

/** For a program that a signal ended. */
export const KILLED =
  'Run the same command again. Unless somebody ended it, the system did: for want of memory, its log says.';

function fixFor(said: string, end: ToolResult['end']): string {
  if (typeof end === 'string') return KILLED;
  if (/no space left|disk quota/i.test(said))
    return 'Make room where the backup goes, or correct backup.location, and run the same command again.';
  if (/lock|out of shared memory/i.test(said))
    return 'Raise max_locks_per_transaction of the server: a dump holds a lock on every table.';
  if (/connection|terminat/i.test(said))
    return 'Run the same command again when the server is there; nothing is left behind.';
  return 'The message is that of pg_dump; mend what it says and run the same command again.';
}
