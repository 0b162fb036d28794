import { OrchestrateError } from '../../errors.js';
import type { Finding } from '../../findings.js';

/**
 * What kept a part of the check from its job, among what the other parts found.
 *
 * @throws what is neither a failure nor a database that is missing: a bug, a wrong configuration, an interruption
 */
export function failureFinding(error: unknown, extension: string | null = null): Finding {
  if (!(error instanceof OrchestrateError) || (error.kind !== 'failure' && error.kind !== 'consent')) throw error;
  const { code, message, fix, meta } = error;
  const { file, line } = meta;
  return {
    code,
    severity: 'error',
    message,
    extension: typeof meta['extension'] === 'string' ? meta['extension'] : extension,
    where: typeof file === 'string' ? { file, line: typeof line === 'number' ? line : 1, column: 1 } : null,
    fix,
    related: [],
  };
}
