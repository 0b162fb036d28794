import { posix } from 'node:path';
import type { Finding, SourcePosition } from '@prisma-orchestrate/core';

/**
 * The same findings with files relative to the top of the repository.
 *
 * @param directory where the workspace is in it, `.` for the top
 */
export function inRepository(findings: readonly Finding[], directory: string): readonly Finding[] {
  if (directory === '.') return findings;
  const moved = (where: SourcePosition | null) =>
    where === null ? null : { ...where, file: posix.join(directory, where.file) };
  return findings.map((finding) => ({
    ...finding,
    where: moved(finding.where),
    related: finding.related.map((place) => ({ ...place, where: moved(place.where) })),
  }));
}
