import type { Composition } from '../../composition/composition.js';
import { type FixContext, isMade } from '../../composition/fix/fix-context.js';
import type { Finding } from '../../findings.js';
import type { ExtensionSource } from '../../fragment/extension-source.js';
import { groupBy } from '../../group-by.js';
import type { Workspace } from '../../workspace/workspace.js';
import { composeChecked } from '../run/compose-checked.js';

/** Fragments before and after mends were made. */
export interface MendedSources {
  readonly before: readonly ExtensionSource[];
  readonly after: readonly ExtensionSource[];
}

/** Whether nothing is wrong that was not before, and everything made in the database is still there under its name. */
export async function isSound(
  workspace: Workspace,
  { before, after, context }: MendedSources & { readonly context: FixContext },
): Promise<boolean> {
  const [old, mended] = [await check(workspace, before), await check(workspace, after)];
  return keepsMade(context, { old: old.whole, mended: mended.whole }) && !hasNew({ old, mended, before, after });
}

// What one try ends with the next one starts from.
const known = new WeakMap<readonly ExtensionSource[], Promise<Checked>>();

function check(workspace: Workspace, sources: readonly ExtensionSource[]): Promise<Checked> {
  const checked = known.get(sources) ?? composeChecked(workspace, { sources });
  known.set(sources, checked);
  return checked;
}

function keepsMade(
  context: FixContext,
  { old, mended }: { readonly old: Composition; readonly mended: Composition },
): boolean {
  const keyOf = ({ kind, databaseName, schema, extension }: Composition['entities'][number]): string =>
    JSON.stringify([kind, databaseName, schema, extension]);
  const there = new Set(mended.entities.map(keyOf));
  return old.entities.every(
    (entity) =>
      entity.kind === 'type' || entity.kind === 'view' || !isMade(context, entity) || there.has(keyOf(entity)),
  );
}

interface Checked {
  readonly whole: Composition;
  readonly findings: readonly Finding[];
}

function hasNew({
  old,
  mended,
  before,
  after,
}: MendedSources & { readonly old: Checked; readonly mended: Checked }): boolean {
  const counts = groupBy(old.findings, kindOf);
  // As long as names clash, Prisma's validator says nothing of what they mean.
  const isUncovered = clashesOf(mended.whole) < clashesOf(old.whole) || errorsOf(mended.whole) < errorsOf(old.whole);
  return [...groupBy(mended.findings, kindOf)].some(([kind, findings]) => {
    if (findings.length <= (counts.get(kind)?.length ?? 0)) return false;
    return !(isUncovered && findings.every((finding) => isOfUntouchedLine(finding, { before, after })));
  });
}

/** Of two models of one name only that is told, though their tables may have one name as well: a rename brings it to light. */
function kindOf({ code }: Finding): string {
  return /^COMPOSITION\.(?:NAME|TABLE|ENUM)_CLASH$/.test(code) ? 'clash' : code;
}

function clashesOf({ findings }: Composition): number {
  return findings.filter(({ code }) => code === 'COMPOSITION.NAME_CLASH').length;
}

function errorsOf({ findings }: Composition): number {
  return findings.filter(({ severity }) => severity === 'error').length;
}

/** Whether Prisma's validator speaks of a line that was there before, word for word. */
function isOfUntouchedLine({ code, where }: Finding, { before, after }: MendedSources): boolean {
  if (!code.startsWith('SCHEMA.') || where === null) return false;
  const line = linesOf(after, where.file)[where.line - 1]?.trim();
  return line !== undefined && linesOf(before, where.file).some((each) => each.trim() === line);
}

function linesOf(sources: readonly ExtensionSource[], file: string): readonly string[] {
  const found = sources.flatMap(({ files }) => files).find(({ path }) => path === file);
  return found?.text.split(/\r\n|\r|\n/) ?? [];
}
