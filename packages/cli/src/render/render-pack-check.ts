import type { PackCheckResult } from '@prisma-orchestrate/core';
import { count } from './count.js';
import type { Look } from './look.js';
import { hasErrors, renderFindings } from './render-findings.js';

/** The findings, and one line that says what would be shipped. */
export function renderPackCheck(result: PackCheckResult, look: Look): string {
  const { packageName, packageVersion, extension, revisions, files, findings } = result;
  const shown = renderFindings(findings, look);
  if (hasErrors(findings)) return shown;
  const what = [packageName, packageVersion].filter((part) => part !== null).join(' ');
  const verdict = `${look.green('Ready to publish')}: ${what} ships extension ${extension} with ${count(revisions, 'revision')} in ${count(files?.length ?? 0, 'file')}.\n`;
  return shown === '' ? verdict : `${shown}\n${verdict}`;
}
