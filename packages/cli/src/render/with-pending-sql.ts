import type { CheckResult, Finding } from '@prisma-orchestrate/core';

/** The findings, each pending change with its SQL, for formats that show findings and nothing else. */
export function withPendingSql({ findings, pending }: CheckResult): readonly Finding[] {
  return findings.map((finding) => {
    const change = pending.find(({ extension }) => extension === finding.extension);
    if (finding.code !== 'CHECK.PENDING_CHANGES' || change === undefined) return finding;
    return { ...finding, message: `${finding.message}:\n${change.migrationSql.trimEnd()}` };
  });
}
