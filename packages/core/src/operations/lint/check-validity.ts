import type { LintFinding } from '../../lint/lint-finding.js';
import { composeChecked } from '../run/compose-checked.js';
import type { LintContext } from './lint-context.js';

/**
 * What is wrong beyond any standard, as `validate` and `check` say it too: nothing that no rule finds in a fragment or a
 * manifest that cannot be read means that all is well there.
 */
export async function checkValidity({ open, sources }: LintContext): Promise<readonly LintFinding[]> {
  const { findings } = await composeChecked(open.workspace, { sources });
  return [...findings, ...open.findings].filter(({ severity }) => severity === 'error');
}
