import { cutSpans, lineStartOf, spanWithComments } from '../../fragment/cut-blocks.js';
import { newlineOf } from '../../fragment/newline-of.js';
import { parseSchemaFile } from '../../fragment/parse-schema-file.js';
import type { Block } from '../../fragment/parsed-file.js';
import { applyChanges } from '../../fragment/text-change.js';
import { type CopiedModel, copiedModel } from '../copied-model.js';
import { extensionsInScope, type FixContext, isDeclarationMade } from './fix-context.js';
import type { FragmentChange, Mend } from './mend.js';

/** A model of another extension that is declared again becomes an extending block with the opposite relation fields only. */
export function extendCopiedModels(context: FixContext): readonly Mend[] {
  return extensionsInScope(context).flatMap(({ extension, declarations }) =>
    declarations.flatMap((declaration): readonly Mend[] => {
      const copied = copyOf(context, declaration);
      if (copied === null || copied.columns.length > 0 || copied.rest.length > 0) return [];
      const what = copied.relations.length === 0 ? 'removed' : 'an extending block now';
      const summary = `${declaration.kind} ${declaration.name} of ${extension}, a copy of ${copied.original.extension}'s, is ${what}`;
      return [{ rule: 'copied-model', extension, summary, changes: changesOf(copied) }];
    }),
  );
}

/** The copy that a declaration is; one that has a table of its own is none. */
export function copyOf(context: FixContext, declaration: FixDeclaration): CopiedModel | null {
  const copied = copiedModel(context.index, declaration);
  return copied === null || (declaration.kind !== 'view' && isDeclarationMade(context, declaration)) ? null : copied;
}

type FixDeclaration = CopiedModel['copy'];

function changesOf({ copy: { file, block }, relations }: CopiedModel): readonly FragmentChange[] {
  const { text } = file;
  if (relations.length === 0) {
    return cutSpans(text, [spanWithComments(text, block)]).map((change) => ({ ...change, file }));
  }
  const kept = new Set(relations.map(({ name }) => name));
  let own = text.slice(block.span.start, block.span.end);
  const edit = (changes: (text: string, block: Block) => Parameters<typeof applyChanges>[1]): void => {
    const [found] = parseSchemaFile({ path: '', text: own }).blocks;
    if (found !== undefined) own = applyChanges(own, changes(own, found));
  };
  edit((now, found) =>
    cutSpans(
      now.slice(0, found.body.end),
      [...found.fields.filter(({ name }) => !kept.has(name)), ...found.attributes].map(({ span }) =>
        spanWithComments(now, { span }),
      ),
    ),
  );
  edit((now, found) => {
    const at = lineStartOf(now, found.start);
    const indent = now.slice(at, found.start);
    return [{ start: at, end: at, text: `${indent}/// @extend${newlineOf(text)}` }];
  });
  return [
    {
      file,
      start: block.span.start,
      end: block.span.end,
      text: own.replace(/(?:[^\S\r\n]*(?:\r\n|\r|\n)){2,}([^\S\r\n]*\})$/, `${newlineOf(text)}$1`),
    },
  ];
}
