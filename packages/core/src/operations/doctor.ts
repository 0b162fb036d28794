import type { DiagnosisGroup } from '../diagnosis.js';
import { examine } from './doctor/examine.js';
import type { GroupedDiagnosis } from './doctor/run-check.js';
import { asOperation } from './run/as-operation.js';
import type { DatabaseOptions, RunOptions } from './run-options.js';

/** What {@link doctor} takes. */
export interface DoctorOptions extends DatabaseOptions, Pick<RunOptions, 'onEvent' | 'command'> {
  /** Looks at files, packages and engines only, and connects to nothing. */
  readonly offline?: boolean | undefined;
  /** How long each look may take, 10 s unless given. */
  readonly timeoutMs?: number | undefined;
}

/** How many results there are of each status. */
export type DoctorTotals = Readonly<Record<GroupedDiagnosis['status'], number>>;

/** What {@link doctor} found. */
export interface DoctorReport {
  /** Absolute path of the workspace; null where none was found. */
  readonly root: string | null;
  /** The database that commands would use, without secrets; null where nothing says which. */
  readonly database: string | null;
  /** Whether no result is an error. */
  readonly isHealthy: boolean;
  /** In groups, one after the other. */
  readonly results: readonly GroupedDiagnosis[];
  readonly totals: DoctorTotals;
}

const GROUPS: readonly DiagnosisGroup[] = [
  'versions',
  'engine',
  'drivers',
  'configuration',
  'database',
  'privileges',
  'leftovers',
];

const TIMEOUT_MS = 10_000;

/**
 * Looks at everything that orchestrate and Prisma need, and says what is wrong with it and how that is mended: versions
 * that fit together, engines, drivers, the configuration, the database and what its role may do there, what killed runs
 * have left. Whatever cannot be looked at is a result like others, so that the rest is still heard. Changes nothing, and
 * makes nothing, no shadow database either.
 *
 * @throws OrchestrateError only of kind `interrupted`, and `EVENT.LISTENER_FAILED`
 *
 * @example
 * ```ts
 * const { isHealthy, results } = await doctor({ cwd: process.cwd() });
 * console.log(isHealthy); // true
 * for (const { status, message, fix } of results) if (status === 'error') console.log(message, fix);
 * ```
 */
export function doctor(options: DoctorOptions): Promise<DoctorReport> {
  return asOperation(options, report);
}

async function report({ timeoutMs = TIMEOUT_MS, offline = false, ...options }: DoctorOptions): Promise<DoctorReport> {
  const { root, database, results } = await examine({ ...options, timeoutMs, offline });
  const ordered = once(GROUPS.flatMap((group) => results.filter((result) => result.group === group)));
  const count = (status: GroupedDiagnosis['status']): number =>
    ordered.filter((result) => result.status === status).length;
  const totals = { ok: count('ok'), warning: count('warning'), error: count('error'), skipped: count('skipped') };
  return { root, database, isHealthy: totals.error === 0, results: ordered, totals };
}

/** Several looks may meet the same fault: a driver that cannot be loaded opens no database either. */
function once(results: readonly GroupedDiagnosis[]): readonly GroupedDiagnosis[] {
  const isSame = (one: GroupedDiagnosis, other: GroupedDiagnosis): boolean =>
    one.code === other.code && one.message === other.message;
  return results.filter((result, at) => results.findIndex((other) => isSame(result, other)) === at);
}
