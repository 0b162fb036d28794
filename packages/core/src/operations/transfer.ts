import type { RevisionId } from '../revisions/revision.js';
import { readFragments } from '../workspace/read-fragments.js';
import { writeChanges } from '../workspace/write-changes.js';
import { writeMadeRevision } from './make-revision/write-made-revision.js';
import { writeWhileUnchanged } from './make-revision/write-while-unchanged.js';
import { asOperation } from './run/as-operation.js';
import type { ChangedFile } from './run/changed-file.js';
import { describeChange } from './run/changed-file.js';
import { fragmentChanges } from './run/fragment-changes.js';
import { openSoundWorkspace } from './run/open-workspace.js';
import { selectExtension } from './run/select-extension.js';
import type { RunOptions } from './run-options.js';
import { decideTransfer } from './transfer/decide-transfer.js';
import { manifestChanges } from './transfer/manifest-changes.js';
import { proveTransfer } from './transfer/prove-transfer.js';

/** What {@link transfer} takes. */
export interface TransferOptions extends RunOptions {
  /** A model, view, enum or composite type by its name in the schema. */
  readonly model: string;
  /** The extension that has it. */
  readonly from: string;
  /** The extension that gets it. */
  readonly to: string;
  /** Of the revision; says what was moved unless given. */
  readonly message?: string | undefined;
  /** Says what would be changed and changes nothing. */
  readonly dryRun?: boolean | undefined;
}

/** What {@link transfer} did, or would do. */
export interface TransferResult {
  readonly dryRun: boolean;
  readonly from: string;
  readonly to: string;
  /** The model, and the enums that went along as nothing else uses them. */
  readonly moved: readonly { readonly kind: 'model' | 'view' | 'enum' | 'type'; readonly name: string }[];
  readonly files: readonly ChangedFile[];
  /** Dependencies that are declared now, by extension. */
  readonly dependsOn: readonly { readonly extension: string; readonly added: readonly string[] }[];
  /** Tables and enums that the new owner takes over, by their names in the database. */
  readonly adopts: readonly string[];
  /** What the revision that takes them over requires. */
  readonly requires: readonly RevisionId[];
  /** That revision; null where nothing in the database changes hands, and with `dryRun`. */
  readonly revision: RevisionId | null;
  /** Where it is, relative to the workspace root. */
  readonly directory: string | null;
}

/**
 * Moves a model from the fragment of one extension to that of another, with its comments, the enums that only it uses, and
 * the relation fields that then have to stand elsewhere. The composed schema stays the same, and so does the database: the
 * new owner gets an empty revision that takes the tables over. Both are proven before anything is written, the latter by
 * replaying the revisions of both extensions.
 *
 * @throws OrchestrateError `TRANSFER.CYCLE`, `TRANSFER.PENDING`, `TRANSFER.NAMESPACE`, `TRANSFER.UNKNOWN_MODEL`,
 * `TRANSFER.UNEQUAL`, `WORKSPACE.INSTALLED_EXTENSION`, `FILE.CHANGED`, or the first finding of a schema that is not valid; nothing is
 * written then
 *
 * @example
 * ```ts
 * const { files, adopts } = await transfer({
 *   cwd: process.cwd(),
 *   model: 'Post',
 *   from: 'blog',
 *   to: 'news',
 *   dryRun: true,
 * });
 * console.log(adopts, files.length); // [ 'Post' ] 2
 * ```
 */
export function transfer(options: TransferOptions): Promise<TransferResult> {
  return asOperation(options, transferModel);
}

async function transferModel(options: TransferOptions): Promise<TransferResult> {
  const { model: name, from, to, message = `Move ${name} from ${from} to ${to}`, dryRun = false } = options;
  const open = await openSoundWorkspace(options, 'Cannot transfer');
  const { workspace } = open;
  selectExtension(workspace, from);
  const extension = selectExtension(workspace, to);
  const names = { name, from, to };
  const sources = await readFragments(workspace);
  const decided = await decideTransfer(workspace, sources, names);
  const revision = await proveTransfer(open, { names, sources, decided, options });
  const changes = [
    ...fragmentChanges({ root: workspace.root, before: sources, after: decided.sources }),
    ...manifestChanges(workspace.extensions, decided.dependsOn),
  ];
  const write = async () => {
    const undo = writeChanges(changes);
    try {
      return revision === null ? [] : [await writeMadeRevision(open, { ...revision, extension, message })];
    } catch (error) {
      undo();
      throw error;
    }
  };
  const [written] = dryRun ? [] : await writeWhileUnchanged(open, { sources, options }, write);
  return {
    dryRun,
    from,
    to,
    moved: decided.moved.map(({ kind, name: each }) => ({ kind, name: each })),
    files: changes.map((change) => describeChange(change, workspace.root)),
    dependsOn: [...decided.dependsOn].map(([each, added]) => ({ extension: each, added })),
    adopts: revision?.adopts ?? [],
    requires: revision?.requires ?? [],
    revision: written?.revision ?? null,
    directory: written?.directory ?? null,
  };
}
