import type { Finding, IgnoredFinding, WeighedRule } from '@prisma-orchestrate/core';
import { findingsAsGithub } from './findings-as-github.js';
import { findingsAsGitlab } from './findings-as-gitlab.js';
import { findingsAsSarif } from './findings-as-sarif.js';
import { inRepository } from './in-repository.js';

const FORMATS = {
  github: findingsAsGithub,
  gitlab: findingsAsGitlab,
  sarif: findingsAsSarif,
} as const satisfies Readonly<Record<string, (findings: readonly Finding[], options: FormatOptions) => string>>;

/** How findings are printed: for people, or for a program of CI. */
export type FindingsFormat = 'text' | keyof typeof FORMATS;

/** Findings, and where the workspace is in its repository. */
export interface FormattedResult {
  readonly findings: readonly Finding[];
  readonly directory: string;
  /** Findings that are left out on purpose. */
  readonly suppressed?: readonly IgnoredFinding[];
  /** The rules of what was found, where it was rules that found it. */
  readonly rules?: readonly WeighedRule[];
}

/** What formats show beside findings. */
export type FormatOptions = Required<Omit<FormattedResult, 'findings'>>;

/** Findings in a format that programs of CI read; those look for files from the top of the repository. */
export function renderFormatted(
  format: Exclude<FindingsFormat, 'text'>,
  { findings, directory, suppressed = [], rules = [] }: FormattedResult,
): string {
  const moved = inRepository(
    suppressed.map(({ finding }) => finding),
    directory,
  );
  const options: FormatOptions = {
    directory,
    suppressed: suppressed.map((each, at) => ({ ...each, finding: moved[at] ?? each.finding })),
    rules,
  };
  return FORMATS[format](inRepository(findings, directory), options);
}
