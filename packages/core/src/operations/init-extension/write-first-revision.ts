import { readFileSync } from 'node:fs';
import path from 'node:path';
import { compareCodeUnits } from '../../compare.js';
import { readDirectory } from '../../config/read-text-file.js';
import { rootRelative } from '../../config/root-relative.js';
import type { RevisionId } from '../../revisions/revision.js';
import type { Draft } from '../make-revision/draft-scripts.js';
import { requirementsOf } from '../make-revision/requirements.js';
import { type WrittenRevision, writeMadeRevision } from '../make-revision/write-made-revision.js';
import type { Assembly } from './assemble-extension.js';
import type { DecidedExtension } from './decide-extension.js';
import type { NewFile } from './new-file.js';

/** A first revision in an extension that is not in its place yet. */
export interface FirstRevision extends WrittenRevision {
  readonly requires: readonly RevisionId[];
  readonly files: readonly NewFile[];
}

/** Writes the first revision to where the extension is put together. */
export async function writeFirstRevision(
  { open, extension }: Pick<DecidedExtension, 'open' | 'extension'>,
  { assembly, draft }: { readonly assembly: Assembly; readonly draft: Draft },
): Promise<FirstRevision> {
  const { graph, workspace } = open;
  const requires = requirementsOf({ extension, graph, moved: draft.moved });
  const migrations = path.relative(extension.directory, extension.migrationsDirectory);
  const folder = path.join(assembly.directory, migrations);
  const { revision } = await writeMadeRevision(open, {
    extension: { ...extension, migrationsDirectory: folder },
    message: 'Init',
    parents: [],
    requires,
    migrationSql: draft.up,
    downSql: draft.down,
    adopts: draft.moved.map(({ table }) => table),
  });
  const name = revision.slice(revision.indexOf('/') + 1);
  return {
    revision,
    directory: rootRelative(workspace.root, path.join(extension.migrationsDirectory, name)),
    requires,
    files: filesIn(assembly.directory, migrations),
  };
}

function filesIn(root: string, below: string): readonly NewFile[] {
  const entries = [...(readDirectory(path.join(root, below)) ?? [])];
  entries.sort((left, right) => compareCodeUnits(left.name, right.name));
  return entries.flatMap((entry) => {
    const relative = path.join(below, entry.name);
    if (entry.isDirectory()) return filesIn(root, relative);
    return [{ path: relative, content: readFileSync(path.join(root, relative), 'utf8') }];
  });
}
