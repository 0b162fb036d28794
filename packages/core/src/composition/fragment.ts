import type { Finding, RelatedPlace, SourcePosition } from '../findings.js';
import type { ExtensionSource, SourceFile } from '../fragment/extension-source.js';
import { LineIndex } from '../fragment/line-index.js';
import { argumentOf, attributeOf, stringValue } from '../fragment/literals.js';
import { parseSchemaFile } from '../fragment/parse-schema-file.js';
import type { Attribute, Block, ParsedFile } from '../fragment/parsed-file.js';

/** A file of a fragment, read. */
export interface FragmentFile {
  readonly extension: string;
  readonly path: string;
  readonly text: string;
  readonly parsed: ParsedFile;
  readonly lines: LineIndex;
}

/** A point in a fragment. */
export interface Place {
  readonly file: FragmentFile;
  readonly offset: number;
}

/** A block of one file. */
export interface FragmentBlock {
  readonly file: FragmentFile;
  readonly block: Block;
}

/** A model, view, type or enum with its owner. */
export interface Declaration extends FragmentBlock {
  readonly extension: string;
  readonly kind: 'model' | 'view' | 'type' | 'enum';
  readonly name: string;
  readonly databaseName: string;
  readonly schema: string | null;
}

/** What one extension contributes, sorted by what it is. */
export interface Fragment {
  readonly extension: string;
  readonly source: ExtensionSource;
  /** The database schema of its history table, and of whatever says none of its own; null where none is given. */
  readonly schema: string | null;
  readonly files: readonly FragmentFile[];
  readonly declarations: readonly Declaration[];
  /** Blocks marked `/// @extend`. */
  readonly extending: readonly FragmentBlock[];
  /** Datasource and generator blocks. */
  readonly config: readonly FragmentBlock[];
}

const EXTEND = /^@extend\b/;

// A composition and the closures that follow it read the same files; a file never changes.
const read = new WeakMap<SourceFile, { readonly parsed: ParsedFile; readonly lines: LineIndex }>();

/** Reads the files of one extension. */
export function readFragment(source: ExtensionSource): Fragment {
  const declarations: Declaration[] = [];
  const extending: FragmentBlock[] = [];
  const config: FragmentBlock[] = [];
  const files = source.files.map((file) => readFile(source.name, file));
  for (const file of files) {
    for (const block of file.parsed.blocks) {
      const { kind } = block;
      if (kind === 'datasource' || kind === 'generator') config.push({ file, block });
      else if (kind === 'unknown') continue;
      else if (block.docs.some((line) => EXTEND.test(line))) extending.push({ file, block });
      else
        declarations.push({
          extension: source.name,
          kind,
          name: block.name,
          databaseName: mappedName(block.attributes) ?? block.name,
          schema: textArgument(block.attributes, 'schema'),
          file,
          block,
        });
    }
  }
  return { extension: source.name, source, schema: null, files, declarations, extending, config };
}

function readFile(extension: string, file: SourceFile): FragmentFile {
  let known = read.get(file);
  if (known === undefined) {
    known = { parsed: parseSchemaFile(file), lines: new LineIndex(file.text) };
    read.set(file, known);
  }
  return { extension, path: file.path, text: file.text, ...known };
}

/** The name that `@map` or `@@map` gives; null without one. */
export function mappedName(attributes: readonly Attribute[]): string | null {
  return textArgument(attributes, 'map');
}

function textArgument(attributes: readonly Attribute[], attribute: string): string | null {
  const found = attributeOf(attributes, attribute);
  const argument = found && argumentOf(found, 'name', 'first');
  return argument && stringValue(argument.value);
}

/** Where a declaration's name stands. */
export function placeOf({ file, block }: FragmentBlock): Place {
  return { file, offset: block.nameSpan.start };
}

/** The same point as file, line and column. */
export function positionOf({ file, offset }: Place): SourcePosition {
  return { file: file.path, ...file.lines.at(offset) };
}

/** A place that takes part in a finding. */
export function relatedPlace(place: Place, message: string): RelatedPlace {
  return { extension: place.file.extension, message, where: positionOf(place) };
}

/** A finding at a place of a fragment. */
export function findingAt(
  place: Place,
  finding: {
    readonly code: string;
    readonly severity?: Finding['severity'];
    readonly message: string;
    readonly fix: string;
    readonly related?: readonly RelatedPlace[];
  },
): Finding {
  return {
    code: `COMPOSITION.${finding.code}`,
    severity: finding.severity ?? 'error',
    message: finding.message,
    extension: place.file.extension,
    where: positionOf(place),
    fix: finding.fix,
    related: finding.related ?? [],
  };
}
