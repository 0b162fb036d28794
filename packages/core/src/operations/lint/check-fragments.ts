import { readTextFile } from '../../config/read-text-file.js';
import { FRAGMENT_CHECKS } from '../../lint/fragment/fragment-rules.js';
import type { LintFinding } from '../../lint/lint-finding.js';
import type { LintContext } from './lint-context.js';

/** What the rules for fragments find. */
export async function checkFragments(context: LintContext): Promise<readonly LintFinding[]> {
  const { index, relations, open, extensions } = context;
  const names = new Set(extensions.map(({ name }) => name));
  const manifests = new Map(
    extensions
      .filter(({ dependsOn }) => dependsOn.length > 0)
      .map(({ name, manifestPath }) => [name, readTextFile(manifestPath) ?? '{}']),
  );
  const schema = { index, relations, revisions: open.revisions, manifests };
  const wanted = FRAGMENT_CHECKS.filter(({ rule }) => context.severityOf(rule.code) !== 'off');
  return index.fragments
    .filter(({ extension }) => names.has(extension))
    .flatMap((fragment) => wanted.flatMap(({ check }) => check(fragment, schema)));
}
