import type { ExtensionSource } from '../../fragment/extension-source.js';
import { applyChanges, type TextChange } from '../../fragment/text-change.js';
import { groupBy } from '../../group-by.js';
import type { FragmentFile } from '../fragment.js';

/** What kind of fault a mend is for. */
export type FixRuleName =
  | 'config-block'
  | 'missing-dependency'
  | 'copied-model'
  | 'missing-table-name'
  | 'name-clash'
  | 'table-clash';

/** A change of one file. */
export interface FragmentChange extends TextChange {
  readonly file: FragmentFile;
}

/** The way to mend one fault: what to write where. */
export interface Mend {
  readonly rule: FixRuleName;
  /** Whose fault it is. */
  readonly extension: string;
  /** What it does, as part of a sentence. */
  readonly summary: string;
  readonly changes: readonly FragmentChange[];
  /** Dependencies that the extension declares besides. */
  readonly dependsOn?: readonly string[];
}

/** The mends that can be made at once; one that overlaps with an earlier one waits for the next round. */
export function withoutOverlaps(mends: readonly Mend[]): readonly Mend[] {
  const taken = new Map<string, TextChange[]>();
  return mends.filter(({ changes }) => {
    const isFree = changes.every(({ file, start, end }) =>
      (taken.get(file.path) ?? []).every((other) => end < other.start || start > other.end),
    );
    if (isFree)
      for (const { file, ...change } of changes) taken.set(file.path, [...(taken.get(file.path) ?? []), change]);
    return isFree;
  });
}

/** The fragments and dependencies with the mends made. */
export function applyMends(sources: readonly ExtensionSource[], mends: readonly Mend[]): readonly ExtensionSource[] {
  const changes = groupBy(
    mends.flatMap((mend) => mend.changes),
    ({ file }) => file.path,
  );
  const added = groupBy(mends, ({ extension }) => extension);
  return sources.map((source) => {
    const dependsOn = (added.get(source.name) ?? []).flatMap((mend) => mend.dependsOn ?? []);
    const isTouched = source.files.some(({ path }) => changes.has(path));
    if (dependsOn.length === 0 && !isTouched) return source;
    const files = source.files.map((file) => {
      const own = changes.get(file.path);
      return own === undefined ? file : { ...file, text: applyChanges(file.text, own) };
    });
    return { ...source, files, dependsOn: [...source.dependsOn, ...dependsOn] };
  });
}
