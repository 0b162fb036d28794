import { appendBlocks } from '../../fragment/append-blocks.js';
import { cutSpans, spanWithComments } from '../../fragment/cut-blocks.js';
import { newlineOf, withNewline } from '../../fragment/newline-of.js';
import { parseSchemaFile } from '../../fragment/parse-schema-file.js';
import type { Block } from '../../fragment/parsed-file.js';
import { applyChanges, type TextChange } from '../../fragment/text-change.js';

/** A schema file as it was given to Prisma, and what became of it. */
export interface RewrittenFile {
  /** In the fragment. */
  readonly fragment: string;
  /** In the project, as it was written for Prisma. */
  readonly given: string;
  /** All files of the project, as Prisma has left them: `db pull --force` puts every block into one. */
  readonly left: readonly string[];
}

/**
 * The text of a fragment with what Prisma has done to its blocks. Everything else of the fragment stays as it is: what
 * composing left out (extending blocks, a datasource, generators), comments between blocks, the ends of lines.
 *
 * @param added blocks that are new, to be put at the end
 */
export function carryBack({ fragment, given, left }: RewrittenFile, added: readonly string[] = []): string {
  const before = blocksOf(given);
  const after = allBlocksOf(left);
  const newline = newlineOf(fragment, given);
  const changes: TextChange[] = [];
  const gone: Block[] = [];
  for (const [key, { block, text }] of blocksOf(fragment)) {
    const was = before.get(key);
    // What composing left out is not in what Prisma saw.
    if (was === undefined || isExtending(block)) continue;
    const is = after.get(key);
    if (is === undefined) gone.push(block);
    else if (is.text !== was.text) {
      if (isSettings(block) && was.text !== withNewline(text, '\n')) continue;
      const { start, end } = block.span;
      changes.push({ start, end, text: withNewline(withoutAdded(is, { given: was, own: block }), newline) });
    }
  }
  const cut = cutSpans(
    fragment,
    gone.map((block) => spanWithComments(fragment, block)),
  );
  const changed = applyChanges(fragment, [...changes, ...cut]);
  return applyChanges(changed, appendBlocks(changed, added));
}

/** The blocks that Prisma has put into files, and that nobody had given it. */
export function addedBlocks(project: { readonly given: readonly string[]; readonly left: readonly string[] }) {
  const known = allBlocksOf(project.given);
  return [...allBlocksOf(project.left)].filter(([key]) => !known.has(key)).map(([, { text }]) => text);
}

/** The names of models that Prisma has changed in files that are not the extension's, so that they mean something else. */
export function changedBlocks({ given, left }: Omit<RewrittenFile, 'fragment'>): readonly string[] {
  const after = allBlocksOf(left);
  return [...blocksOf(given)]
    .filter(([key, { block, text }]) => !isSettings(block) && contentOf(after.get(key)?.text ?? '') !== contentOf(text))
    .map(([, { block }]) => block.name);
}

/** Its lines in any order, without comments and white space: Prisma moves what composing had put at the end. */
function contentOf(block: string): string {
  return block
    .split('\n')
    .map((line) => line.replace(/(^|\s)\/\/.*$/, '').replace(/\s+/g, ''))
    .filter((line) => line !== '')
    .sort()
    .join('\n');
}

interface ReadBlock {
  readonly block: Block;
  /** With its doc comments, and `\n` at the ends of lines. */
  readonly text: string;
  readonly file: string;
}

/** Read one by one: a block that is not closed ends with its file. */
function allBlocksOf(texts: readonly string[]): ReadonlyMap<string, ReadBlock> {
  return new Map(texts.flatMap((text) => [...blocksOf(text)]));
}

function blocksOf(text: string): ReadonlyMap<string, ReadBlock> {
  const blocks = parseSchemaFile({ path: '', text }).blocks.filter(({ closed, kind }) => closed && kind !== 'unknown');
  return new Map(
    blocks
      .filter((block) => !isExtending(block))
      .map((block) => {
        const own = text.slice(block.span.start, block.span.end);
        return [`${block.kind} ${block.name}`, { block, text: withNewline(own, '\n'), file: text }];
      }),
  );
}

function isExtending({ docs }: Block): boolean {
  return docs.some((line) => /^@extend\b/.test(line));
}

function isSettings({ kind }: Block): boolean {
  return kind === 'datasource' || kind === 'generator';
}

/** Without the fields and attributes that composing had added to the block. */
function withoutAdded(
  { block, text, file }: ReadBlock,
  { given, own }: { readonly given: ReadBlock; readonly own: Block },
): string {
  const fields = addedNames(given.block.fields, own.fields);
  const attributes = addedNames(given.block.attributes, own.attributes);
  const offset = block.span.start;
  const spans = [
    ...block.fields.filter(({ name }) => fields.has(name)).map(({ lines }) => lines),
    ...block.attributes.filter(({ name }) => attributes.has(name)).map(({ span }) => span),
  ];
  if (spans.length === 0) return text;
  const whole = file.slice(block.span.start, block.span.end);
  const lines = spans.map(({ start, end }) => ({
    start: whole.lastIndexOf('\n', start - offset - 1) + 1,
    end: whole.indexOf('\n', end - offset) + 1,
    text: '',
  }));
  return withNewline(applyChanges(whole, lines), '\n');
}

function addedNames(
  given: readonly { readonly name: string }[],
  own: readonly { readonly name: string }[],
): ReadonlySet<string> {
  const known = new Set(own.map(({ name }) => name));
  return new Set(given.map(({ name }) => name).filter((name) => !known.has(name)));
}
