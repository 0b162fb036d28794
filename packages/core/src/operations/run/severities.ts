import type { Config } from '../../config/config.js';
import type { Finding } from '../../findings.js';

/** Applies the severities of the configuration. What is an error stays one: nothing that breaks can be switched off. */
export function withSeverities(
  findings: readonly Finding[],
  severities: Config['lint']['severities'],
): readonly Finding[] {
  return findings.flatMap((finding) => {
    const wanted = severities[finding.code];
    if (wanted === undefined || finding.severity === 'error') return [finding];
    return wanted === 'off' ? [] : [{ ...finding, severity: wanted }];
  });
}
