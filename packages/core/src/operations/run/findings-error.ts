import { OrchestrateError } from '../../errors.js';
import type { Finding } from '../../findings.js';

/**
 * The error for a job that cannot start because of what the user wrote. The findings that stand in the way are in
 * `meta.findings`; the code is that of the first.
 */
export function findingsError(findings: readonly Finding[], job: string): OrchestrateError {
  const errors = findings.filter(({ severity }) => severity === 'error');
  const [first] = errors;
  if (first === undefined) throw new Error('There is no finding that could stand in the way.');
  const lines = errors.map(({ where, message }) =>
    where === null ? message : `${where.file}:${where.line}:${where.column} ${message}`,
  );
  return new OrchestrateError({
    code: first.code,
    message: `${job}: ${lines.join('\n')}`,
    fix: errors.length === 1 ? first.fix : 'Run `orchestrate list --verify`, which shows every finding with its fix.',
    meta: { findings: errors },
  });
}

/** @throws OrchestrateError when any finding is an error */
export function assertNoErrors(findings: readonly Finding[], job: string): void {
  if (findings.some(({ severity }) => severity === 'error')) throw findingsError(findings, job);
}
