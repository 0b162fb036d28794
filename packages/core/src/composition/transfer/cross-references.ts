import type { ExtensionSource } from '../../fragment/extension-source.js';
import { resolveDependencies } from '../dependencies.js';
import { readSchema } from '../read-schema.js';
import { isScalar, resolveName } from '../schema-index.js';

/** A name of another extension in a fragment. */
export interface CrossReference {
  readonly from: string;
  readonly to: string;
  /** What refers, as in a list: `Post.author`. */
  readonly subject: string;
}

/** Every place where a fragment refers to another. */
export function crossReferences(sources: readonly ExtensionSource[]): readonly CrossReference[] {
  const { index } = readSchema(sources, { dependencies: resolveDependencies(sources) });
  const references: CrossReference[] = [];
  const note = (from: string, name: string, subject: string): void => {
    const target = isScalar(name) ? null : resolveName(index, name, from);
    if (target !== null && target.extension !== from) references.push({ from, to: target.extension, subject });
  };
  for (const { extension, declarations, extending } of index.fragments) {
    for (const { block } of extending) note(extension, block.name, `the extending block of ${block.name}`);
    for (const { block } of [...declarations, ...extending]) {
      for (const field of block.fields) note(extension, field.type.name, `${block.name}.${field.name}`);
    }
  }
  return references;
}
