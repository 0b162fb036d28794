import { CORE } from '../extension.js';
import type { Finding } from '../findings.js';
import { isBlank, lineEnd, skipBlanks, skipNewline } from '../fragment/characters.js';
import { stringLiteral, stringValue, stringValues } from '../fragment/literals.js';
import type { Span } from '../fragment/parsed-file.js';
import { endOfBody } from './end-of-body.js';
import { type Fragment, type FragmentBlock, type FragmentFile, findingAt } from './fragment.js';
import { folderOf, rebasePath } from './relative-path.js';

/** A change of a fragment's text on its way into the composed file: the span gives way to the text. */
export interface TextEdit extends Span {
  readonly file: FragmentFile;
  readonly text: string;
}

/** Prisma 7 reads these from prisma.config.ts and refuses them in a schema. */
const URL_KEYS: ReadonlySet<string> = new Set(['url', 'directUrl', 'shadowDatabaseUrl']);

/** What core's blocks are made fit for. */
export interface EditConfigOptions {
  readonly outputDirectory: string;
  /** The database schemas that the datasource must list; null where it lists none. */
  readonly namespaces: readonly string[] | null;
}

/** Core's datasource and generators, made fit for the composed file; those of others are left out. */
export function editConfigBlocks(
  { extension, config }: Fragment,
  { outputDirectory, namespaces }: EditConfigOptions,
): { readonly edits: readonly TextEdit[]; readonly findings: readonly Finding[] } {
  const edits: TextEdit[] = [];
  const findings: Finding[] = [];
  for (const at of config) {
    if (extension !== CORE) {
      edits.push({ file: at.file, ...wholeLines(at.file.text, at.block.span), text: '' });
      findings.push(ignoredBlock(at));
    } else if (at.block.kind === 'generator') edits.push(...outputEdits(at, outputDirectory));
    else {
      for (const { key, span } of at.block.properties.filter((property) => URL_KEYS.has(property.key))) {
        edits.push({ file: at.file, ...wholeLines(at.file.text, span), text: '' });
        findings.push(ignoredUrl(at, { key, offset: span.start }));
      }
      if (namespaces !== null) edits.push(...schemasEdits(at, namespaces));
    }
  }
  return { edits, findings };
}

/** The span with its whole lines, where nothing else than a comment shares them. */
export function wholeLines(text: string, { start, end }: Span): Span {
  let lineStart = start;
  while (lineStart > 0 && isBlank(text.charCodeAt(lineStart - 1))) lineStart--;
  const isFirst = lineStart === 0 || text[lineStart - 1] === '\n' || text[lineStart - 1] === '\r';
  const rest = skipBlanks(text, end, text.length);
  const lineStop = lineEnd(text, rest, text.length);
  const isLast = rest === lineStop || text.startsWith('//', rest);
  return isFirst && isLast ? { start: lineStart, end: skipNewline(text, lineStop, text.length) } : { start, end };
}

/** Written by hand and complete, the list stays as it is. */
function schemasEdits({ file, block }: FragmentBlock, namespaces: readonly string[]): readonly TextEdit[] {
  const list = `[${namespaces.map(stringLiteral).join(', ')}]`;
  const written = block.properties.find(({ key }) => key === 'schemas');
  if (written !== undefined) {
    const known = stringValues(written.value);
    return namespaces.every((namespace) => known.includes(namespace))
      ? []
      : [{ file, ...written.valueSpan, text: list }];
  }
  const { at, before, indent } = endOfBody(file.text, block);
  return [{ file, start: at, end: at, text: `${before}${indent}schemas = ${list}\n` }];
}

/** A relative output keeps pointing where its author meant: Prisma reads it from the folder of the schema file. */
function outputEdits({ file, block }: FragmentBlock, outputDirectory: string): readonly TextEdit[] {
  return block.properties.flatMap(({ key, value, valueSpan }) => {
    const path = key === 'output' ? stringValue(value) : null;
    if (path === null || /^(?:[/\\]|[A-Za-z]:)/.test(path)) return [];
    const text = stringLiteral(rebasePath(path, { from: folderOf(file.path), to: outputDirectory }));
    return [{ file, ...valueSpan, text }];
  });
}

function ignoredBlock({ file, block }: FragmentBlock): Finding {
  return findingAt(
    { file, offset: block.start },
    {
      code: 'CONFIG_BLOCK_IGNORED',
      severity: 'notice',
      message: `The ${block.kind} block ${block.name} of ${file.extension} is left out of the composed schema; only core's count.`,
      fix: `Nothing has to be done. Remove it from ${file.path} where no other tool needs it; orchestrate fix does.`,
    },
  );
}

function ignoredUrl(
  { file }: FragmentBlock,
  { key, offset }: { readonly key: string; readonly offset: number },
): Finding {
  return findingAt(
    { file, offset },
    {
      code: 'DATASOURCE_URL_IGNORED',
      severity: 'notice',
      message: `\`${key}\` in the datasource block is left out of the composed schema: Prisma 7 reads it from prisma.config.ts and refuses it here.`,
      fix: `Move it to prisma.config.ts (datasource: { ${key}: … }) and remove this line.`,
    },
  );
}
