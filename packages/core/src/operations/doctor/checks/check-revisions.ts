import type { Diagnosis } from '../../../diagnosis.js';
import type { DoctorContext } from '../doctor-context.js';

/** Whether the revisions on disk can be planned from. */
export async function checkRevisions({ open }: DoctorContext): Promise<readonly Diagnosis[]> {
  if (open === null) return [];
  const { workspace, revisions, findings } = open;
  const errors = findings.filter(({ severity }) => severity === 'error');
  const [first] = errors;
  if (first === undefined) {
    const message = `${amount(workspace.extensions.length, 'extension')}, ${amount(revisions.length, 'revision')}`;
    return [{ code: 'DOCTOR.REVISIONS', status: 'ok', message, fix: null }];
  }
  const more = errors.length === 1 ? '' : ` There are ${errors.length - 1} more: orchestrate check shows all.`;
  const { code, message, fix } = first;
  return [{ code, status: 'error', message: `${message}${more}`, fix }];
}

function amount(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
