import type { SourceFile } from '../../fragment/extension-source.js';
import { LineIndex } from '../../fragment/line-index.js';
import { parseSchemaFile } from '../../fragment/parse-schema-file.js';
import type { Span } from '../../fragment/parsed-file.js';
import { placeSuppressions, type Suppression } from './suppression.js';

const TOKEN = /"(?:\\.|[^"\\\r\n])*"|\/\/[^\r\n]*|\/\*[\s\S]*?(?:\*\/|$)|\S/g;

/** The suppressions in a schema file: before a block they are about all of it, else about the field or attribute that follows. */
export function suppressionsInSchema(source: SourceFile): readonly Suppression[] {
  const { path, text } = source;
  const lines = new LineIndex(text);
  const tokens = [...text.matchAll(TOKEN)].map((match) => ({ text: match[0], start: match.index }));
  const code = tokens.filter((token) => !token.text.startsWith('//') && !token.text.startsWith('/*'));
  const comments = tokens
    // What three slashes begin is documentation, which ends up in the client.
    .filter((token) => token.text.startsWith('//') && !token.text.startsWith('///'))
    .map((token) => ({ start: token.start, text: token.text.slice(2) }));
  let spans: readonly Span[] | null = null;
  return placeSuppressions({
    file: path,
    text,
    lines,
    comments,
    firstCode: code[0]?.start ?? null,
    after: ({ start }) => {
      const next = code.find((token) => token.start > start);
      if (next === undefined) return null;
      spans ??= spansOf(source);
      const end = spans.find((span) => span.start === next.start)?.end ?? next.start;
      return { first: lines.at(next.start).line, last: lines.at(end).line };
    },
  });
}

function spansOf(source: SourceFile): readonly Span[] {
  return parseSchemaFile(source).blocks.flatMap((block) => [
    { start: block.start, end: block.span.end },
    ...[...block.fields, ...block.attributes, ...block.properties].map(({ span }) => span),
  ]);
}
