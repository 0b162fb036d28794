import { isPlainStatement } from './plain-statement.js';
import type { SquashContext, SquashDraft } from './squash-context.js';
import { joinedDown, writtenDown } from './squash-down.js';
import { tryScripts } from './squash-proof.js';

/** The shortest way to the state that the folded revisions lead to; null where it is not proven to lead there. */
export async function rewriteFolded(context: SquashContext): Promise<SquashDraft | null> {
  const { ground, scripts, diff, before, after } = context;
  if (diff === null) return null;
  const { driver } = ground;
  const up = `${diff.up.trim()}\n`.trimStart();
  const own = await joinedDown(scripts, driver);
  const written = writtenDown(diff, { before, after, driver });
  // Down scripts may bring rows back; then they are worth more than what only makes the schema.
  const isPlain = scripts.every(({ down }) => down === null || down.statements.every(isPlainStatement));
  for (const down of isPlain ? [written, own] : [own, written]) {
    const { isSame, isReversible } = await tryScripts(ground, { ...context, up, down: down?.script ?? null });
    if (!isSame) return null;
    if (down === null || !isReversible) continue;
    return { form: 'rewritten', up, down: down.label(true), reversible: true, carried: [] };
  }
  return { form: 'rewritten', up, down: own?.label(false) ?? null, reversible: false, carried: [] };
}
