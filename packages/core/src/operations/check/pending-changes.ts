import type { Composition } from '../../composition/composition.js';
import type { ForeignEnumUse } from '../../composition/foreign-enum-uses.js';
import { foreignEnumUses } from '../../composition/foreign-enum-uses.js';
import { OrchestrateError } from '../../errors.js';
import type { Finding } from '../../findings.js';
import { hasErrors } from '../../findings.js';
import type { ExtensionSource } from '../../fragment/extension-source.js';
import { isJsonObject } from '../../json/parse-json-object.js';
import type { Extension } from '../../workspace/workspace.js';
import type { DestructiveStep } from '../make-revision/destructive-steps.js';
import { draftInShadow, draftPlan } from '../make-revision/draft-revision.js';
import { mayBeTaken } from '../make-revision/taken-tables.js';
import type { ComposedExtensions } from '../run/compose-checked.js';
import { composeExtensions } from '../run/compose-checked.js';
import { isInterrupted } from '../run/is-interrupted.js';
import type { ReplayedEntity } from '../run/replay.js';
import { replayInterrupted } from '../run/replay-errors.js';
import { digestOf } from '../run/result-cache.js';
import { chainLinks } from './chain-links.js';
import type { CheckContext } from './check-context.js';
import { failureFinding } from './failure-finding.js';
import type { DraftOutcome } from './kept-shapes.js';
import { isDraftOutcome, isReplayedEntity, isText, listOf } from './kept-shapes.js';

/** What the fragment of an extension has changed since its last revision. */
export interface PendingChange {
  readonly extension: string;
  /** What `revision --auto` would write. */
  readonly migrationSql: string;
  readonly downSql: string;
  readonly destructive: readonly DestructiveStep[];
  /** Whether `downSql` was seen to restore the schema. */
  readonly reversible: boolean;
}

/** What {@link pendingChanges} looks at. */
export interface PendingChangesOptions {
  readonly extensions: readonly Extension[];
  readonly sources: readonly ExtensionSource[];
  /** The fragments composed. */
  readonly whole: Composition;
  /** Extensions whose fragments have errors: nothing can be told of those that depend on them. */
  readonly broken: ReadonlySet<string>;
}

/** Pending changes, and what keeps some of them from being told. */
export interface PendingChanges {
  readonly pending: readonly PendingChange[];
  readonly findings: readonly Finding[];
}

/** Drafts a revision for each extension, as far as nothing is known of its draft from an earlier run. */
export async function pendingChanges(
  context: CheckContext,
  { extensions, sources, whole, broken }: PendingChangesOptions,
): Promise<PendingChanges> {
  const pending: PendingChange[] = [];
  const findings: Finding[] = [];
  const enumUses = context.driver.hasEnums ? foreignEnumUses(sources) : [];
  for (const extension of extensions) {
    const { workspace } = context.open;
    if (await isInterrupted(context.options.signal)) throw replayInterrupted();
    const composed = composeExtensions(workspace, { sources, whole, extension: extension.name });
    if (hasErrors(composed.findings) || composed.closure.extensions.some((name) => broken.has(name))) continue;
    const where = {
      file: sources.find(({ name }) => name === extension.name)?.files[0]?.path ?? '',
      line: 1,
      column: 1,
    };
    let outcome: DraftOutcome;
    try {
      outcome = await outcomeFor(context, { extension, sources, composed, enumUses });
    } catch (error) {
      findings.push(failureFinding(error, extension.name));
      continue;
    }
    if (outcome.kind === 'refused') {
      const { code, message, fix } = outcome;
      findings.push({ code, severity: 'error', message, extension: extension.name, where, fix, related: [] });
    } else if (outcome.kind === 'pending') {
      const { up, down, destructive, reversible } = outcome.draft;
      pending.push({ extension: extension.name, migrationSql: up, downSql: down, destructive, reversible });
      findings.push({
        code: 'CHECK.PENDING_CHANGES',
        severity: 'error',
        message: `The fragment of ${extension.name} has changes that no revision makes`,
        extension: extension.name,
        where,
        fix: `Make one: orchestrate revision --extension ${extension.name} -m "…" --auto`,
        related: [],
      });
    }
  }
  return { pending, findings };
}

