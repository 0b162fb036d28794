import type { Finding } from '../../findings.js';
import { describePackage } from '../../workspace/describe-package.js';
import type { Extension } from '../../workspace/workspace.js';

/**
 * Findings in the files of an installed package say who has to mend them: its author, as nobody edits such files; or, where
 * names clash with those of an extension of the workspace, that extension; or the workspace, which lacks what the package
 * builds on.
 */
export function authorsFindings(findings: readonly Finding[], extensions: readonly Extension[]): readonly Finding[] {
  const installed = new Map(extensions.filter(({ isInstalled }) => isInstalled).map((each) => [each.name, each]));
  if (installed.size === 0) return findings;
  const names = new Set(extensions.map(({ name }) => name));
  return findings.map((finding) => {
    const owner = installed.get(finding.extension ?? '');
    if (owner === undefined || SAYS_SO_ITSELF.has(finding.code)) return finding;
    const lacking = owner.dependsOn.filter((name) => !names.has(name));
    if (lacking.length > 0 && COMES_OF_LACKING.has(finding.code)) return { ...finding, fix: provide(owner, lacking) };
    const others = finding.related.map(({ extension }) => extension).filter((name) => !installed.has(name));
    const fix =
      finding.code.endsWith('_CLASH') && others.length > 0 ? giveWay(owner, others) : leave(owner, finding.fix);
    return { ...finding, fix };
  });
}

const SAYS_SO_ITSELF: ReadonlySet<string> = new Set(['REPLAY.REVISION_FAILED']);

const COMES_OF_LACKING: ReadonlySet<string> = new Set([
  'COMPOSITION.UNKNOWN_DEPENDENCY',
  'REVISION.MISSING_REQUIREMENT',
  'SCHEMA.INVALID',
]);

function provide(owner: Extension, lacking: readonly string[]): string {
  const what = lacking.length === 1 ? `the extension ${lacking[0]}` : `the extensions ${lacking.join(', ')}`;
  return `${describePackage(owner)} builds on ${what}: install what "peerDependencies" of its package.json names, and list that in "extensions" of the configuration too.`;
}

function giveWay(owner: Extension, others: readonly string[]): string {
  const names = [...new Set(others)].join(' and ');
  return `${owner.name} is installed (${describePackage(owner)}), so ${names} has to give way: rename it there; an @@map keeps the name of a table.`;
}

/** Some findings come by here twice. */
function leave(owner: Extension, fix: string): string {
  const lead = `For the author of ${describePackage(owner)} to mend`;
  return fix.startsWith(lead) ? fix : `${lead} (until then, use another version): ${fix}`;
}
