import { describe, expect, it } from 'vitest';
import { COLOURED, NARROW, PLAIN, widestLine } from './look.test-support.js';
import { type Column, renderTable } from './render-table.js';

interface Row {
  readonly name: string;
  readonly amount: number;
  readonly text: string;
}

const COLUMNS: readonly Column<Row>[] = [
  { title: 'name', value: ({ name }) => name, cuttable: true },
  { title: 'amount', value: ({ amount }) => String(amount), align: 'right' },
  { title: 'text', value: ({ text }) => text },
];

describe('renderTable', () => {
  it('aligns columns and leaves no space at the end of a line', () => {
    const rows = [
      { name: 'core', amount: 12, text: 'first' },
      { name: 'audit-log', amount: 3, text: '' },
    ];
    expect(renderTable(rows, COLUMNS, PLAIN)).toBe(
      ['name       amount  text', 'core           12  first', 'audit-log       3', ''].join('\n'),
    );
  });

  it('cuts and wraps to the width of a terminal', () => {
    const row = { name: '20260201093000_'.repeat(6), amount: 1, text: 'so many words '.repeat(6).trim() };
    const table = renderTable([row], COLUMNS, NARROW);
    expect(widestLine(table)).toBeLessThanOrEqual(80);
    expect(table).toContain('…');
    expect(table.replace(/\s+/g, ' ')).toContain(row.text.slice(0, 13));
  });

  it('puts the last column below all rows where one of them has no room for it', () => {
    const rows = [
      { name: 'core', amount: 12, text: '.' },
      { name: 'blog', amount: 3, text: `extensions/${'b'.repeat(70)}` },
      { name: 'shop', amount: 3, text: '' },
    ];
    expect(renderTable(rows, COLUMNS, NARROW)).toBe(
      [
        'name  amount',
        '    text',
        'core      12',
        '    .',
        'blog       3',
        `    extensions/${'b'.repeat(70)}`,
        'shop       3',
        '',
      ].join('\n'),
    );
  });

  it('counts the columns that a character takes', () => {
    const rows = [
      { name: '日本', amount: 1, text: 'x' },
      { name: 'core', amount: 2, text: 'y' },
    ];
    expect(renderTable(rows, COLUMNS, NARROW)).toBe('name  amount  text\n日本       1  x\ncore       2  y\n');
  });

  it('cuts nothing elsewhere', () => {
    const row = { name: 'n'.repeat(200), amount: 1, text: 't'.repeat(200) };
    expect(renderTable([row], COLUMNS, PLAIN)).toContain(`${row.name}       1  ${row.text}`);
  });

  it('aligns the same with colour', () => {
    const columns = COLUMNS.map((column) => ({ ...column, paint: () => COLOURED.green }));
    const rows = [{ name: 'core', amount: 1, text: 'first' }];
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what marks a colour.
    const plain = renderTable(rows, columns, COLOURED).replace(/\u001B\[\d+m/g, '');
    expect(plain).toBe(renderTable(rows, COLUMNS, NARROW));
  });
});
