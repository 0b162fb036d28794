import type { Driver } from '../../database/database.js';
import type { ShadowDiff } from '../../engine/diff-shadow.js';
import { describeState, diffStates, listNamespaces } from '../../engine/diff-states.js';
import { OrchestrateError } from '../../errors.js';
import type { Revision, RevisionId } from '../../revisions/revision.js';
import { destructiveSteps } from '../make-revision/destructive-steps.js';
import { labelDown } from '../make-revision/label-down.js';
import type { FoldedScript, FoldedScripts } from './folded-scripts.js';
import { joinScripts, readFoldedScripts } from './folded-scripts.js';
import { isPlainStatement } from './plain-statement.js';
import { squashSetsSession } from './squash-errors.js';
import type { ShadowState, SquashGround } from './squash-proof.js';
import { readState, replayOn, tryScripts } from './squash-proof.js';

/** A statement that was written by hand and is carried over. */
export interface CarriedStatement {
  readonly revision: RevisionId;
  /** Relative to the workspace root. */
  readonly file: string;
  readonly line: number;
  readonly sql: string;
}

/** The scripts of a squash, proven as far as they say. */
export interface SquashDraft {
  /** `rewritten`: the shortest way to the same schema; `joined`: the folded scripts one after the other. */
  readonly form: 'rewritten' | 'joined';
  readonly up: string;
  /** Null where some of the folded revisions have none and nothing else takes all of it back. */
  readonly down: string | null;
  /** Whether up, down and up again lead to the same schemas. */
  readonly reversible: boolean;
  /** Left out, the SQL decides. */
  readonly transactional?: boolean;
  /** What Prisma's engine could not have made, and why the scripts were joined. */
  readonly carried: readonly CarriedStatement[];
}

/** What a squash is drafted from. */
export interface DraftSquashOptions {
  readonly folded: readonly Revision[];
  /** What is before, in plan order. */
  readonly base: readonly Revision[];
}

interface DraftContext extends DraftSquashOptions {
  readonly ground: SquashGround;
  readonly scripts: readonly FoldedScripts[];
  readonly before: ShadowState;
  readonly after: ShadowState;
  /** Between the two states, as far as Prisma's engine can describe them. */
  readonly diff: ShadowDiff | null;
}

/**
 * Drafts the scripts: where the folded revisions hold nothing but changes that Prisma's engine makes itself, what leads
 * from the state before to the state after them, if it is proven to; else their scripts, one after the other.
 *
 * @throws OrchestrateError `SQUASH.SETS_SESSION`, `REPLAY.REVISION_FAILED`
 */
export async function draftSquash(ground: SquashGround, options: DraftSquashOptions): Promise<SquashDraft> {
  const { folded, base } = options;
  const scripts = await readFoldedScripts(folded, ground);
  await replayOn(ground, base);
  const before = await readState(ground);
  const namespacesBefore = await listNamespaces(ground.shadow);
  await replayOn(ground, folded);
  const after = await readState(ground);
  const diff = await diffBack(ground, { base, namespacesBefore });
  const context = { ...options, ground, scripts, before, after, diff };
  const carried = scripts.flatMap(({ up }) => carriedStatements(up));
  return (carried.length === 0 ? await rewrite(context) : null) ?? (await join(context, carried));
}

/**
 * The statements between the state that the shadow database is in and the one that it is left in, with no more than what is
 * before the squash; null where Prisma's engine cannot read one of them.
 */
async function diffBack(
  ground: SquashGround,
  { base, namespacesBefore }: { readonly base: readonly Revision[]; readonly namespacesBefore: readonly string[] },
): Promise<ShadowDiff | null> {
  const { shadow } = ground;
  const namespaces = await listNamespaces(shadow);
  const areSeveral = namespaces.length > 1 || namespacesBefore.length > 1;
  try {
    const after = await describeState(shadow, areSeveral ? namespaces : null);
    await shadow.reset();
    await replayOn(ground, base);
    const before = await describeState(shadow, areSeveral ? namespacesBefore : null);
    return await shadow.completeDraft(await diffStates(shadow, { before, after }), { sharedEnums: [] });
  } catch (error) {
    if (error instanceof OrchestrateError && error.code === 'ENGINE.DIFF_FAILED') return null;
    throw error;
  }
}

