import type { Diagnosis } from '../../../diagnosis.js';
import { OrchestrateError } from '../../../errors.js';
import { findRepository } from '../../../workspace/find-repository.js';
import { installHook } from '../../install-hook.js';
import type { DoctorContext } from '../doctor-context.js';

/** Whether the hook that checks what is staged is there, and up to date. */
export async function checkGitHook({ options, open, root, environment }: DoctorContext): Promise<readonly Diagnosis[]> {
  if (open === null || findRepository(root, environment) === null) return [];
  try {
    const { state, file } = await installHook({ ...options, dryRun: true });
    if (state === 'updated') {
      return [
        {
          code: 'DOCTOR.GIT_HOOK',
          status: 'warning',
          message: `The git hook ${file} is of an earlier version of orchestrate, or may not be executed.`,
          fix: 'orchestrate install-hook',
        },
      ];
    }
    const isThere = state !== 'created';
    const message = isThere
      ? `the git hook checks what is staged (${file})`
      : 'no git hook checks what is staged; orchestrate install-hook makes one';
    return [{ code: 'DOCTOR.GIT_HOOK', status: isThere ? 'ok' : 'skipped', message, fix: null }];
  } catch (error) {
    if (!(error instanceof OrchestrateError) || !/^GIT(?:HOOK)?\./.test(error.code)) throw error;
    // It is no fault to have other hooks, or none.
    return [{ code: error.code, status: 'skipped', message: error.message, fix: null }];
  }
}
