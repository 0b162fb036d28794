import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { appendBlocks } from './append-blocks.js';
import { cutSpans, spanWithComments } from './cut-blocks.js';
import { parseSchemaFile } from './parse-schema-file.js';
import { applyChanges } from './text-change.js';

function cut(text: string, ...names: readonly string[]): { readonly left: string; readonly taken: readonly string[] } {
  const { blocks } = parseSchemaFile({ path: 'schema.prisma', text });
  const spans = blocks.filter(({ name }) => names.includes(name)).map((block) => spanWithComments(text, block));
  return {
    left: applyChanges(text, cutSpans(text, spans)),
    taken: spans.map(({ start, end }) => text.slice(start, end)),
  };
}

const A = 'model A {\n  id Int @id\n}';
const M = '// why\n/// docs\nmodel M {\n  id Int @id\n} // end';
const B = 'enum B {\n  X\n}';

describe('cutting a block', () => {
  it.each([
    ['in the middle', `${A}\n\n${M}\n\n${B}\n`, ['M'], `${A}\n\n${B}\n`, [M]],
    ['at the start', `${M}\n\n\n${B}\n`, ['M'], `${B}\n`, [M]],
    ['at the end', `${A}\n\n${M}\n`, ['M'], `${A}\n`, [M]],
    ['at the end, without an end of the line', `${A}\n\n${M}`, ['M'], `${A}\n`, [M]],
    ['alone', `${M}\n`, ['M'], '', [M]],
    ['with its neighbour', `${A}\n\n${M}\n\n${B}\n`, ['M', 'B'], `${A}\n`, [M, B]],
    ['and another one', `${A}\n\n${M}\n\n${B}\n`, ['A', 'B'], `${M}\n`, [A, B]],
    ['without blank lines', `${A}\n${M}\n${B}\n`, ['M'], `${A}\n${B}\n`, [M]],
    ['below a comment of the file', `// file\n\n${M}\n\n${B}\n`, ['M'], `// file\n\n${B}\n`, [M]],
    ['on a line with another', 'model X {\n} model Y {\n}\n', ['Y'], 'model X {\n} \n', ['model Y {\n}']],
  ])('%s', (_name, text, names, left, taken) => {
    expect(cut(text, ...names)).toEqual({ left, taken });
    const windows = (value: string): string => value.replaceAll('\n', '\r\n');
    expect(cut(windows(text), ...names)).toEqual({ left: windows(left), taken: taken.map(windows) });
  });

  it('leaves all other lines as they are, whatever they are', () => {
    const piece = fc.constantFrom(A, B, '// note', '', '  ', '/// doc', 'model C {\n}', '/* x */');
    const newline = fc.constantFrom('\n', '\r\n');
    fc.assert(
      fc.property(fc.array(piece), fc.array(piece), newline, (before, after, end) => {
        const text = [...before, '', 'model M {\n}', ...after].join('\n').replaceAll('\n', end);
        const filled = (value: string): readonly string[] => value.split(end).filter((line) => line.trim() !== '');
        const rest = [...before, ...after].join('\n').replaceAll('\n', end);
        const { left } = cut(text, 'M');
        expect(filled(left)).toEqual(filled(rest));
        expect(text.startsWith(left.slice(0, before.join('\n').trimEnd().replaceAll('\n', end).length))).toBe(true);
      }),
    );
  });
});

describe('appending blocks', () => {
  it.each([
    ['an empty text', '', [A, B], `${A}\n\n${B}\n`],
    ['a text', `${A}\n`, [B], `${A}\n\n${B}\n`],
    ['a text without an end of its line', A, [B], `${A}\n\n${B}\n`],
    ['a text with blank lines at its end', `${A}\n\n\n`, [B], `${A}\n\n\n${B}\n`],
    ['line endings of Windows', `${A}\r\n`, [B], `${A}\r\n\r\n${B.replaceAll('\n', '\r\n')}\r\n`],
    ['blocks with line endings of Windows', `${A}\n`, [B.replaceAll('\n', '\r\n')], `${A}\n\n${B}\n`],
  ])('to %s', (_name, text, blocks, expected) => {
    expect(applyChanges(text, appendBlocks(text, blocks))).toBe(expected);
  });
});
