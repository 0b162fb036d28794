import { attributeOf, stringLiteral } from '../fragment/literals.js';
import { type AddedField, oppositeDeclaration } from './added-field.js';
import { ComposedText } from './composed-text.js';
import type { ComposedFile } from './composition.js';
import { type TextEdit, wholeLines } from './edit-config-blocks.js';
import { endOfBody } from './end-of-body.js';
import { type Declaration, type Fragment, type FragmentFile, placeOf } from './fragment.js';
import { placeOfEnd } from './relation-end.js';

/** A composed file with its source map. */
export interface MappedFile extends ComposedFile {
  readonly mapped: ComposedText;
}

/** What changes between a fragment and its composed file. */
export interface FragmentChanges {
  readonly edits: readonly TextEdit[];
  /** The fields that other extensions add, by model, in order. */
  readonly added: ReadonlyMap<Declaration, readonly AddedField[]>;
}

/** Writes the one composed file of an extension: its files end to end, with what must change changed. */
export function composeFile(fragment: Fragment, changes: FragmentChanges): MappedFile {
  const text = new ComposedText();
  // A name may hold anything, and must not end the comment.
  const paths = fragment.files.map(({ path }) => path.replaceAll(/[\r\n]/g, ' '));
  text.insert(
    `// Composed by Prisma Orchestrate. Do not edit: change the fragment and run \`orchestrate compose\`.\n// ${
      paths.length === 0 ? `${fragment.extension} has no schema file.` : `Source: ${paths.join(', ')}`
    }\n`,
    null,
  );
  for (const file of fragment.files) {
    text.insert('\n', { file, offset: 0 });
    writeFile(text, file, operationsOf(fragment, { file, changes }));
    text.endLine({ file, offset: file.text.length });
  }
  return { path: `${fragment.extension}.prisma`, extension: fragment.extension, text: text.toString(), mapped: text };
}

/**
 * Writes each file of an extension for itself, under its own path: what is left out leaves its lines behind, so that a
 * line has the number that it has in the fragment.
 */
export function composeApart(fragment: Fragment, changes: FragmentChanges): readonly MappedFile[] {
  return fragment.files.map((file) => {
    const text = new ComposedText();
    const operations = operationsOf(fragment, { file, changes }).map((operation) => ({
      ...operation,
      write: (into: ComposedText) => {
        const left = file.text.slice(operation.start, operation.end).match(/\r\n|\r|\n/g)?.length ?? 0;
        const before = into.length;
        operation.write(into);
        const written = into.toString().slice(before).split('\n').length - 1;
        into.insert('\n'.repeat(Math.max(0, left - written)), { file, offset: operation.start });
      },
    }));
    writeFile(text, file, operations);
    return { path: file.path, extension: fragment.extension, text: text.toString(), mapped: text };
  });
}

/** A point at which the copying stops: something is left out, put in, or both. */
interface Operation {
  readonly start: number;
  readonly end: number;
  readonly write: (text: ComposedText) => void;
}

function writeFile(text: ComposedText, file: FragmentFile, operations: readonly Operation[]): void {
  let done = 0;
  for (const { start, end, write } of operations) {
    if (start < done) continue;
    text.copy(file, { start: done, end: start });
    write(text);
    done = end;
  }
  text.copy(file, { start: done, end: file.text.length });
}

function operationsOf(
  fragment: Fragment,
  { file, changes }: { readonly file: FragmentFile; readonly changes: FragmentChanges },
): readonly Operation[] {
  const operations: Operation[] = [];
  for (const edit of changes.edits) {
    if (edit.file !== file) continue;
    const { start, end } = edit;
    operations.push({ start, end, write: (text) => text.insert(edit.text, { file, offset: start }) });
  }
  for (const extending of fragment.extending) {
    if (extending.file !== file) continue;
    operations.push({ ...wholeLines(file.text, extending.block.span), write: () => {} });
  }
  for (const declaration of fragment.declarations) {
    const added = changes.added.get(declaration) ?? [];
    const isChanged = added.length > 0 || isPlaced(declaration);
    if (declaration.file === file && isChanged && declaration.block.closed) {
      operations.push(insertion(declaration, added));
    }
  }
  const open = file.parsed.blocks.at(-1);
  if (open?.closed === false) {
    // The finding says so; the brace keeps the next file out of this block.
    const end = file.text.length;
    operations.push({ start: end, end, write: (text) => text.insert('\n}\n', { file, offset: open.start }) });
  }
  return operations.sort((left, right) => left.start - right.start || left.end - right.end);
}

/** What is added goes to the end of a block's body, each on a line of its own. */
function insertion(declaration: Declaration, added: readonly AddedField[]): Operation {
  const { file, block } = declaration;
  const { at, before, indent } = endOfBody(file.text, block);
  return {
    start: at,
    end: at,
    write: (composed) => {
      composed.insert(before, { file, offset: at });
      for (const field of added) writeField(composed, { field, indent });
      if (isPlaced(declaration)) {
        composed.insert(`${indent}@@schema(${stringLiteral(declaration.schema ?? '')})\n`, placeOf(declaration));
      }
    },
  };
}

/** Whether the composer has to say in which database schema it is. */
function isPlaced({ schema, block }: Declaration): boolean {
  return schema !== null && attributeOf(block.attributes, 'schema') === null;
}

function writeField(
  text: ComposedText,
  { field, indent }: { readonly field: AddedField; readonly indent: string },
): void {
  if (field.kind === 'extending') {
    const { from, field: source } = field.source;
    const place = { file: from.file, offset: source.nameSpan.start };
    text.copy(from.file, source.lines);
    text.insert('\n', place);
    return;
  }
  const { relation } = field;
  const declaration = oppositeDeclaration(relation, { name: field.name, relationName: relation.name });
  const reason = `opposite of ${relation.model.name}.${relation.field.name} in ${relation.extension}`;
  text.insert(`${indent}${declaration} // ${reason}\n`, placeOfEnd(relation));
}
