import type { ValidateResult } from '@prisma-orchestrate/core';
import { count } from './count.js';
import type { Look } from './look.js';
import { renderFindings } from './render-findings.js';
import { wrapLines } from './wrap-lines.js';

/** The findings, or one line that says what was looked at and found good. */
export function renderValidate({ extensions, affected, models, files, findings }: ValidateResult, look: Look): string {
  if (extensions.length === 0) return 'Nothing that concerns the schema.\n';
  if (findings.length > 0) return renderFindings(findings, look);
  const seen = `${count(extensions.length, 'extension')}, ${count(models, 'model')}, ${count(files, 'file')}`;
  const which = affected.length === extensions.length ? '' : ` (checked: ${affected.join(', ')})`;
  return wrapLines(`${look.green('No problems')} in ${seen}${which}.\n`, look);
}

/** How much was left out because what is checked cannot have caused it. */
export function renderValidateNotes({ omitted }: ValidateResult): string {
  if (omitted === 0) return '';
  const what = omitted === 1 ? '1 finding about an extension' : `${omitted} findings about extensions`;
  return `${what} that this cannot affect left out; \`orchestrate validate\` shows all.\n`;
}

/** The files that have nothing to do with the schema. */
export function renderPassedOver({ passedOver }: ValidateResult): string {
  return passedOver.map((file) => `Passed over: ${file}\n`).join('');
}
