import type { Finding } from '@prisma-orchestrate/core';
import { findingsAsGithub } from './findings-as-github.js';
import { findingsAsGitlab } from './findings-as-gitlab.js';
import { findingsAsSarif } from './findings-as-sarif.js';
import { inRepository } from './in-repository.js';

const FORMATS = {
  github: findingsAsGithub,
  gitlab: findingsAsGitlab,
  sarif: findingsAsSarif,
} as const satisfies Readonly<Record<string, (findings: readonly Finding[], directory: string) => string>>;

/** How findings are printed: for people, or for a program of CI. */
export type FindingsFormat = 'text' | keyof typeof FORMATS;

/** Findings, and where the workspace is in its repository. */
export interface FormattedResult {
  readonly findings: readonly Finding[];
  readonly directory: string;
}

/** Findings in a format that programs of CI read; those look for files from the top of the repository. */
export function renderFormatted(
  format: Exclude<FindingsFormat, 'text'>,
  { findings, directory }: FormattedResult,
): string {
  return FORMATS[format](inRepository(findings, directory), directory);
}
