import type { EngineLogLine } from './engine-messages.js';

/** What to say in the log of an engine. */
export interface LogEntry {
  readonly level: 'INFO' | 'WARN' | 'ERROR';
  readonly message: string;
  /** Prisma's code of an error, such as `P1001`. */
  readonly code?: string | null;
  readonly isPanic?: boolean;
}

/** Where Prisma's CLI looks for the error by which a subcommand has ended. */
const ERROR_TARGET = 'schema_engine::logger';

/** A line of the log as the native engine writes it, which is all that Prisma's CLI reads of stderr. */
export function logLine({ level, message, code, isPanic = false }: LogEntry, time: Date): string {
  const details = level === 'ERROR' ? { is_panic: isPanic, error_code: code ?? '' } : {};
  const line: EngineLogLine = {
    timestamp: time.toISOString(),
    level,
    fields: { message, ...details },
    target: level === 'ERROR' ? ERROR_TARGET : 'schema_engine',
  };
  return JSON.stringify(line);
}
