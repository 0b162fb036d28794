import { expect, it } from 'vitest';
import { parseSchemaFile } from '../../fragment/parse-schema-file.js';
import type { Block } from '../../fragment/parsed-file.js';
import { applyChanges } from '../../fragment/text-change.js';
import { addMembers, removeFields } from './edit-members.js';

function block(text: string): Block {
  const [first] = parseSchemaFile({ path: 'schema.prisma', text }).blocks;
  if (first === undefined) throw new Error('There is no block.');
  return first;
}

it.each([
  ['between others', 'model A {\n  a Int\n  /// x\n  x B[] // y\n  b Int\n}\n', 'model A {\n  a Int\n  b Int\n}\n'],
  ['between blank lines', 'model A {\n  a Int\n\n  x B[]\n\n  @@map("a")\n}', 'model A {\n  a Int\n\n  @@map("a")\n}'],
  ['at the start', 'model A {\n  x B[]\n\n  a Int\n}', 'model A {\n  a Int\n}'],
  ['at the end', 'model A {\n  a Int\n\n  x B[]\n  xs B[]\n}\n\nmodel B {\n}', 'model A {\n  a Int\n}\n\nmodel B {\n}'],
  ['alone', 'model A {\n  x B[]\n}\n', 'model A {\n}\n'],
  [
    'below a comment',
    'model A {\n  a Int\n\n  // note\n  x B[]\n\n  b Int\n}',
    'model A {\n  a Int\n\n  // note\n\n  b Int\n}',
  ],
])('takes fields out %s', (_name, text, expected) => {
  const cut = (from: string): string => {
    const owner = block(from);
    const gone = owner.fields.filter(({ name }) => name.startsWith('x'));
    return applyChanges(from, removeFields(from, owner, gone));
  };
  expect(cut(text)).toBe(expected);
  const windows = (value: string): string => value.replaceAll('\n', '\r\n');
  expect(cut(windows(text))).toBe(windows(expected));
});

it.each([
  [
    'behind the last field',
    'model A {\n\ta Int // c\n\n\t@@map("a")\n}',
    'model A {\n\ta Int // c\n\t/// d\n\tn B[]\n\n\t@@map("a")\n}',
  ],
  ['into an empty block', 'model A {\n}', 'model A {\n  /// d\n  n B[]\n}'],
  ['in the place of one', 'model A {\n  x B[]\n}', 'model A {\n  /// d\n  n B[]\n}'],
])('puts fields %s', (_name, text, expected) => {
  const at = block(text);
  const gone = at.fields.filter(({ name }) => name === 'x');
  const added = addMembers(text, { block: at, members: ['    /// d\r\n    n B[]'], without: new Set(gone) });
  expect(applyChanges(text, [...removeFields(text, at, gone), added])).toBe(expected);
});