interface OutcomeOptions {
  readonly extension: Extension;
  readonly sources: readonly ExtensionSource[];
  readonly composed: ComposedExtensions;
  readonly enumUses: readonly ForeignEnumUse[];
}

/** What is kept of one extension: what its replay made, the draft, and what each of the two came from. */
interface Kept {
  readonly creators: readonly ReplayedEntity[];
  readonly draftKey: string;
  readonly outcome: DraftOutcome;
}

async function outcomeFor(context: CheckContext, options: OutcomeOptions): Promise<DraftOutcome> {
  const { open, cache, ground, driver, shadow } = context;
  const { extension, sources, composed } = options;
  const slot = `pending-${extension.name}`;
  const { plan, revisions } = draftPlan(open.graph, composed.closure.extensions);
  const links = chainLinks({ ground, revisions, downScripts: new Map(), root: open.workspace.root });
  const key = digestOf([ground, extension.name, links.at(-1)?.key ?? null, revisions.map((each) => plan.has(each))]);
  const kept = cache.read(slot, key, parseKept);
  if (kept !== null && kept.draftKey === draftKeyOf(context, options, kept.creators)) return kept.outcome;

  let creators: readonly ReplayedEntity[] = [];
  const outcome = await draftOutcome(async () =>
    draftInShadow(open, {
      extension,
      options: context.options,
      sources,
      driver,
      shadow: await shadow.fresh(),
      onReplayed: (made) => {
        creators = [...made.values()];
      },
    }),
  );
  const entry: Kept = { creators, draftKey: draftKeyOf(context, options, creators), outcome };
  cache.write(slot, key, entry);
  return outcome;
}

async function draftOutcome(draft: () => ReturnType<typeof draftInShadow>): Promise<DraftOutcome> {
  try {
    const drafted = await draft();
    if (drafted === null) return { kind: 'none' };
    const { up, down, destructive, reversible } = drafted;
    return { kind: 'pending', draft: { up, down, destructive, reversible } };
  } catch (error) {
    // The others (a replay that fails, an engine that gives up) may come out otherwise the next time.
    if (!(error instanceof OrchestrateError) || error.kind !== 'failure' || !error.code.startsWith('REVISION.')) {
      throw error;
    }
    const { code, message, fix } = error;
    return { kind: 'refused', code, message, fix };
  }
}

/**
 * Digest of all that a draft depends on beside the revisions that were replayed for it. Of the fragments of extensions
 * that this one does not depend on, that is only whose the tables are that the replay has made.
 */
function draftKeyOf(
  { open, forecast }: CheckContext,
  { extension, composed, enumUses }: OutcomeOptions,
  made: readonly ReplayedEntity[],
): string {
  const { whole, closure } = composed;
  const creators = new Map(made.map((entity) => [entity.name, entity]));
  const { plan } = draftPlan(open.graph, closure.extensions);
  const holders = whole.entities
    .map((entity) => [entity.kind, forecast.entityName(entity), entity.extension] as const)
    .filter(([, name]) => creators.has(name));
  const isTaken = mayBeTaken({
    extension: extension.name,
    entities: whole.entities,
    graph: open.graph,
    creators,
    replayed: plan,
    shadow: forecast,
  });
  return digestOf([
    closure.files.map(({ path, text }) => [path, text]),
    closure.namespaces,
    whole.namespaces?.implied ?? null,
    holders,
    enumUses
      .filter(({ target }) => target.extension === extension.name)
      .map(({ target }) => forecast.entityName(target)),
    isTaken ? open.graph.order.map(({ id, checksum, adopts }) => [id, checksum, adopts]) : null,
  ]);
}

function parseKept(content: unknown): Kept | null {
  if (!isJsonObject(content)) return null;
  const { draftKey, outcome } = content;
  const creators = listOf(isReplayedEntity)(content['creators']);
  return creators !== null && isText(draftKey) && isDraftOutcome(outcome) ? { creators, draftKey, outcome } : null;
}
