import { appendBlocks } from '../../fragment/append-blocks.js';
import { cutSpans, spanWithComments } from '../../fragment/cut-blocks.js';
import type { ExtensionSource, SourceFile } from '../../fragment/extension-source.js';
import type { Block, Field, Span } from '../../fragment/parsed-file.js';
import { applyChanges, type TextChange } from '../../fragment/text-change.js';
import { groupBy } from '../../group-by.js';
import type { Declaration, FragmentBlock, FragmentFile } from '../fragment.js';
import type { SchemaIndex } from '../schema-index.js';
import { addMembers, removeFields } from './edit-members.js';
import type { MovedField } from './moved-fields.js';

/** What changes in the texts. */
export interface EditFragmentsOptions {
  readonly sources: readonly ExtensionSource[];
  readonly moved: readonly Declaration[];
  readonly fields: readonly MovedField[];
  readonly from: string;
  readonly to: string;
}

/** The fragments after blocks and fields have moved. */
export function editFragments(index: SchemaIndex, options: EditFragmentsOptions): readonly ExtensionSource[] {
  const { sources, moved, fields, to } = options;
  const removed = new Set(fields.flatMap(({ from }) => from?.field ?? []));
  const inserted = new Map<FragmentBlock['block'], { readonly at: FragmentBlock; readonly members: string[] }>();
  const appended = new Map<string, string[]>();
  const newBlocks: { readonly extension: string; readonly model: Declaration; readonly text: string }[] = [];

  for (const { into, model, text } of fields) {
    if (into === 'nothing') continue;
    const at = into === 'model' ? model : extendingBlock(index, { model, extension: into.extensionBlockOf });
    if (at === null && into !== 'model') newBlocks.push({ extension: into.extensionBlockOf, model, text });
    if (at !== null) {
      const members = inserted.get(at.block)?.members ?? [];
      inserted.set(at.block, { at, members: [...members, text] });
    }
  }

  const emptied = index.fragments.flatMap(({ extending }) => extending).filter((each) => isEmptied(each, removed));
  const cut = [...moved, ...emptied];
  const changesOf = (block: Block, text: string): readonly TextChange[] => {
    const members = inserted.get(block)?.members;
    return [
      ...removeFields(
        text,
        block,
        block.fields.filter((field) => removed.has(field)),
      ),
      ...(members === undefined ? [] : [addMembers(text, { block, members, without: removed })]),
    ];
  };

  const target = targetFile(index, options);
  for (const { file, block } of moved) {
    const span = spanWithComments(file.text, block);
    append(appended, target, applyWithin(file.text, span, changesOf(block, file.text)));
  }
  for (const [, blocks] of groupBy(newBlocks, ({ extension, model }) => `${extension}\n${model.name}`)) {
    const [first] = blocks;
    if (first === undefined) continue;
    const { model, extension } = first;
    const members = blocks.flatMap(({ text }) => text.trim().split(/\r\n|\r|\n/)).map((line) => `  ${line.trim()}`);
    const file = extension === to ? target : (moved[0]?.file.path ?? target);
    append(appended, file, `/// @extend\n${model.kind} ${model.name} {\n${members.join('\n')}\n}`);
  }

  const isCut = new Set<Block>(cut.map(({ block }) => block));
  const editFile = (file: SourceFile, read: FragmentFile | undefined): SourceFile => {
    const spans = cut.filter((each) => each.file === read).map(({ block }) => spanWithComments(file.text, block));
    const changes = (read?.parsed.blocks ?? [])
      .filter((block) => !isCut.has(block))
      .flatMap((block) => changesOf(block, file.text));
    const text = applyChanges(file.text, [...changes, ...cutSpans(file.text, spans)]);
    const whole = applyChanges(text, appendBlocks(text, appended.get(file.path) ?? []));
    return whole === file.text ? file : { ...file, text: whole };
  };
  const filesOf = new Map(index.fragments.map(({ extension, files }) => [extension, files]));
  return sources.map((source) => {
    const read = filesOf.get(source.name) ?? [];
    const files = source.files.map((file) =>
      editFile(
        file,
        read.find(({ path }) => path === file.path),
      ),
    );
    return files.every((file, at) => file === source.files[at]) ? source : { ...source, files };
  });
}

/** The file of the new owner: called as the one that the model leaves, else `schema.prisma`, else its first. */
function targetFile(index: SchemaIndex, { moved, to }: EditFragmentsOptions): string {
  const files = index.fragments.find(({ extension }) => extension === to)?.files ?? [];
  const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
  const left = baseName(moved[0]?.file.path ?? '');
  const found =
    files.find(({ path }) => baseName(path) === left) ??
    files.find(({ path }) => baseName(path) === 'schema.prisma') ??
    files[0];
  if (found === undefined) throw new Error(`${to} has no file.`);
  return found.path;
}

function extendingBlock(
  index: SchemaIndex,
  { model, extension }: { readonly model: Declaration; readonly extension: string },
): FragmentBlock | null {
  const extending = index.fragments.find((fragment) => fragment.extension === extension)?.extending ?? [];
  return extending.find(({ block }) => block.name === model.name) ?? null;
}

/** Whether nothing is left of an extending block; one with a comment of its own is left for its author. */
function isEmptied({ file, block }: FragmentBlock, removed: ReadonlySet<Field>): boolean {
  const { fields, body } = block;
  if (fields.length === 0 || fields.some((field) => !removed.has(field))) return false;
  return applyWithin(file.text, body, removeFields(file.text, block, fields)).trim() === '';
}

/** A part of a text with the changes that are in it. */
function applyWithin(text: string, { start, end }: Span, changes: readonly TextChange[]): string {
  const moved = changes.map((change) => ({
    start: change.start - start,
    end: Math.min(change.end, end) - start,
    text: change.text,
  }));
  return applyChanges(text.slice(start, end), moved);
}

function append(appended: Map<string, string[]>, file: string, block: string): void {
  appended.set(file, [...(appended.get(file) ?? []), block]);
}
