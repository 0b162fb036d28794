import type { Finding } from '@prisma-orchestrate/core';
import { findingsAsGithub } from './findings-as-github.js';
import { findingsAsGitlab } from './findings-as-gitlab.js';
import { findingsAsSarif } from './findings-as-sarif.js';

const FORMATS = {
  github: findingsAsGithub,
  gitlab: findingsAsGitlab,
  sarif: findingsAsSarif,
} as const satisfies Readonly<Record<string, (findings: readonly Finding[]) => string>>;

/** How findings are printed: for people, or for a program of CI. */
export type FindingsFormat = 'text' | keyof typeof FORMATS;

/** Findings in a format that programs of CI read. */
export function renderFormatted(format: Exclude<FindingsFormat, 'text'>, findings: readonly Finding[]): string {
  return FORMATS[format](findings);
}
