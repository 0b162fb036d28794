import { createHash } from 'node:crypto';
import type { Finding, Severity } from '@prisma-orchestrate/core';
import { noPlace } from './no-place.js';

const SEVERITIES: Readonly<Record<Severity, string>> = { error: 'major', warning: 'minor', notice: 'info' };

/**
 * Findings as a Code Quality report of GitLab, which shows what a merge request adds and what it mends.
 *
 * @param directory where the workspace is in its repository
 */
export function findingsAsGitlab(findings: readonly Finding[], { directory }: { readonly directory: string }): string {
  const seen = new Map<string, number>();
  const issues = findings.map((finding) => {
    const { code, severity, message, where, fix } = finding;
    const { file, line } = where ?? noPlace(directory);
    const identity = JSON.stringify([code, finding.extension, where?.file ?? null, message]);
    // GitLab drops what has the fingerprint of another issue, so the same message at two places is told apart.
    const before = seen.get(identity) ?? 0;
    seen.set(identity, before + 1);
    return {
      description: `${message}\nFix: ${fix}`,
      check_name: code,
      fingerprint: fingerprintOf(before === 0 ? identity : `${identity} ${before}`),
      severity: SEVERITIES[severity],
      location: { path: file, lines: { begin: line } },
    };
  });
  return `${JSON.stringify(issues, null, 2)}\n`;
}

/** The line is no part of it: a finding that only moved within its file is neither mended nor new. */
function fingerprintOf(identity: string): string {
  return createHash('sha256').update(identity).digest('hex');
}
