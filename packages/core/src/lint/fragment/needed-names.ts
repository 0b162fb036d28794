import type { Fragment } from '../../composition/fragment.js';
import { namesIn } from '../../composition/needed-dependencies.js';
import { resolveName, type SchemaIndex } from '../../composition/schema-index.js';

/** The extensions whose models and enums a fragment names. */
export function neededNames(index: SchemaIndex, fragment: Fragment): ReadonlySet<string> {
  return new Set(
    namesIn(fragment).flatMap((name) => {
      const meant = resolveName(index, name, fragment.extension);
      return meant === null ? [] : [meant.extension];
    }),
  );
}
