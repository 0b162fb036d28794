import { isPlainStatement } from './plain-statement.js';
import type { SquashContext, SquashDraft } from './squash-context.js';
import { joinedDown, writtenDown } from './squash-down.js';
import { tryScripts } from './squash-proof.js';

/** The shortest way to the state that the folded revisions lead to; null where none is proven to lead there. */
export async function rewriteFolded(context: SquashContext): Promise<SquashDraft | null> {
  const { ground, scripts, diffs, before, after } = context;
  const { driver } = ground;
  const own = await joinedDown(scripts, driver);
  // Down scripts may bring rows back; then they are worth more than what only makes the schema.
  const isPlain = scripts.every(({ down }) => down === null || down.statements.every(isPlainStatement));
  for (const diff of diffs) {
    const up = `${diff.up.trim()}\n`.trimStart();
    const written = writtenDown(diff, { before, after, driver });
    let isSame = false;
    for (const down of isPlain ? [written, own] : [own, written]) {
      const tried = await tryScripts(ground, { ...context, up, down: down?.script ?? null });
      isSame = tried.isSame;
      if (!isSame) break;
      if (down === null || !tried.isReversible) continue;
      return { form: 'rewritten', up, down: down.label(true), reversible: true, carried: [] };
    }
    if (isSame) return { form: 'rewritten', up, down: own?.label(false) ?? null, reversible: false, carried: [] };
  }
  return null;
}
