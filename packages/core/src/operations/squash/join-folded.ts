import type { FoldedScript } from './folded-scripts.js';
import { findSetting, joinScripts } from './folded-scripts.js';
import type { SquashContext, SquashDraft } from './squash-context.js';
import { joinedDown, writtenDown } from './squash-down.js';
import { squashSetsSession } from './squash-errors.js';
import { tryScripts } from './squash-proof.js';

/**
 * The folded scripts, one after the other.
 *
 * @param carried what they hold that was written by hand
 * @throws OrchestrateError `SQUASH.SETS_SESSION`
 */
export async function joinFolded(context: SquashContext, carried: SquashDraft['carried']): Promise<SquashDraft> {
  const { ground, scripts, diff } = context;
  const { driver } = ground;
  const ups = scripts.map((script) => script.up);
  const setting = findSetting(ups);
  if (setting !== null)
    throw squashSetsSession(setting.script.revision.id, { ...setting.script, ...setting.statement });
  const up = await joinScripts(ups, driver);
  const draft = { form: 'joined' as const, up, carried, ...transactionalOf(ups, await driver.parseScript(up)) };
  const own = await joinedDown(scripts, driver);
  const down = own ?? (diff === null ? null : writtenDown(diff, { ...context, driver }));
  if (down === null) return { ...draft, down: null, reversible: false };
  const { isReversible } = await tryScripts(ground, { ...context, up, down: down.script });
  if (own !== null) return { ...draft, down: down.label(isReversible), reversible: isReversible };
  if (!isReversible) return { ...draft, down: null, reversible: false };
  // Where nobody has written the way back, rows that went into tables of others stay there.
  const note = carried.length === 0 ? '' : NOT_ALL_BACK;
  return { ...draft, down: note + down.label(true), reversible: true };
}

const NOT_ALL_BACK = '-- CHECK THIS: it takes back what was made, not what was done to rows of other tables.\n';

/** What revision.json has to say on transactions: what the folded ones say, and else what the SQL needs. */
function transactionalOf(
  scripts: readonly FoldedScript[],
  joined: FoldedScript['statements'],
): Pick<SquashDraft, 'transactional'> {
  const said = new Set(scripts.map(({ revision }) => revision.transactional));
  if (said.has('no')) return { transactional: false };
  const undecided = scripts.filter(({ revision }) => revision.transactional === 'auto');
  if (said.has('yes') && !undecided.some(({ statements }) => leaves(statements))) return { transactional: true };
  return leaves(joined) ? { transactional: false } : {};
}

/** Whether some statement cannot be in a transaction around all. */
function leaves(statements: FoldedScript['statements']): boolean {
  return statements.some(({ kind, isRedundant }) => kind !== 'plain' && !isRedundant);
}
