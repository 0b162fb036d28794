import type { Finding } from '@prisma-orchestrate/core';
import { findingsAsGithub } from './findings-as-github.js';
import { findingsAsSarif } from './findings-as-sarif.js';

/** How findings are printed: for people, or for a program of CI. */
export type FindingsFormat = 'text' | 'github' | 'sarif';

/** Findings in a format that programs of CI read. */
export function renderFormatted(format: Exclude<FindingsFormat, 'text'>, findings: readonly Finding[]): string {
  return format === 'github' ? findingsAsGithub(findings) : findingsAsSarif(findings);
}
