import { addTableNames } from '../composition/fix/add-table-names.js';
import { extendCopiedModels } from '../composition/fix/extend-copied-models.js';
import { type FixScope, fixContext, NOTHING_MADE } from '../composition/fix/fix-context.js';
import type { FixedSources } from '../composition/fix/fix-sources.js';
import { fixSources } from '../composition/fix/fix-sources.js';
import type { FixRuleName, Mend } from '../composition/fix/mend.js';
import type { Finding } from '../findings.js';
import type { ExtensionSource } from '../fragment/extension-source.js';
import { groupBy } from '../group-by.js';
import { readFragments } from '../workspace/read-fragments.js';
import { writeChanges } from '../workspace/write-changes.js';
import { fixUnproven } from './fix/fix-errors.js';
import { formatFragments } from './fix/format-fragments.js';
import { isSound } from './fix/is-sound.js';
import { replayWorkspace } from './fix/made-tables.js';
import { writeWhileUnchanged } from './make-revision/write-while-unchanged.js';
import { asOperation } from './run/as-operation.js';
import type { ChangedFile } from './run/changed-file.js';
import { describeChange } from './run/changed-file.js';
import { composeChecked, composeExtensions } from './run/compose-checked.js';
import { assertNoErrors } from './run/findings-error.js';
import { fragmentChanges } from './run/fragment-changes.js';
import { isInterrupted } from './run/is-interrupted.js';
import type { OpenWorkspace } from './run/open-workspace.js';
import { openWorkspace } from './run/open-workspace.js';
import { replayInterrupted } from './run/replay-errors.js';
import { selectExtension } from './run/select-extension.js';
import type { RunOptions } from './run-options.js';
import { manifestChanges } from './transfer/manifest-changes.js';

/** What {@link fix} takes. */
export interface FixOptions extends RunOptions {
  /** Only faults of this extension; where two have one name, this is the one that gets another. */
  readonly extension?: string | undefined;
  /** Whether files get the layout of Prisma's formatter; true unless given. */
  readonly format?: boolean | undefined;
  /** Says what would be changed and changes nothing. */
  readonly dryRun?: boolean | undefined;
}

/** A fault that was mended. */
export interface MendedFault {
  readonly rule: FixRuleName;
  readonly extension: string;
  /** What was done, as part of a sentence. */
  readonly summary: string;
}

/** What {@link fix} did, or would do. */
export interface FixResult {
  readonly dryRun: boolean;
  readonly mended: readonly MendedFault[];
  readonly files: readonly ChangedFile[];
  /** Files that keep their layout, as Prisma's formatter would change more than that; relative to the workspace root. */
  readonly unformatted: readonly string[];
  /** What is left to be mended by hand, with its place in the files as they are afterwards. */
  readonly findings: readonly Finding[];
}

/**
 * Mends what can be mended in the fragments and manifests of the workspace: missing `@@map`, names that clash, missing
 * dependencies, copies of models of other extensions, blocks that are core's, and the layout. All revisions are replayed in
 * a shadow database where that decides the name of a table. Nothing is wrong afterwards that was not before, and no table
 * that revisions have made changes; else nothing is written. Installed packages stay as they are.
 *
 * @throws OrchestrateError `FIX.UNPROVEN`, `FILE.CHANGED`, `FILE.UNWRITABLE`, `REPLAY.REVISION_FAILED`,
 * `REVISION.CHANGED_MEANWHILE`, `REVISION.BUSY`; nothing is written then
 *
 * @example
 * ```ts
 * const { files, findings } = await fix({ cwd: process.cwd(), dryRun: true });
 * for (const { path } of files) console.log(path); // extensions/tags/prisma/schema.prisma
 * for (const { message, fix: how } of findings) console.log(message, how);
 * ```
 */
export function fix(options: FixOptions): Promise<FixResult> {
  return asOperation(options, fixFragments);
}

async function fixFragments(options: FixOptions): Promise<FixResult> {
  const { extension, format = true, dryRun = false } = options;
  const open = await openWorkspace(options);
  const { workspace } = open;
  const { root, extensions } = workspace;
  if (extension !== undefined) selectExtension(workspace, extension);
  const sources = await readFragments(workspace);
  const readOnly = new Set(extensions.filter(({ isInstalled }) => isInstalled).map(({ name }) => name));
  const isOurs = (name: string): boolean => !readOnly.has(name) && (extension === undefined || extension === name);

  const fixed = await fixProven(open, { sources, scope: { chosen: extension ?? null, readOnly }, options });
  const { sources: after, unformatted } = format
    ? await formatFragments(fixed.sources, isOurs)
    : { sources: fixed.sources, unformatted: [] };
  const { findings } = await composeChecked(workspace, { sources: after, extension });
  const changes = [
    ...fragmentChanges({ root, before: sources, after }),
    ...manifestChanges(extensions, addedDependencies(fixed.mends)),
  ];
  if (!dryRun && changes.length > 0) {
    // A revision that was made meanwhile may have made a table by the name that its model had.
    await writeWhileUnchanged(open, { sources, options }, async () => {
      writeChanges(changes);
      return [];
    });
  }
  return {
    dryRun,
    mended: fixed.mends.map(({ rule, extension: name, summary }) => ({ rule, extension: name, summary })),
    files: changes.map((change) => describeChange(change, root)),
    unformatted,
    findings,
  };
}

interface FixProvenOptions {
  readonly sources: readonly ExtensionSource[];
  readonly scope: Omit<FixScope, 'tables'>;
  readonly options: FixOptions;
}

/** Replays the revisions first, where it matters what they have made, and proves at last that they make the same. */
async function fixProven(open: OpenWorkspace, { sources, scope, options }: FixProvenOptions): Promise<FixedSources> {
  const { workspace, graph, findings } = open;
  const sound: Parameters<typeof fixSources>[1]['isSound'] = (change) => isSound(workspace, change);
  if (graph.order.length === 0 || !mattersWhatIsMade(open, { sources, scope })) {
    return fixSources(sources, { ...scope, tables: NOTHING_MADE, isSound: sound });
  }
  assertNoErrors(findings, 'Cannot tell which tables are made');
  const extension = scope.chosen ?? 'fix';
  await using replayed = await replayWorkspace(open, { sources, extension, options });
  const fixed = await fixSources(sources, { ...scope, tables: replayed.tables, isSound: sound });
  for (const [at, source] of fixed.sources.entries()) {
    if (source === sources[at]) continue;
    const before = await replayed.changesOf(source.name, sources);
    if (before !== null && before !== (await replayed.changesOf(source.name, fixed.sources))) {
      throw fixUnproven(source.name);
    }
  }
  if (await isInterrupted(options.signal)) throw replayInterrupted();
  return fixed;
}

/** Whether there is a model or an enum whose name in the database has to be given, or two that clash. */
function mattersWhatIsMade(
  { workspace }: OpenWorkspace,
  { sources, scope }: Pick<FixProvenOptions, 'sources' | 'scope'>,
): boolean {
  const context = fixContext(sources, { ...scope, tables: NOTHING_MADE });
  return (
    addTableNames(context).length > 0 ||
    extendCopiedModels(context).length > 0 ||
    composeExtensions(workspace, { sources }).findings.some(({ code }) => code.endsWith('_CLASH'))
  );
}

function addedDependencies(mends: readonly Mend[]): ReadonlyMap<string, readonly string[]> {
  const added = groupBy(mends, ({ extension }) => extension);
  return new Map([...added].map(([name, own]) => [name, own.flatMap(({ dependsOn }) => dependsOn ?? [])]));
}
