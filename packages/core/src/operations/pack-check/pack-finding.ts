import type { Finding, SourcePosition } from '../../findings.js';

/** What all findings about a package share. */
export interface FindingParts extends Pick<Finding, 'code' | 'severity' | 'message' | 'fix'> {
  readonly where: SourcePosition | null;
}

/** A finding about the package of an extension. */
export function packFinding(extension: string | null, parts: FindingParts): Finding {
  return { ...parts, extension, related: [] };
}
