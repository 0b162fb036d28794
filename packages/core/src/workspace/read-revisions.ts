import type { Dirent } from 'node:fs';
import path from 'node:path';
import { sorted } from '../compare.js';
import { readDirectory, readStats, readTextFile, readWholeText } from '../config/read-text-file.js';
import { rootRelative } from '../config/root-relative.js';
import type { Finding, SourcePosition } from '../findings.js';
import { checksum } from '../revisions/checksum.js';
import { readPlainManifest } from '../revisions/plain-manifest.js';
import type { Revision, RevisionId } from '../revisions/revision.js';
import { revisionId } from '../revisions/revision.js';
import type { RevisionManifest } from '../revisions/revision-manifest.js';
import { withoutForeignCore } from '../revisions/without-foreign-core.js';
import { placeOfNoText } from './place-of-no-text.js';
import type { Extension, Workspace } from './workspace.js';

/** The revisions on disk, and what is wrong with those that could not be read whole. */
export interface ReadRevisions {
  readonly revisions: readonly Revision[];
  readonly findings: readonly Finding[];
}

/**
 * Reads every revision of the given extensions, or of all.
 *
 * A revision without a usable `migration.sql` is left out; one with an invalid `revision.json` is there as if it had
 * none. Both come with an error among the findings, so nothing may be planned from them.
 *
 * @returns by extension as in the workspace, then by name in code-unit order
 * @throws OrchestrateError `FILE.UNREADABLE`
 */
export async function readRevisions(workspace: Workspace, names?: Iterable<string>): Promise<ReadRevisions> {
  const wanted = names === undefined ? null : new Set(names);
  const found = workspace.extensions
    .filter(({ name }) => wanted === null || wanted.has(name))
    .flatMap((extension) => readExtensionRevisions(extension));
  const revisions: Revision[] = [];
  const findings: Finding[] = [];
  for (const files of found) {
    const manifest = await parseManifest({ files, workspace, findings });
    const sql = readSql({ files, workspace, findings });
    if (sql !== null) revisions.push(toRevision({ files, manifest, ...sql }));
  }
  const packaged = new Set(
    workspace.extensions.filter(({ packageName }) => packageName !== null).map(({ name }) => name),
  );
  return { revisions: packaged.size === 0 ? revisions : withoutForeignCore(revisions, packaged), findings };
}

/** What lies in one revision's directory. */
interface RevisionFiles {
  readonly extension: string;
  readonly name: string;
  /**
   * The directory without a revision.json before this one, in code-unit order, or the squash that stands for such. Any
   * other one that has a revision.json says itself what it follows, and may well follow a later name.
   */
  readonly previous: string | null;
  readonly directory: string;
  readonly migration: string | null;
  readonly manifest: string | null;
}

/** The names of an extension's revisions on disk, in code-unit order. */
export function listRevisionNames({ migrationsDirectory }: Pick<Extension, 'migrationsDirectory'>): readonly string[] {
  const entries = (readDirectory(migrationsDirectory) ?? []).filter(
    (entry) => !entry.name.startsWith('.') && isDirectory(entry, migrationsDirectory),
  );
  return sorted(entries.map(({ name }) => name));
}

function readExtensionRevisions(extension: Extension): readonly RevisionFiles[] {
  const { migrationsDirectory } = extension;
  let previous: string | null = null;
  return listRevisionNames(extension).map((name) => {
    const directory = path.join(migrationsDirectory, name);
    const manifest = readTextFile(path.join(directory, 'revision.json'));
    const migration = readWholeText(path.join(directory, 'migration.sql'));
    const files = { extension: extension.name, name, previous, directory, migration, manifest };
    if (manifest === null || FOLDS.test(manifest)) previous = name;
    return files;
  });
}

