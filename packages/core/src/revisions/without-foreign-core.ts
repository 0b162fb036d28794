import { CORE } from '../extension.js';
import type { Revision } from './revision.js';
import { extensionOf } from './revision.js';

/**
 * Revisions of packages without the requirements that name revisions of another project's core. Every project has a core
 * of its own, so such a requirement says no more than "core as my author has it".
 *
 * @param packaged the extensions that come in packages
 */
export function withoutForeignCore(revisions: readonly Revision[], packaged: ReadonlySet<string>): readonly Revision[] {
  const core = revisions.filter(({ extension }) => extension === CORE);
  const known = new Set(core.flatMap(({ id, replaces, foldedBefore = [] }) => [id, ...replaces, ...foldedBefore]));
  return revisions.map((revision) => {
    if (!packaged.has(revision.extension)) return revision;
    const requires = revision.requires.filter((id) => extensionOf(id) !== CORE || known.has(id));
    return requires.length === revision.requires.length ? revision : { ...revision, requires, afterCore: true };
  });
}
