import { expect, it } from 'vitest';
import { checkConfig } from './check-config.js';

const messages = (input: unknown): readonly string[] =>
  checkConfig(input).map(({ key, message, fix }) => `${key} ${message}; ${fix}`);

it('shows a value that contains itself, as an alias in YAML makes one', () => {
  const list: unknown[] = ['x'];
  list.push(list);
  expect(messages({ extensions: list })).toEqual([
    'extensions must be a list of names, paths, globs or npm package names, found a value that contains itself; Correct the value.',
  ]);
});

it('shows the beginning of what aliases make larger than any memory', () => {
  let value: unknown = 'x';
  for (let level = 0; level < 30; level += 1) value = Array(9).fill(value);
  expect(messages({ output: value })).toEqual([expect.stringMatching(/^output must be .* found \[\[.{70,80}\.\.\.; /)]);
});

it('shows what JSON does not hold', () => {
  expect(messages({ backup: { keepCount: 5n } })).toEqual([expect.stringContaining('found "5n"')]);
});

it.each(['constructor', 'toString', '__proto__'])('does not take %s for a key that it knows', (key) => {
  expect(checkConfig(JSON.parse(`{ "${key}": 1 }`))).toEqual([
    { key, message: 'is not a known key', fix: expect.stringMatching(/^Known keys are "\$schema"/) },
  ]);
});
