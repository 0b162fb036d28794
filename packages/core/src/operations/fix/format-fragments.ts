import { formatSchema } from '../../engine/schema-validator.js';
import type { ExtensionSource, SourceFile } from '../../fragment/extension-source.js';
import { newlineOf, withNewline } from '../../fragment/newline-of.js';
import { parseSchemaFile } from '../../fragment/parse-schema-file.js';
import { schemaTokens } from '../../fragment/schema-tokens.js';

/** Fragments with their layout as Prisma has it. */
export interface FormattedFragments {
  readonly sources: readonly ExtensionSource[];
  /** The files whose layout stays, as the formatter would change more than that; relative to the workspace root. */
  readonly unformatted: readonly string[];
}

/** Formats the files of these extensions with Prisma's own formatter. Its text counts only where it says the same. */
export async function formatFragments(
  sources: readonly ExtensionSource[],
  isFormatted: (extension: string) => boolean,
): Promise<FormattedFragments> {
  const unformatted: string[] = [];
  const formatted: ExtensionSource[] = [];
  for (const source of sources) {
    const files: SourceFile[] = [];
    for (const file of source.files) {
      const text = isFormatted(source.name) ? await formatFile(file) : file.text;
      if (text === null) unformatted.push(file.path);
      files.push(text === null || text === file.text ? file : { ...file, text });
    }
    formatted.push({ ...source, files });
  }
  return { sources: formatted, unformatted };
}

async function formatFile(file: SourceFile): Promise<string | null> {
  const { text } = file;
  if (text.trim() === '') return text;
  const { blocks, unclosedComment } = parseSchemaFile(file);
  if (unclosedComment !== null || blocks.some(({ closed }) => !closed)) return null;
  const newline = newlineOf(text);
  const once = await formatSchema(file);
  const twice = await formatSchema({ ...file, text: once });
  const isSame = schemaTokens(once).join('\n') === schemaTokens(text).join('\n');
  // A text whose line ends are mixed would change in more places than anyone can review.
  const isMixed = withNewline(text, newline) !== text;
  return isSame && once === twice && !isMixed ? withNewline(once, newline) : null;
}
