import { createHash } from 'node:crypto';
import type { OnProgress } from '../../database/backups.js';
import type { Database } from '../../database/database.js';
import { appliedSet } from '../../revisions/consistency.js';
import { revisionId } from '../../revisions/revision.js';
import type { Workspace } from '../../workspace/workspace.js';
import { historyTables } from '../run/applied-state.js';
import type { BackupContents, ObjectDigest } from './backup-contents.js';

/** How {@link readContents} reads. */
export interface ReadContentsOptions {
  readonly workspace: Workspace;
  /** Whether the values of all rows are read, or rows are only counted. */
  readonly checksums: boolean;
  /** In tables. */
  readonly onProgress?: OnProgress | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Reads what there is in a copy of a database, or in what was restored from one. */
export async function readContents(
  database: Database,
  { workspace, checksums, onProgress, signal }: ReadContentsOptions,
): Promise<BackupContents> {
  return {
    revisions: await readApplied(database, workspace),
    catalog: (await database.readCatalog()).map(
      ({ kind, name, definition }): ObjectDigest => ({ kind, name, sha256: digest(definition) }),
    ),
    orphans: await database.countOrphans(),
    tables: await database.readTableDigests({ checksums, onProgress, signal }),
  };
}

async function readApplied(database: Database, workspace: Workspace): Promise<BackupContents['revisions']> {
  const rows = await database.readHistory(historyTables(workspace, database));
  const applied = appliedSet(rows);
  const names = workspace.extensions.map(({ name: extension }) => {
    const own = rows.filter((row) => row.extension === extension && applied.has(revisionId(extension, row.name)));
    return [extension, [...new Set(own.map(({ name }) => name))]] as const;
  });
  return Object.fromEntries(names);
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
