import type { ValidateResult } from '@prisma-orchestrate/core';
import { count } from './count.js';
import type { Look } from './look.js';
import { renderFindings } from './render-findings.js';
import { wrapLines } from './wrap-lines.js';

/** The findings, or one line that says what was looked at and found good. */
export function renderValidate({ extensions, models, files, findings }: ValidateResult, look: Look): string {
  const seen = `${count(extensions.length, 'extension')}, ${count(models, 'model')}, ${count(files, 'file')}`;
  return findings.length === 0
    ? wrapLines(`${look.green('No problems')} in ${seen}.\n`, look)
    : renderFindings(findings, look);
}
