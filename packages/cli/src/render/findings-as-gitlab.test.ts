import type { Finding } from '@prisma-orchestrate/core';
import { describe, expect, it } from 'vitest';
import { EXAMPLE_FINDING } from '../docs/common-fields.js';
import { findingsAsGitlab } from './findings-as-gitlab.js';

interface Issue {
  readonly fingerprint: string;
  readonly severity: string;
  readonly location: { readonly path: string; readonly lines: { readonly begin: number } };
}

const issuesOf = (...findings: readonly Finding[]): readonly Issue[] =>
  JSON.parse(findingsAsGitlab(findings, { directory: '.' }));

describe('findingsAsGitlab', () => {
  it('has the fields that GitLab documents, and no others', () => {
    expect(issuesOf(EXAMPLE_FINDING)).toEqual([
      {
        description:
          'Subscription refers to Post of blog, but billing does not depend on blog.\nFix: Add "blog" to orchestrate.dependsOn in extensions/billing/package.json.',
        check_name: 'COMPOSITION.UNDECLARED_DEPENDENCY',
        fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/),
        severity: 'major',
        location: { path: 'extensions/billing/prisma/schema.prisma', lines: { begin: 12 } },
      },
    ]);
  });

  it('weighs findings on the scale of GitLab', () => {
    const severities = (['error', 'warning', 'notice'] as const).map((severity) => ({ ...EXAMPLE_FINDING, severity }));
    expect(issuesOf(...severities).map(({ severity }) => severity)).toEqual(['major', 'minor', 'info']);
  });

  it('knows a finding again after lines were added above it', () => {
    const where = { file: 'extensions/billing/prisma/schema.prisma', line: 40, column: 9 };
    const [before] = issuesOf(EXAMPLE_FINDING);
    expect(issuesOf({ ...EXAMPLE_FINDING, where })[0]?.fingerprint).toBe(before?.fingerprint);
  });

  it('tells apart what differs', () => {
    const where = { file: 'prisma/schema.prisma', line: 12, column: 3 };
    const issues = issuesOf(
      EXAMPLE_FINDING,
      EXAMPLE_FINDING,
      EXAMPLE_FINDING,
      { ...EXAMPLE_FINDING, code: 'COMPOSITION.NAME_CLASH' },
      { ...EXAMPLE_FINDING, extension: 'blog' },
      { ...EXAMPLE_FINDING, message: 'Another.' },
      { ...EXAMPLE_FINDING, where },
    );
    expect(new Set(issues.map(({ fingerprint }) => fingerprint)).size).toBe(issues.length);
  });

  it('gives a place to what has none', () => {
    expect(issuesOf({ ...EXAMPLE_FINDING, where: null })[0]?.location).toEqual({
      path: 'package.json',
      lines: { begin: 1 },
    });
  });

  it('is an empty report where there is nothing', () => {
    expect(findingsAsGitlab([], { directory: '.' })).toBe('[]\n');
  });
});
