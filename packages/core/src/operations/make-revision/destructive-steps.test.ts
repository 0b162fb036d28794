import { describe, expect, it } from 'vitest';
import type { TableColumn } from '../../database/database.js';
import { sqliteDriver } from '../../database/sqlite/sqlite-driver.js';
import { destructiveSteps } from './destructive-steps.js';

const column = (name: string, changes: Partial<TableColumn> = {}): TableColumn => ({
  table: 'posts',
  name,
  type: 'TEXT',
  required: false,
  hasDefault: false,
  values: null,
  ...changes,
});

const id = column('id', { type: 'INTEGER', required: true, hasDefault: true });

describe('destructiveSteps', () => {
  it.each<[string, TableColumn[], TableColumn[], string[]]>([
    ['nothing', [id], [id], []],
    ['a new table', [], [id, column('x', { required: true })], []],
    ['a new optional column', [id], [id, column('x')], []],
    ['a new required column with a default', [id], [id, column('x', { required: true, hasDefault: true })], []],
    ['a new required column without', [id], [id, column('x', { required: true })], ['required-column posts.x']],
    [
      'a column that becomes required',
      [id, column('x')],
      [id, column('x', { required: true })],
      ['required-column posts.x'],
    ],
    ['a column that becomes optional', [id, column('x', { required: true })], [id, column('x')], []],
    ['a dropped column', [id, column('x')], [id], ['dropped-column posts.x']],
    ['a dropped table', [id, column('x')], [], ['dropped-table posts']],
    ['a renamed column', [id, column('x')], [id, column('y')], ['dropped-column posts.x']],
    ['a narrowing', [column('x')], [column('x', { type: 'INTEGER' })], ['narrowed-column posts.x']],
    [
      'a value that goes',
      [column('x', { values: ['A', 'B'] })],
      [column('x', { values: ['B', 'C'] })],
      ['dropped-value posts.x'],
    ],
    ['a value that comes', [column('x', { values: ['A'] })], [column('x', { values: ['A', 'B'] })], []],
    ['a widening', [column('x', { type: 'INTEGER' })], [column('x', { type: 'TEXT' })], []],
    [
      'several at once',
      [id, column('x'), column('y', { table: 'tags' })],
      [column('id'), column('z', { required: true })],
      ['dropped-column posts.x', 'required-column posts.z', 'dropped-table tags'],
    ],
  ])('of %s', (_name, before, after, expected) => {
    const steps = destructiveSteps({ before, after }, sqliteDriver);
    expect(steps.map(({ kind, table, column: name }) => `${kind} ${table}${name === null ? '' : `.${name}`}`)).toEqual(
      expected,
    );
    for (const { message, table } of steps) expect(message).toContain(table);
  });
});
