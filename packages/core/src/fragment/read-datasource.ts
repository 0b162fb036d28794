import type { SourcePosition } from '../findings.js';
import type { SourceFile } from './extension-source.js';
import { LineIndex } from './line-index.js';
import { stringValue, stringValues } from './literals.js';
import { parseSchemaFile } from './parse-schema-file.js';

/** What the datasource block says. */
export interface Datasource {
  readonly name: string;
  /** The provider as written, `sqlite`; null where it is missing or no string. */
  readonly provider: string | null;
  /** The database schemas that it lists; null where it lists none. */
  readonly schemas: readonly string[] | null;
  /** The URL, which schemas held before Prisma 7, or the environment variable that it comes from; null without one. */
  readonly url:
    | { readonly kind: 'text'; readonly text: string }
    | { readonly kind: 'variable'; readonly variable: string }
    | null;
  /** Of the provider, or of the block where there is none. */
  readonly where: SourcePosition;
}

/** The first datasource block of some files, null where there is none. */
export function readDatasource(files: readonly SourceFile[]): Datasource | null {
  for (const file of files) {
    const block = parseSchemaFile(file).blocks.find(({ kind }) => kind === 'datasource');
    if (block === undefined) continue;
    const provider = block.properties.find(({ key }) => key === 'provider');
    const schemas = block.properties.find(({ key }) => key === 'schemas');
    const offset = provider?.valueSpan.start ?? block.start;
    return {
      name: block.name,
      provider: provider === undefined ? null : stringValue(provider.value),
      schemas: schemas === undefined ? null : stringValues(schemas.value),
      url: readUrl(block.properties.find(({ key }) => key === 'url')?.value ?? ''),
      where: { file: file.path, ...new LineIndex(file.text).at(offset) },
    };
  }
  return null;
}

function readUrl(value: string): Datasource['url'] {
  const text = stringValue(value);
  if (text !== null) return { kind: 'text', text };
  const variable = /^env\(\s*"([^"]+)"\s*\)$/.exec(value)?.[1];
  return variable === undefined ? null : { kind: 'variable', variable };
}
