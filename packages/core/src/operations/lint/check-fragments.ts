import { readTextFile } from '../../config/read-text-file.js';
import { groupBy } from '../../group-by.js';
import { FRAGMENT_CHECKS } from '../../lint/fragment/fragment-rules.js';
import type { LintFinding } from '../../lint/lint-finding.js';
import type { LintContext } from './lint-context.js';
import { bareName } from './ownership/catalog-owners.js';
import { readOwnership } from './ownership/read-ownership.js';

/** What the rules for fragments find. */
export async function checkFragments(context: LintContext): Promise<readonly LintFinding[]> {
  const { index, dialect, relations, open, extensions } = context;
  const names = new Set(extensions.map(({ name }) => name));
  const manifests = new Map(
    extensions
      .filter(({ dependsOn }) => dependsOn.length > 0)
      .map(({ name, manifestPath }) => [name, readTextFile(manifestPath) ?? '{}']),
  );
  const objects = await objectsOf(context);
  const schema = { index, dialect, relations, revisions: open.revisions, objects, manifests };
  const wanted = FRAGMENT_CHECKS.filter(({ rule }) => context.severityOf(rule.code) !== 'off');
  return index.fragments
    .filter(({ extension }) => names.has(extension))
    .flatMap((fragment) => wanted.flatMap(({ check }) => check(fragment, schema)));
}

/** What extensions have in the database, as fragments and revisions tell. */
async function objectsOf(context: LintContext): Promise<ReadonlyMap<string, readonly string[]>> {
  const { made, entities } = await readOwnership(context);
  const names = [
    ...entities.map(({ extension, databaseName }) => ({ extension, name: databaseName })),
    ...made.map(({ owner, name }) => ({ extension: owner, name: bareName(name) })),
  ].filter(({ name }) => name !== '');
  const groups = groupBy(names, ({ extension }) => extension);
  return new Map([...groups].map(([extension, all]) => [extension, all.map(({ name }) => name)]));
}
