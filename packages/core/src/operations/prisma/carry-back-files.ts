import { readdirSync } from 'node:fs';
import path from 'node:path';
import { readTextFile } from '../../config/read-text-file.js';
import { rootRelative } from '../../config/root-relative.js';
import type { Extension, Workspace } from '../../workspace/workspace.js';
import { type FileChange, writeChanges } from '../../workspace/write-changes.js';
import { addedBlocks, carryBack, changedBlocks } from './carry-back.js';
import { schemaFolderOf } from './prisma-project.js';
import type { WrittenProject } from './write-project.js';

/** What became of schema files. */
export interface CarriedBack {
  /** Files of the fragment that were written, relative to the workspace root. */
  readonly files: readonly { readonly file: string; readonly state: 'created' | 'updated' }[];
  /** What Prisma has changed of other extensions, which was left alone. */
  readonly leftAlone: readonly { readonly extension: string; readonly names: readonly string[] }[];
}

/** Where new models go, where the fragment has several files. */
const NEW_FILE = 'introspected.prisma';

/**
 * Writes what Prisma has done to the extension's schema into its fragment, all files or none. Files of other extensions
 * are never written.
 *
 * @throws OrchestrateError `FILE.CHANGED` where somebody has edited a file of the fragment meanwhile
 */
export function carryBackFiles(
  { schema, files, sources }: WrittenProject,
  { workspace, extension }: { readonly workspace: Workspace; readonly extension: Extension },
): CarriedBack {
  const { root } = workspace;
  const fragments = new Map(
    sources.flatMap((source) => source.files.map((file) => [path.resolve(root, file.path), file.text] as const)),
  );
  const left = listFiles(schema).map((name) => readTextFile(path.join(schema, name)) ?? '');
  const added = addedBlocks({ given: files.map(({ text }) => text), left });
  const own = files.flatMap(({ source, text }) => (source === null ? [] : [{ source, given: text }]));
  const [only] = own.length === 1 ? own : [];
  const changes: FileChange[] = own.map(({ source, given }) => {
    const fragment = fragments.get(source) ?? '';
    const after = carryBack({ fragment, given, left }, only?.source === source ? added : []);
    return { file: source, before: fragment, after };
  });
  if (only === undefined && added.length > 0) {
    const file = path.join(
      own.length === 0 ? path.join(extension.directory, 'prisma') : schemaFolderOf(extension),
      NEW_FILE,
    );
    const before = changes.find((change) => change.file === file)?.after ?? null;
    changes.push({ file, before, after: carryBack({ fragment: before ?? '', given: '', left: [] }, added) });
  }
  const changed = changes.filter(({ before, after }) => before !== after);
  writeChanges(changed);
  return {
    files: changed.map(({ file, before }) => ({
      file: rootRelative(root, file),
      state: before === null ? 'created' : 'updated',
    })),
    leftAlone: files
      .filter(({ extension: owner }) => owner !== extension.name)
      .map((file) => ({ extension: file.extension, names: changedBlocks({ given: file.text, left }) }))
      .filter(({ names }) => names.length > 0),
  };
}

function listFiles(directory: string): readonly string[] {
  return readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.prisma'))
    .map((name) => name.replaceAll(path.sep, '/'));
}
