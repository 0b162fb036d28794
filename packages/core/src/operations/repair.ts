import path from 'node:path';
import { rootRelative } from '../config/root-relative.js';
import { CORE } from '../extension.js';
import type { RevisionId } from '../revisions/revision.js';
import { buildGraph } from '../revisions/revision-graph.js';
import { QUALIFIED, resolveTarget } from '../revisions/target.js';
import { unknownTarget } from '../revisions/target-errors.js';
import type { Edited } from './repair/write-repair.js';
import { readAppliedState } from './run/applied-state.js';
import { asOperation } from './run/as-operation.js';
import { OpenConnection } from './run/open-connection.js';
import { openDatabase } from './run/open-database.js';
import type { OpenWorkspace } from './run/open-workspace.js';
import { openSoundWorkspace } from './run/open-workspace.js';
import { selectExtension } from './run/select-extension.js';
import type { RunOptions } from './run-options.js';

/** What {@link repair} takes. */
export interface RepairOptions extends RunOptions {
  /** Only revisions of this extension; also whose revisions are meant that are named without one. */
  readonly extension?: string | undefined;
  /** Only these, each `extension/name`, or a name or the start of it; all edited ones unless given. */
  readonly revisions?: readonly string[] | undefined;
  /** Asks whether the new texts are what the database has; without an answer nothing is written. */
  readonly confirm?: ((edited: readonly EditedRevision[]) => Promise<boolean>) | undefined;
  /** Says what would be recorded and writes nothing. */
  readonly dryRun?: boolean | undefined;
}

/** An applied revision that was edited, and how. */
export interface EditedRevision {
  readonly revision: RevisionId;
  /** Its script, relative to the workspace root. */
  readonly file: string;
  /** The checksum in the history. */
  readonly recorded: string;
  /** The checksum of the file. */
  readonly checksum: string;
  /** From the text that was applied to that of the file, in hunks; null where version control does not have the former. */
  readonly difference: string | null;
  /** Where the text that was applied was found: `commit 1a2b3c4`, `the index`. */
  readonly source: string | null;
  /** The text of the file, where there is no difference to show. */
  readonly script: string | null;
}

/** What {@link repair} recorded, or would record. */
export interface RepairResult {
  readonly dryRun: boolean;
  /** The database, without secrets. */
  readonly database: string;
  /** In plan order; empty where nothing was edited. */
  readonly repaired: readonly EditedRevision[];
}

/**
 * Records edited revisions as they are now, after an edit that is meant: their checksums, and the down scripts that the
 * history keeps. Nothing runs; that the database has what the new text says is for a person to tell, who is shown the
 * difference as far as version control knows the text that was applied.
 *
 * @throws OrchestrateError `REPAIR.UNCONFIRMED` (kind `consent`), `REPAIR.FAILED`, `TARGET.*`, `LOCK.TIMEOUT`
 *
 * @example
 * ```ts
 * const { repaired } = await repair({ cwd: process.cwd(), extension: 'blog', confirm: async () => true });
 * console.log(repaired.map(({ revision }) => revision)); // [ 'blog/20260102000000_init' ]
 * ```
 */
export function repair(options: RepairOptions): Promise<RepairResult> {
  return asOperation(options, repairChecksums);
}

async function repairChecksums(options: RepairOptions): Promise<RepairResult> {
  const opened = await openSoundWorkspace(options, 'Cannot repair');
  const isSelected = selectionOf(opened, options);
  const command = options.command ?? 'orchestrate repair';
  const { database, driver } = await openDatabase(opened.workspace, { ...options, command }, 'read');
  await using open = new OpenConnection(database);
  const { problems } = await readAppliedState({ database, open: opened });
  const edited = problems.filter((problem): problem is Edited => problem.kind === 'edited' && isSelected(problem.id));
  const described = await describeAll(edited, opened.workspace);
  const result = { dryRun: options.dryRun === true, database: database.display };
  if (edited.length === 0 || options.dryRun === true) return { ...result, repaired: described };

  if (!((await options.confirm?.(described)) ?? false)) {
    const { repairUnconfirmed } = await import('./repair/repair-errors.js');
    throw repairUnconfirmed(edited.map(({ id }) => id));
  }
  const { writeRepair } = await import('./repair/write-repair.js');
  const written = await writeRepair({
    database: await open.forWriting(),
    driver,
    open: opened,
    edited,
    options,
    command,
  });
  const ids = new Set(written.map(({ id }) => id));
  return { ...result, repaired: described.filter(({ revision }) => ids.has(revision)) };
}

function selectionOf(
  { workspace, revisions }: OpenWorkspace,
  { extension: chosen, revisions: texts = [] }: RepairOptions,
): (id: RevisionId) => boolean {
  const extension = chosen === undefined ? null : selectExtension(workspace, chosen).name;
  if (texts.length === 0) return (id) => extension === null || id.startsWith(`${extension}/`);
  const graph = buildGraph(revisions);
  const ids = texts.flatMap((target) => {
    const [, named] = QUALIFIED.exec(target) ?? [];
    const owner = extension ?? selectExtension(workspace, named ?? CORE).name;
    const resolved = resolveTarget({ graph, applied: new Set(), extension: owner, target, isAbsolute: true });
    if (resolved.kind === 'revisions') return resolved.ids;
    const names = graph.revisionsOf(owner).map(({ name }) => name);
    throw unknownTarget({ text: target, extension: owner, names, accepts: 'names' });
  });
  const selected = new Set(ids);
  return (id) => selected.has(id);
}

async function describeAll(
  edited: readonly Edited[],
  { root, environment }: OpenWorkspace['workspace'],
): Promise<readonly EditedRevision[]> {
  if (edited.length === 0) return [];
  const { findRecordedText } = await import('./repair/recorded-text.js');
  const { lineDiff } = await import('../fragment/line-diff.js');
  const described: EditedRevision[] = [];
  for (const { id, row, revision } of edited) {
    const file = path.join(revision.directory, 'migration.sql');
    const found = await findRecordedText(file, { recorded: row.checksum, environment });
    // A difference in line endings alone cannot be shown.
    const difference = (found && lineDiff({ before: found.text, after: revision.sql })) || null;
    described.push({
      revision: id,
      file: rootRelative(root, file),
      recorded: row.checksum,
      checksum: revision.checksum,
      difference,
      source: found?.source ?? null,
      script: difference === null ? revision.sql : null,
    });
  }
  return described;
}