async function rewrite({ diff, ...context }: DraftContext): Promise<SquashDraft | null> {
  if (diff === null) return null;
  const { ground, scripts, before, after } = context;
  const up = `${diff.up.trim()}\n`.trimStart();
  const isPlain = scripts.every(({ down }) => down === null || carriedStatements(down).length === 0);
  const drafted = { script: diff.down, notes: notesOn(context, ground.driver) };
  const own = { script: await joinedDown(context), notes: { lost: [], destructive: [] } };
  for (const { script, notes } of isPlain ? [drafted, own] : [own, drafted]) {
    const tried = await tryScripts(ground, { ...context, up, down: script, before, after });
    if (!tried.isSame) return null;
    if (script === null || !tried.isReversible) continue;
    return {
      form: 'rewritten',
      up,
      down: labelDown(script, { ...notes, reversible: true }),
      reversible: true,
      carried: [],
    };
  }
  const down = own.script === null ? null : labelDown(own.script, { ...own.notes, reversible: false });
  return { form: 'rewritten', up, down, reversible: false, carried: [] };
}

async function join(context: DraftContext, carried: readonly CarriedStatement[]): Promise<SquashDraft> {
  const { ground, scripts, diff } = context;
  assertSessionsUntouched(scripts.map(({ up }) => up));
  const up = await joinScripts(
    scripts.map((script) => script.up),
    ground.driver,
  );
  const draft = { form: 'joined' as const, up, carried, ...(await transactionalOf(up, context)) };
  const own = await joinedDown(context);
  if (own !== null) {
    const { isReversible } = await tryScripts(ground, { ...context, up, down: own });
    const down = labelDown(own, { lost: [], destructive: [], reversible: isReversible });
    return { ...draft, down, reversible: isReversible };
  }
  const other = diff === null || diff.down.trim() === '' ? null : diff.down;
  const { isReversible } = await tryScripts(ground, { ...context, up, down: other });
  if (other === null || !isReversible) return { ...draft, down: null, reversible: false };
  const notes = notesOn(context, ground.driver);
  return { ...draft, down: labelDown(other, { ...notes, reversible: true }), reversible: true };
}

/** The folded down scripts, last first; null where one is missing, or cannot be run after another. */
async function joinedDown({ scripts, ground }: Pick<DraftContext, 'scripts' | 'ground'>): Promise<string | null> {
  const downs = scripts.flatMap(({ down }) => (down === null ? [] : [down])).reverse();
  const isWhole = downs.length === scripts.length && settingOf(downs) === null;
  return isWhole ? joinScripts(downs, ground.driver) : null;
}

function notesOn({ before, after }: Pick<DraftContext, 'before' | 'after'>, driver: Driver) {
  return {
    lost: destructiveSteps({ before: after.columns, after: before.columns }, driver),
    destructive: destructiveSteps({ before: before.columns, after: after.columns }, driver),
  };
}

function carriedStatements({ revision, file, statements }: FoldedScript): readonly CarriedStatement[] {
  return statements
    .filter((statement) => !isPlainStatement(statement))
    .map(({ line, sql }) => ({ revision: revision.id, file, line, sql }));
}

/** A setting that scripts after it would see. */
function settingOf(scripts: readonly FoldedScript[]): CarriedStatement | null {
  for (const { revision, file, statements } of scripts.slice(0, -1)) {
    const setting = statements.find(({ setsSession }) => setsSession);
    if (setting !== undefined) return { revision: revision.id, file, line: setting.line, sql: setting.sql };
  }
  return null;
}

function assertSessionsUntouched(scripts: readonly FoldedScript[]): void {
  const setting = settingOf(scripts);
  if (setting !== null) throw squashSetsSession(setting.revision, setting);
}

/** What revision.json has to say on transactions: what the folded ones say, and else what the SQL needs. */
async function transactionalOf(
  up: string,
  { ground, scripts }: DraftContext,
): Promise<Pick<SquashDraft, 'transactional'>> {
  const said = new Set(scripts.map((script) => script.up.revision.transactional));
  if (said.has('no')) return { transactional: false };
  const isOutside = ({ statements }: Pick<FoldedScript, 'statements'>): boolean =>
    statements.some(({ kind, isRedundant }) => kind !== 'plain' && !isRedundant);
  const undecided = scripts.map((script) => script.up).filter(({ revision }) => revision.transactional === 'auto');
  if (said.has('yes') && !undecided.some(isOutside)) return { transactional: true };
  return isOutside({ statements: await ground.driver.parseScript(up) }) ? { transactional: false } : {};
}
