import type { ExtensionSource } from '../fragment/extension-source.js';
import { resolveDependencies } from './dependencies.js';
import { readSchema } from './read-schema.js';
import { isScalar, resolveName } from './schema-index.js';

/** A column of one extension whose type is an enum of another. */
export interface ForeignEnumUse {
  /** The extension that uses it. */
  readonly extension: string;
  /** The field, `Post.needs`. */
  readonly from: string;
  readonly target: {
    readonly extension: string;
    /** The enum in the database. */
    readonly databaseName: string;
    readonly schema: string | null;
  };
}

/** Where models use the enums of other extensions. */
export function foreignEnumUses(sources: readonly ExtensionSource[]): readonly ForeignEnumUse[] {
  const { index } = readSchema(sources, { dependencies: resolveDependencies(sources) });
  return index.fragments.flatMap(({ extension, declarations }) =>
    declarations
      .filter(({ kind }) => kind === 'model')
      .flatMap((model) =>
        model.block.fields.flatMap((field): readonly ForeignEnumUse[] => {
          const target = isScalar(field.type.name) ? null : resolveName(index, field.type.name, extension);
          if (target?.kind !== 'enum' || target.extension === extension) return [];
          const { databaseName, schema } = target;
          const from = `${model.name}.${field.name}`;
          return [{ extension, from, target: { extension: target.extension, databaseName, schema } }];
        }),
      ),
  );
}
