import { rootRelative } from '../../config/root-relative.js';
import { revisionName } from '../../revisions/naming.js';
import type { RevisionId } from '../../revisions/revision.js';
import { revisionId, revisionNameOf } from '../../revisions/revision.js';
import type { Extension } from '../../workspace/workspace.js';
import { writeRevision } from '../../workspace/write-revision.js';
import { readDatasourceOf } from '../run/datasource-of.js';
import type { OpenWorkspace } from '../run/open-workspace.js';

/** A decided revision. */
export interface MadeRevision {
  readonly extension: Extension;
  readonly message: string;
  /** None for the first, several for a merge. */
  readonly parents: readonly RevisionId[];
  readonly requires: readonly RevisionId[];
  readonly migrationSql: string;
  /** Null to write no `down.sql`. */
  readonly downSql: string | null;
  readonly adopts?: readonly string[];
  readonly replaces?: readonly RevisionId[];
  readonly foldedBefore?: readonly RevisionId[];
  readonly transactional?: boolean;
  /** The directory's name; made of the message unless given. */
  readonly name?: string;
}

/** Where a revision was written to. */
export interface WrittenRevision {
  readonly revision: RevisionId;
  /** Relative to the workspace root. */
  readonly directory: string;
}

/**
 * Names a revision and writes its directory; within {@link writeWhileUnchanged}, so that no other run does the same.
 *
 * @throws OrchestrateError `REVISION.EXISTS`, `FILE.UNWRITABLE`
 */
export async function writeMadeRevision(
  { workspace, revisions }: Pick<OpenWorkspace, 'workspace' | 'revisions'>,
  made: MadeRevision,
): Promise<WrittenRevision> {
  const { extension, message, parents, requires, migrationSql, downSql, adopts = [], replaces = [] } = made;
  const { provider } = await readDatasourceOf(workspace);
  const name =
    made.name ??
    revisionName({
      message,
      now: new Date(),
      existing: revisions.filter((each) => each.extension === extension.name).map((each) => each.name),
      after: [...parents, ...requires].map(revisionNameOf),
    });
  const names = parents.map(revisionNameOf);
  const absolute = await writeRevision({
    directory: extension.migrationsDirectory,
    name,
    migrationSql,
    downSql,
    provider,
    manifest: {
      message: message.trim(),
      parent: names.length > 1 ? names : (names[0] ?? null),
      requires,
      ...(made.transactional === undefined ? {} : { transactional: made.transactional }),
      adopts,
      replaces,
      ...(made.foldedBefore === undefined ? {} : { foldedBefore: made.foldedBefore }),
    },
  });
  return { revision: revisionId(extension.name, name), directory: rootRelative(workspace.root, absolute) };
}
