import type { Span } from '../../fragment/parsed-file.js';
import type { Declaration, Fragment, FragmentBlock, FragmentFile } from '../fragment.js';
import { dependsOn, type SchemaIndex } from '../schema-index.js';

/** A place that names a declaration. */
export interface NameReference extends Span {
  readonly extension: string;
  readonly file: FragmentFile;
  /** Whether it could mean another declaration of the same name as well. */
  readonly isDoubtful: boolean;
}

/** Every place that names a declaration: types of fields, and extending blocks of others. */
export function referencesTo(
  { index }: { readonly index: SchemaIndex },
  declaration: Declaration,
): readonly NameReference[] {
  return index.fragments.flatMap((fragment) => {
    const meaning = meaningIn(index, { fragment, declaration });
    if (meaning === 'other') return [];
    const { extension, declarations, extending } = fragment;
    const at = ({ file }: FragmentBlock, { start }: Span): NameReference => {
      const end = start + declaration.name.length;
      return { extension, file, start, end, isDoubtful: meaning === 'doubtful' };
    };
    const own = extension === declaration.extension;
    return [
      // One that extends what its own extension has must mean another.
      ...(own ? [] : extending)
        .filter(({ block }) => block.name === declaration.name)
        .map((each) => at(each, each.block.nameSpan)),
      ...[...declarations, ...extending].flatMap((each) =>
        each.block.fields.filter(({ type }) => type.name === declaration.name).map(({ type }) => at(each, type.span)),
      ),
    ];
  });
}

function meaningIn(
  index: SchemaIndex,
  { fragment: { extension }, declaration }: { readonly fragment: Fragment; readonly declaration: Declaration },
): 'this' | 'other' | 'doubtful' {
  const all = index.declarations.get(declaration.name) ?? [];
  const own = all.filter((each) => each.extension === extension);
  if (own.length > 0) return own.includes(declaration) ? (own.length === 1 ? 'this' : 'doubtful') : 'other';
  if (all.length === 1) return 'this';
  const near = all.filter((each) => dependsOn(index, extension, each.extension));
  if (near.length === 1) return near[0] === declaration ? 'this' : 'other';
  return near.length === 0 || near.includes(declaration) ? 'doubtful' : 'other';
}
