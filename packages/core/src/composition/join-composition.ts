import { cutSpans, spanWithComments } from '../fragment/cut-blocks.js';
import { parseSchemaFile } from '../fragment/parse-schema-file.js';
import type { Span } from '../fragment/parsed-file.js';
import { applyChanges } from '../fragment/text-change.js';
import type { ComposedFile, Composition } from './composition.js';

const HEADER =
  '// Composed by Prisma Orchestrate. Do not edit: change the fragments and run `orchestrate compose --single-file`.';

/**
 * The composed schema as one text, for tools that take one file only: the datasource and the generators, then what each
 * extension contributes, dependencies first, each under a heading that names its files. For outputs of generators to
 * point where they should, it must have been composed for the folder of that file.
 */
export function joinComposition({ files }: Pick<Composition, 'files'>): string {
  const parts = files.map(takeApart);
  const config = parts.flatMap((part) => part.config);
  const bodies = parts.map(({ extension, source, body }) =>
    [`// ---- ${extension} ----`, source, ...(body === '' ? [] : ['', body])].join('\n'),
  );
  return `${[HEADER, ...config, ...bodies].map((part) => part.trim()).join('\n\n')}\n`;
}

interface Parts {
  readonly extension: string;
  /** The comment that names the files. */
  readonly source: string;
  /** The blocks that must come first, with their comments. */
  readonly config: readonly string[];
  readonly body: string;
}

/** The two lines that every composed file begins with; the second names where the rest comes from. */
const HEAD = /^[^\n]*\n([^\n]*)\n/;

function takeApart({ extension, path, text: whole }: ComposedFile): Parts {
  const [head = '', source = ''] = HEAD.exec(whole) ?? [];
  const text = whole.slice(head.length);
  const spans = parseSchemaFile({ path, text })
    .blocks.filter(({ kind }) => kind === 'datasource' || kind === 'generator')
    .map((block): Span => spanWithComments(text, block));
  const body = applyChanges(text, cutSpans(text, spans));
  return { extension, source, config: spans.map(({ start, end }) => text.slice(start, end)), body: body.trim() };
}
