import { positionOf } from '../../composition/fragment.js';
import { placeOfEnd, type RelationEnd } from '../../composition/relation-end.js';
import { argumentOf, fieldNames } from '../../fragment/literals.js';
import { newlineOf } from '../../fragment/newline-of.js';
import type { Block } from '../../fragment/parsed-file.js';
import type { TextChange } from '../../fragment/text-change.js';
import type { LintRule } from '../lint-rule.js';
import { ruleFinding } from '../rule-finding.js';
import type { FragmentCheck } from './fragment-check.js';

const rule: LintRule = {
  code: 'FRAGMENT.UNINDEXED_FOREIGN_KEY',
  severity: 'warning',
  since: 1,
  providers: null,
  isFixable: true,
  summary: 'No index starts with the fields of a foreign key.',
  why: 'No database but MySQL and MariaDB makes an index for a foreign key, and with `relationMode = "prisma"` they have none to make one for. Without one every delete of a row that is referred to reads the whole table to see who refers to it, and so does every query along the relation. A primary key, a unique constraint or an index that starts with the fields serves, in any order.\n\n`--fix` adds `@@index`; the next revision creates it.',
  bad: {
    kind: 'workspace',
    files: {
      'prisma/schema.prisma':
        'model User {\n  id    Int    @id\n  notes Note[]\n}\n\nmodel Note {\n  id     Int  @id\n  userId Int\n  user   User @relation(fields: [userId], references: [id])\n}\n',
    },
  },
  good: {
    kind: 'workspace',
    files: {
      'prisma/schema.prisma':
        'model User {\n  id    Int    @id\n  notes Note[]\n}\n\nmodel Note {\n  id     Int  @id\n  userId Int\n  user   User @relation(fields: [userId], references: [id])\n\n  @@index([userId])\n}\n',
    },
  },
};

/** Foreign keys that no index serves. */
export const UNINDEXED_FOREIGN_KEY: FragmentCheck = {
  rule,
  check: ({ extension }, { relations, dialect }) => {
    if (dialect.indexesForeignKeys) return [];
    const seen = new Set<string>();
    return relations.flatMap((end) => {
      const { foreignKey, model } = end;
      if (end.extension !== extension || foreignKey === null || foreignKey.length === 0) return [];
      if (model.kind !== 'model' || end.target.kind !== 'model' || isIndexed(model.block, foreignKey)) return [];
      // Two relations may go by the same fields; one index serves both.
      const key = JSON.stringify([model.name, [...foreignKey].sort()]);
      if (seen.has(key)) return [];
      const isFirst = ![...seen].some((other) => other.startsWith(JSON.stringify([model.name]).slice(0, -1)));
      seen.add(key);
      return [findingOf(end, foreignKey, isFirst)];
    });
  },
};

const INDEXES = new Set(['id', 'unique', 'index']);

function isIndexed({ fields, attributes }: Block, wanted: readonly string[]): boolean {
  const single = fields.find(({ name }) => name === wanted[0]);
  if (wanted.length === 1 && single?.attributes.some(({ name }) => name === 'id' || name === 'unique')) return true;
  return attributes.some((attribute) => {
    // A hash serves only a comparison of all of it, and a part of the rows is not all of them.
    if (!INDEXES.has(attribute.name) || argumentOf(attribute, 'where') !== null) return false;
    const names = fieldNames(argumentOf(attribute, 'fields', 'first')?.value ?? '');
    return wanted.every((name) => names.slice(0, wanted.length).includes(name));
  });
}

function findingOf(end: RelationEnd, foreignKey: readonly string[], isFirst: boolean) {
  const { model, field, file } = end;
  const line = `@@index([${foreignKey.join(', ')}])`;
  const change = isOnOneLine(file.text, model.block)
    ? null
    : insertion(file.text, { block: model.block, line, isFirst });
  return ruleFinding(rule, {
    message: `${model.name}.${field.name} is a foreign key on ${foreignKey.join(', ')}, and no index of ${model.name} starts with ${foreignKey.length === 1 ? 'that' : 'those'}.`,
    extension: end.extension,
    where: positionOf(placeOfEnd(end)),
    fix: `Add to model ${model.name}: ${line}`,
    ...(change === null ? {} : { edits: [{ file: file.path, changes: [change] }] }),
  });
}

interface NewLine {
  readonly block: Block;
  readonly line: string;
  /** Whether no other line is added to the block. */
  readonly isFirst: boolean;
}

/** Behind the other indexes; names of the table come last. */
function insertion(text: string, { block, line, isFirst }: NewLine): TextChange | null {
  const { attributes, fields, closed } = block;
  const newline = newlineOf(text);
  const index = attributes.findLast(({ name }) => INDEXES.has(name));
  const [first] = attributes;
  if (index === undefined && first !== undefined) {
    return { start: first.span.start, end: first.span.start, text: `${line}${newline}  ` };
  }
  const last = index ?? fields.at(-1);
  if (last === undefined || !closed) return null;
  const at = endOfLine(text, last.span.end);
  // Attributes of a block stand apart from its fields.
  return { start: at, end: at, text: `${index === undefined && isFirst ? newline : ''}${newline}  ${line}` };
}

/** A comment may follow. */
function endOfLine(text: string, from: number): number {
  const rest = /[\r\n]/.exec(text.slice(from));
  return rest === null ? text.length : from + rest.index;
}

function isOnOneLine(text: string, { body }: Block): boolean {
  return !/[\r\n]/.test(text.slice(body.start, body.end));
}
