import type { TableReference } from '../../database/database.js';
import { CORE } from '../../extension.js';
import type { Finding, SourcePosition } from '../../findings.js';
import { ancestorsOf } from '../../revisions/closure.js';
import type { Revision, RevisionId } from '../../revisions/revision.js';
import { extensionOf, revisionNameOf } from '../../revisions/revision.js';
import type { RevisionGraph } from '../../revisions/revision-graph.js';

/** What {@link missingRequires} decides from. */
export interface MissingRequiresOptions {
  readonly graph: RevisionGraph;
  readonly revision: Revision;
  readonly before: readonly TableReference[];
  readonly after: readonly TableReference[];
  /** The revision that made a table or an enum; undefined for what no revision has made. */
  readonly makerOf: (name: string) => RevisionId | undefined;
  /** Its revision.json, whether there is one or not. */
  readonly where: SourcePosition;
}

/**
 * A revision that lets a table refer to a table or an enum of another extension has to come after the revision that made
 * it, and only `requires` sees to that; that it does so today may be by chance.
 */
export function missingRequires(options: MissingRequiresOptions): readonly Finding[] {
  const { graph, revision, before, after, makerOf, where } = options;
  const known = new Set(before.map(keyOf));
  const foreign = after
    .filter((reference) => !known.has(keyOf(reference)))
    .flatMap(({ table, target }) => {
      const maker = makerOf(target);
      return maker === undefined || extensionOf(maker) === revision.extension ? [] : [{ table, target, maker }];
    });
  if (foreign.length === 0) return [];
  const ancestors = ancestorsOf(graph, [revision.id]);
  const isAfterCore = [...ancestors].some((id) => {
    const ancestor = graph.byId.get(id);
    return ancestor?.extension === revision.extension && ancestor.afterCore === true;
  });
  return foreign
    .filter(({ maker }) => !ancestors.has(maker) && !(isAfterCore && extensionOf(maker) === CORE))
    .map(({ table, target, maker }) => ({
      code: 'CHECK.MISSING_REQUIRES',
      severity: 'error',
      message: `${revision.id} makes ${table} refer to ${target}, which ${maker} has made; neither it nor anything that it follows requires ${maker}`,
      extension: revision.extension,
      where,
      fix: fixFor(revision, { maker, file: where.file }),
      related: [],
    }));
}

function fixFor(revision: Revision, { maker, file }: { readonly maker: RevisionId; readonly file: string }): string {
  if (revision.parentage === 'declared') return `Add ${JSON.stringify(maker)} to "requires" in ${file}.`;
  const [parent] = revision.parents;
  const text = {
    message: revision.message,
    parent: parent === undefined ? null : revisionNameOf(parent),
    requires: [maker],
  };
  return `Write ${file}: ${JSON.stringify(text)}`;
}

function keyOf({ table, target }: TableReference): string {
  return JSON.stringify([table, target]);
}