/** Of the text of a revision.json: whether it is that of a squash. */
const FOLDS = /"replaces"\s*:\s*\[\s*"/;

function isDirectory(entry: Dirent, parent: string): boolean {
  if (!entry.isSymbolicLink()) return entry.isDirectory();
  return readStats(path.join(parent, entry.name))?.isDirectory() ?? false;
}

interface FileContext {
  readonly files: RevisionFiles;
  readonly workspace: Workspace;
  readonly findings: Finding[];
}

async function parseManifest({ files, workspace, findings }: FileContext): Promise<RevisionManifest | null> {
  if (files.manifest === null) return null;
  const plain = readPlainManifest(files.manifest);
  if (plain !== null) return plain;
  // The schema library explains what is wrong; loading it costs more than reading hundreds of files.
  const { parseRevisionManifest } = await import('../revisions/revision-manifest.js');
  const parsed = parseRevisionManifest(files.manifest);
  if (parsed.kind === 'ok') return parsed.manifest;
  const file = rootRelative(workspace.root, path.join(files.directory, 'revision.json'));
  for (const { message, line, column } of parsed.problems) {
    findings.push(
      finding(files, {
        code: 'REVISION.MANIFEST_INVALID',
        message: `revision.json of ${revisionId(files.extension, files.name)} is not valid: ${message}`,
        where: { file, line, column },
        fix: `Correct ${file}.`,
      }),
    );
  }
  return null;
}

function readSql({ files, workspace, findings }: FileContext): { sql: string; checksum: string } | null {
  const id = revisionId(files.extension, files.name);
  const file = rootRelative(workspace.root, path.join(files.directory, 'migration.sql'));
  const { migration } = files;
  if (migration === null) {
    findings.push(
      finding(files, {
        code: 'REVISION.MISSING_SQL',
        message: `Revision ${id} has no migration.sql`,
        where: { file, line: 1, column: 1 },
        fix: `Restore ${file} from version control, or remove the directory if it is no revision.`,
      }),
    );
    return null;
  }
  const invalid = placeOfNoText(migration, path.join(files.directory, 'migration.sql'));
  if (invalid !== null) {
    findings.push(
      finding(files, {
        code: 'REVISION.NOT_UTF8',
        message: `migration.sql of ${id} is not UTF-8 text`,
        where: { file, ...invalid },
        fix: `Save ${file} as UTF-8, unless it was applied already: then restore it from version control.`,
      }),
    );
    return null;
  }
  // A byte order mark stays: it is part of what the checksum covers.
  return { sql: migration, checksum: checksum(migration) };
}

interface FindingParts {
  readonly code: string;
  readonly message: string;
  readonly where: SourcePosition;
  readonly fix: string;
}

function finding({ extension }: RevisionFiles, parts: FindingParts): Finding {
  return { ...parts, severity: 'error', extension, related: [] };
}

interface RevisionParts {
  readonly files: RevisionFiles;
  readonly manifest: RevisionManifest | null;
  readonly sql: string;
  readonly checksum: string;
}

function toRevision({ files, manifest, sql, checksum }: RevisionParts): Revision {
  const { extension, name, previous, directory } = files;
  const parents = manifest === null ? previous : manifest.parent;
  return {
    id: revisionId(extension, name),
    extension,
    name,
    parents: namesOf(parents).map((parent): RevisionId => revisionId(extension, parent)),
    parentage: manifest === null ? 'implied' : 'declared',
    requires: manifest?.requires ?? [],
    message: manifest?.message ?? messageFromName(name),
    transactional: transactionality(manifest?.transactional),
    adopts: manifest?.adopts ?? [],
    replaces: manifest?.replaces ?? [],
    ...(manifest?.foldedBefore === undefined ? {} : { foldedBefore: manifest.foldedBefore }),
    checksum,
    sql,
    directory,
  };
}

function namesOf(parent: string | null | readonly string[]): readonly string[] {
  if (parent === null) return [];
  return typeof parent === 'string' ? [parent] : parent;
}

function transactionality(transactional: boolean | undefined): Revision['transactional'] {
  if (transactional === undefined) return 'auto';
  return transactional ? 'yes' : 'no';
}

/** `20260101080000_add_posts` says "add posts". */
function messageFromName(name: string): string {
  return name.replace(/^\d+_/, '').replaceAll('_', ' ');
}
