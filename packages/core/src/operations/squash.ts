import path from 'node:path';
import { driverFor } from '../database/driver-for.js';
import { preloadEngine } from '../engine/engine-runtime.js';
import { CORE } from '../extension.js';
import { planSquash, requirementsOfSquash } from '../revisions/plan-squash.js';
import type { Revision, RevisionId } from '../revisions/revision.js';
import { squashName } from '../revisions/squash-name.js';
import { viewFor } from '../revisions/squash-view.js';
import { resolveTarget } from '../revisions/target.js';
import { unwrittenRevision } from '../revisions/unwritten-revision.js';
import { foldedBy } from '../revisions/with-folded.js';
import type { Extension } from '../workspace/workspace.js';
import { writeMadeRevision } from './make-revision/write-made-revision.js';
import { writeWhileUnchanged } from './make-revision/write-while-unchanged.js';
import { asOperation } from './run/as-operation.js';
import { assertOwnFiles } from './run/assert-own-files.js';
import { readDatasourceOf } from './run/datasource-of.js';
import { openShadow } from './run/open-shadow.js';
import type { OpenWorkspace } from './run/open-workspace.js';
import { openSoundWorkspace } from './run/open-workspace.js';
import { selectExtension } from './run/select-extension.js';
import type { RunOptions } from './run-options.js';
import { assertSamePlan } from './squash/assert-same-plan.js';
import { draftSquash } from './squash/draft-squash.js';
import type { CarriedStatement, SquashDraft } from './squash/squash-context.js';
import { nothingToSquash, squashDiverged, squashInterleaved } from './squash/squash-errors.js';
import type { SquashGround } from './squash/squash-proof.js';

/** What {@link squash} takes. */
export interface SquashOptions extends RunOptions {
  /** `core` unless given. */
  readonly extension?: string | undefined;
  /** The last revision to fold, its name or the start of it; the head unless given. */
  readonly to?: string | undefined;
  /** One line that says what the squash stands for; part of its directory's name. */
  readonly message?: string | undefined;
  /** Tries everything and writes nothing. */
  readonly dryRun?: boolean | undefined;
}

/** What {@link squash} made, or would make. */
export interface SquashResult {
  readonly dryRun: boolean;
  readonly revision: RevisionId;
  /** Relative to the workspace root; null for a dry run. */
  readonly directory: string | null;
  /** What it folds, in plan order; an earlier squash is one of them. */
  readonly replaces: readonly RevisionId[];
  readonly requires: readonly RevisionId[];
  /** `rewritten`: the shortest way to the same schema; `joined`: the folded scripts one after the other. */
  readonly form: SquashDraft['form'];
  /** What was written by hand and is carried over. */
  readonly carried: readonly CarriedStatement[];
  readonly migrationSql: string;
  /** Null where some of the folded revisions have no `down.sql` and nothing else takes all of it back. */
  readonly downSql: string | null;
  /** Whether `down.sql` was seen to restore the schema. */
  readonly reversible: boolean;
}

/**
 * Makes one revision with the same result as all revisions of an extension up to one of them. A database that has none of
 * those runs the squash, one that has all records it, one that has some goes on with them and then records it.
 *
 * The result is proven in a shadow database: the whole plan gives the same schema with the squash and without.
 *
 * @throws OrchestrateError `SQUASH.*`, `TARGET.*`, `REPLAY.REVISION_FAILED`, or the first finding of revisions that
 * cannot be ordered; nothing is written then
 *
 * @example
 * ```ts
 * const { replaces, form, reversible } = await squash({ cwd: process.cwd(), extension: 'blog' });
 * console.log(replaces.length, form, reversible); // 2 rewritten true
 * ```
 */
export function squash(options: SquashOptions): Promise<SquashResult> {
  return asOperation(options, squashRevisions);
}

async function squashRevisions(options: SquashOptions): Promise<SquashResult> {
  const open = await openSoundWorkspace(options, 'Cannot squash');
  const { workspace, graph } = open;
  const extension = selectExtension(workspace, options.extension ?? CORE);
  assertOwnFiles([extension], 'squash');
  const target = targetOf(open, extension, options);
  const plan = planSquash({ graph, extension: extension.name, target });
  if (plan.kind === 'interleaved') throw squashInterleaved(extension.name, plan);
  const { folded, base } = plan;
  if (folded.length < 2) {
    throw nothingToSquash(
      extension.name,
      folded.map(({ id }) => id),
    );
  }
  preloadEngine();
  const { provider } = await readDatasourceOf(workspace);
  const driver = await driverFor(provider);
  await using shadow = await openShadow(workspace, { driver, extension: extension.name, options });
  const ground: SquashGround = { shadow, driver, extension: extension.name, root: workspace.root, options };
  const draft = await draftSquash(ground, { folded, base });
  const made = decide(open, { extension, folded, draft, message: options.message?.trim() || 'Squashed' });
  await assertSamePlan(ground, { open, squash: made, folded, base });

  const { id, name, message, requires, adopts, replaces, foldedBefore = [] } = made;
  const write = async () =>
    [
      await writeMadeRevision(open, {
        extension,
        name,
        message,
        parents: [],
        requires,
        adopts,
        replaces,
        foldedBefore,
        migrationSql: draft.up,
        downSql: draft.down,
        ...(draft.transactional === undefined ? {} : { transactional: draft.transactional }),
      }),
    ] as const;
  const [written] =
    options.dryRun === true ? [null] : await writeWhileUnchanged(open, { sources: null, options }, write);
  const { form, carried, reversible } = draft;
  return {
    dryRun: options.dryRun === true,
    revision: id,
    directory: written?.directory ?? null,
    replaces,
    requires,
    form,
    carried,
    migrationSql: draft.up,
    downSql: draft.down,
    reversible,
  };
}

/** The last revision to fold. */
function targetOf(
  { graph, revisions }: OpenWorkspace,
  { name: extension }: Extension,
  { to = 'head' }: SquashOptions,
): RevisionId {
  const heads = graph.headsOf(extension);
  if (heads.length > 1) throw squashDiverged(extension, heads);
  const { foldedInto } = viewFor(revisions, new Set());
  const resolved = resolveTarget({ graph, applied: new Set(), extension, target: to, isAbsolute: true, foldedInto });
  const [target] = resolved.kind === 'base' ? [] : resolved.ids;
  if (target === undefined) throw nothingToSquash(extension, []);
  return target;
}

interface Decision {
  readonly extension: Extension;
  readonly folded: readonly Revision[];
  readonly draft: SquashDraft;
  readonly message: string;
}

/** The squash as it will be read from disk. */
function decide({ graph, revisions }: OpenWorkspace, { extension, folded, draft, message }: Decision): Revision {
  const replaces = folded.map(({ id }) => id);
  const ids = new Set(replaces);
  const name = squashName({
    message,
    folded: folded.map((revision) => revision.name),
    existing: revisions.filter((each) => each.extension === extension.name).map((each) => each.name),
  });
  return unwrittenRevision({
    extension: extension.name,
    name,
    message,
    parents: [],
    requires: requirementsOfSquash(
      graph,
      revisions.filter(({ id }) => ids.has(id)),
    ),
    transactional: draft.transactional === undefined ? 'auto' : draft.transactional ? 'yes' : 'no',
    adopts: [...new Set(folded.flatMap(({ adopts }) => adopts))],
    replaces,
    foldedBefore: [...foldedBy(revisions, replaces)].filter((id) => !ids.has(id)),
    sql: draft.up,
    directory: path.join(extension.migrationsDirectory, name),
  });
}
