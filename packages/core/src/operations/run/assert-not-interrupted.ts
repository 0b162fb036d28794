import { OrchestrateError } from '../../errors.js';
import { isInterrupted } from './is-interrupted.js';

/** For the parts of an operation that only read. @throws OrchestrateError of kind `interrupted` where the signal has fired */
export async function assertNotInterrupted(signal: AbortSignal | undefined): Promise<void> {
  if (!(await isInterrupted(signal))) return;
  throw new OrchestrateError({
    kind: 'interrupted',
    code: 'RUN.INTERRUPTED',
    message: 'Interrupted before anything was changed.',
    fix: 'Run the same command again.',
  });
}
