import type { Finding } from '../../findings.js';
import { describePackage } from '../../workspace/describe-package.js';
import type { Extension } from '../../workspace/workspace.js';

/**
 * Findings about what its author alone can mend say so: nobody edits an installed package. One that an extension of the
 * workspace takes part in stays as it is, as the other side can give way.
 */
export function authorsFindings(findings: readonly Finding[], extensions: readonly Extension[]): readonly Finding[] {
  const installed = new Map(extensions.filter(({ isInstalled }) => isInstalled).map((each) => [each.name, each]));
  if (installed.size === 0) return findings;
  return findings.map((finding) => {
    const owner = installed.get(finding.extension ?? '');
    if (owner === undefined || finding.related.some(({ extension }) => !installed.has(extension))) return finding;
    const [lead, whole] = [`For the author of ${describePackage(owner)} to mend`, finding.fix];
    return whole.startsWith(lead)
      ? finding
      : { ...finding, fix: `${lead} (until then, use another version): ${whole}` };
  });
}
