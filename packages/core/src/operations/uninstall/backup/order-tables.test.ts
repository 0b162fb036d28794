import { expect, it } from 'vitest';
import { orderTables } from './order-tables.js';

it.each([
  ['a b', '', 'a b', ''],
  ['a b', 'a>b', 'b a', ''],
  ['a b c', 'a>b b>c', 'c b a', ''],
  ['a', 'a>a', 'a', 'a>a'],
  ['a b', 'a>b b>a', 'a b', 'a>b'],
  ['a b', 'a>elsewhere other>b', 'a b', ''],
])('puts %s with %s in the order %s, backward: %s', (tables, keys, ordered, backward) => {
  const words = (text: string): readonly string[] => text.split(' ').filter((word) => word !== '');
  const foreignKeys = words(keys).map((key) => {
    const [table = '', references = ''] = key.split('>');
    return { table, references, name: key, columns: ['id'] };
  });
  const order = orderTables(words(tables), foreignKeys);
  expect(order.tables).toEqual(words(ordered));
  expect(order.backward.map(({ name }) => name)).toEqual(words(backward));
});
